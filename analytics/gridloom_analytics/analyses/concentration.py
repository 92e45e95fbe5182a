"""Concentration: how unequally a total is spread, and two groups over the same areas."""

from gridloom_analytics.analysis import Analysis, Parameters, option
from gridloom_analytics.output import GIVEN, Output, columns, figures
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


OUTPUTS = (
    Output(
        "concentration",
        "layer",
        tr("the part of each area in the whole"),
        columns(
            "value",
            share=tr("share of the total in %"),
            quotient=tr("location quotient"),
            theil=tr("part of Theil's T"),
            dissimilarity=tr("part of the dissimilarity"),
        ),
    ),
    Output(
        "lorenz",
        "table",
        tr("Lorenz curve"),
        columns(
            cumulative_expected=tr("expected, added up"),
            cumulative_value=tr("value, added up"),
        ),
    ),
    Output(
        "groups",
        "table",
        tr("the wider areas"),
        columns(
            "value",
            group=tr("wider area"),
            areas=tr("number of areas"),
            share=tr("share of the total in %"),
            quotient=tr("location quotient"),
        ),
        perhaps=True,
    ),
    Output("lorenz", "chart", tr("Lorenz curve")),
    *figures(
        columns(
            "n",
            "gini",
            theil=tr("Theil's T"),
            herfindahl=tr("Herfindahl index"),
            equal_areas=tr("areas of equal size that would be as concentrated"),
        )
    ),
    *figures(
        columns(
            groups=tr("wider areas"),
            theil_between=tr("Theil's T between wider areas"),
            theil_within=tr("Theil's T within wider areas"),
        ),
        perhaps=True,
    ),
    *figures(
        columns(
            dissimilarity=tr("dissimilarity of the two groups"),
            share_of_both=tr("share of the first group in both"),
            isolation=tr("isolation of the first group"),
            exposure=tr("exposure of the first group to the second"),
            isolation_of_other=tr("isolation of the second group"),
            exposure_of_other=tr("exposure of the second group to the first"),
        ),
        when={"other": GIVEN},
    ),
)

ANALYSIS = Analysis(
    name="concentration",
    group=tr("Distributions").msgid,
    title=tr("Concentration"),
    summary=tr(
        "How unequally a total is spread over the areas and between wider ones, and how "
        "differently two groups live."
    ),
    parameters=ConcentrationParameters,
    outputs=OUTPUTS,
    example='--layer community --set "value=count(entity)" --set within=district',
    citation="Lorenz 1905, Publ. ASA 9: 209-219; Gini 1912, Variabilità e mutabilità; "
    "Theil 1967, Economics and Information Theory; "
    "Duncan & Duncan 1955, Am. Sociol. Rev. 20: 210-217; "
    "Massey & Denton 1988, Social Forces 67: 281-315",
    function="gridloom_analytics.answers.concentration:concentration",
)
