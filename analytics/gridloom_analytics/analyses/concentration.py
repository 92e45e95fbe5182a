"""Concentration: how unequally a total is spread, and two groups over the same areas."""

from gridloom_analytics.analysis import Analysis, Output, Parameters, option
from gridloom_layers.language import tr


class ConcentrationParameters(Parameters):
    """What is spread, over what it is held to be spread, and which areas belong together."""

    value: str = option("field", tr("Value"), of="layer", holds="number")
    against: str | None = option(
        "field",
        tr("Expected in proportion to (residents, floor area …)"),
        of="layer",
        holds="number",
        default=None,
    )
    other: str | None = option(
        "field", tr("Second group, for dissimilarity and exposure"), of="layer", holds="number",
        default=None,
    )  # fmt: skip
    groups: str | None = option(
        "field",
        tr("Column that names the wider area of each"),
        of="layer",
        holds="text",
        default=None,
    )
    within: str | None = option("layer", tr("Layer of wider areas"), geometry="area", default=None)


ANALYSIS = Analysis(
    name="concentration",
    group=tr("Distributions").msgid,
    title=tr("Concentration"),
    summary=tr(
        "How unequally a total is spread over the areas and between wider ones, and how "
        "differently two groups live."
    ),
    parameters=ConcentrationParameters,
    outputs=(
        Output("concentration", "layer"),
        Output("lorenz", "table"),
        Output("groups", "table"),
        Output("lorenz", "chart"),
    ),
    citation="Lorenz 1905, Publ. ASA 9: 209-219; Gini 1912, Variabilità e mutabilità; "
    "Theil 1967, Economics and Information Theory; "
    "Duncan & Duncan 1955, Am. Sociol. Rev. 20: 210-217; "
    "Massey & Denton 1988, Social Forces 67: 281-315",
    function="gridloom_analytics.answers.concentration:concentration",
)
