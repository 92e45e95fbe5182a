"""Data quality: how complete, valid, unique, timely and consistent the rows of each area are."""

from typing import Literal

from gridloom_analytics.analysis import Analysis, Parameters, option
from gridloom_analytics.output import Output, columns
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


OUTPUTS = (
    Output(
        "quality",
        "layer",
        tr("the quality of the rows in each area"),
        columns(value=tr("faults in 10,000"), **FIGURE_TITLES, rows=tr("rows")),
        geometry="area",
    ),
    Output(
        "checks",
        "table",
        tr("the checks and how many rows failed each"),
        columns(
            dimension=tr("dimension"),
            name=tr("check"),
            counts=tr("counts for the dimension's figure"),
            asked=tr("rows that were asked"),
            failed=tr("rows that failed"),
            share=tr("share without a fault"),
            title_zh=tr("title in Chinese"),
            title_en=tr("title in English"),
            rows=tr("rows"),
        ),
    ),
    Output(
        "sources",
        "table",
        tr("the quality of each source"),
        columns(
            number=tr("number of the source"),
            file=tr("file"),
            as_of=tr("data date"),
            rows=tr("rows"),
            age_days=tr("age of the data (days)"),
            **FIGURE_TITLES,
        ),
    ),
    Output(
        "imports",
        "table",
        tr("the quality of each import"),
        columns(
            number=tr("number of the source"),
            source=tr("source"),
            read=tr("rows read"),
            loaded=tr("rows loaded"),
            duplicates=tr("rows whose key was there before"),
            accepted=tr("share of the rows that were accepted"),
            sound=tr("share of the rows without a doubtful finding"),
            unique=tr("share of the rows with a key of their own"),
            accepted_change=tr("accepted: change since the import before"),
            sound_change=tr("without a doubtful finding: change since the import before"),
            unique_change=tr("with a key of their own: change since the import before"),
            rows=tr("rows"),
        ),
    ),
    Output(
        "faults",
        "table",
        tr("the checks that rows failed, the most failed first"),
        columns(
            check=tr("dimension and check"),
            dimension=tr("dimension"),
            name=tr("check"),
            asked=tr("rows that were asked"),
            failed=tr("rows that failed"),
            rows=tr("rows"),
        ),
    ),
    Output("faults", "chart", tr("rows with a fault, by check"), perhaps=True),
)

ANALYSIS = Analysis(
    name="quality",
    group=tr("Data quality").msgid,
    title=tr("Data quality"),
    summary=tr("How complete, valid, unique, timely and consistent the rows of each area are."),
    parameters=QualityParameters,
    outputs=OUTPUTS,
    example="--layer community --set table=person",
    citation="GB/T 36344-2018; ISO 8000-8:2015; ISO 19157-1:2023",
    function="gridloom_analytics.answers.quality:quality",
    inputs="gridloom_analytics.answers.quality:quality_inputs",
)
