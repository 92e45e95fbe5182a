"""Data quality: how complete, valid, unique, timely and consistent the rows of each area are."""

from typing import Literal

from gridloom_analytics.analysis import Analysis, Output, Parameters, option
from gridloom_layers.language import tr

FIGURE_TITLES = {
    "completeness": tr("completeness"),
    "validity": tr("validity"),
    "uniqueness": tr("uniqueness"),
    "timeliness": tr("timeliness"),
    "consistency": tr("consistency"),
    "score": tr("overall score"),
}
"""What the figures are called: the dimensions, and the mean of them."""


class QualityParameters(Parameters):
    """The table that is judged, and the figure that is drawn."""

    table: str = option("expression", tr("Table"), default="person")
    figure: Literal[
        "completeness", "validity", "uniqueness", "timeliness", "consistency", "score"
    ] = option("choice", tr("Figure on the map"), default="score", choices=FIGURE_TITLES)


ANALYSIS = Analysis(
    name="quality",
    group=tr("Data quality").msgid,
    title=tr("Data quality"),
    summary=tr("How complete, valid, unique, timely and consistent the rows of each area are."),
    parameters=QualityParameters,
    outputs=(
        Output("quality", "layer", "area"),
        Output("checks", "table"),
        Output("sources", "table"),
        Output("imports", "table"),
    ),
    citation="GB/T 36344-2018; ISO 8000-8:2015; ISO 19157-1:2023",
    function="gridloom_analytics.answers.quality:quality",
    inputs="gridloom_analytics.answers.quality:quality_inputs",
)
