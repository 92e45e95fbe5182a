"""Population: age pyramid, sex ratio, dependency ratios."""

from typing import Literal

from gridloom_analytics.analysis import Analysis, Parameters, option
from gridloom_analytics.output import Output, columns, figures
from gridloom_layers.language import tr

FIGURE_TITLES = {
    "sex_ratio": tr("males per 100 females"),
    "youth_dependency": tr("children per 100 of working age"),
    "old_dependency": tr("older persons per 100 of working age"),
    "dependency": tr("children and older persons per 100 of working age"),
    "ageing_index": tr("older persons per 100 children"),
    "old_share": tr("share of older persons in %"),
}


class PopulationParameters(Parameters):
    """Whose ages and sexes are counted, where ages part, what is drawn."""

    table: str = option("expression", tr("Table"), default="person")
    where: str | None = option("expression", tr("Only rows where"), default=None)
    working: int = option("number", tr("Working age from"), default=15, ge=1, le=40)
    old: int = option("number", tr("Older persons from"), default=65, ge=41, le=99)
    figure: Literal[
        "sex_ratio", "youth_dependency", "old_dependency", "dependency", "ageing_index", "old_share"
    ] = option("choice", tr("Figure on the map"), default="old_share", choices=FIGURE_TITLES)


OUTPUTS = (
    Output(
        "population",
        "layer",
        tr("the residents of each area"),
        columns(
            "value",
            **FIGURE_TITLES,
            female=tr("female"),
            male=tr("male"),
            youth=tr("children"),
            working=tr("of working age"),
            old=tr("older persons"),
        ),
        geometry="area",
    ),
    Output(
        "pyramid",
        "table",
        tr("residents by age and sex"),
        columns(age=tr("age"), male=tr("male"), female=tr("female")),
    ),
    Output("pyramid", "chart", tr("residents by age and sex")),
    *figures(FIGURE_TITLES),
)

ANALYSIS = Analysis(
    name="population",
    group=tr("Distributions").msgid,
    title=tr("Population by age and sex"),
    summary=tr("Age pyramid, sex ratio, dependency ratios and ageing of the residents by area."),
    parameters=PopulationParameters,
    outputs=OUTPUTS,
    example="--layer community",
    citation="United Nations 2017, Principles and Recommendations for Population and Housing "
    "Censuses, rev. 3; Siegel & Swanson 2004, The Methods and Materials of Demography",
    function="gridloom_analytics.answers.population:population",
    inputs="gridloom_analytics.answers.population:population_inputs",
)
