"""Autocorrelation: are like values neighbours, in the map as a whole?"""

from typing import Literal

from gridloom_analytics.analyses.neighbours import NeighbourParameters
from gridloom_analytics.analysis import Analysis, option
from gridloom_analytics.output import GIVEN, Output, columns, figures
from gridloom_layers.language import tr

STATISTIC_TITLES = {
    "moran": tr("Moran's I: like or unlike values"),
    "geary": tr("Geary's C: differences between neighbours"),
    "general-g": tr("Getis-Ord G: high or low values together"),
    "join-counts": tr("Join counts: kinds, yes or no"),
}


class AutocorrelationParameters(NeighbourParameters):
    """The statistic, where a value is split for join counts, and a correlogram."""

    statistic: Literal["moran", "geary", "general-g", "join-counts"] = option(
        "choice", tr("Statistic"), default="moran", choices=STATISTIC_TITLES
    )
    threshold: float | None = option(
        "number",
        tr("Counts as yes from this value on"),
        default=None,
        used={"statistic": ("join-counts",)},
    )
    bands: int = option(
        "number", tr("Distance bands of a correlogram (0: none)"), default=0, ge=0, le=50
    )
    # One test needs no correction for many, so 9,999 draws tell all that matters; each of them
    # shuffles every value, unlike the draws of local statistics, and takes as long.
    permutations: int = option(
        "number", tr("Permutations (0: none)"), default=9_999, ge=0, le=999_999
    )
    where: str | None = option("expression", tr("Only rows where"), of="layer", default=None)


NUMBERS = ("moran", "geary", "general-g")
OUTPUTS = (
    Output(
        "autocorrelation",
        "layer",
        tr("each place and what is around it"),
        columns(
            "value",
            "neighbour_count",
            "island",
            standardised=tr("standardised value"),
            lag=tr("mean of the neighbours"),
            quadrant=tr("quadrant"),
            alike=tr("neighbours of the same kind"),
        ),
    ),
    Output(
        "joins",
        "table",
        tr("pairs of neighbours of each two kinds"),
        columns(
            "expected", "variance", "z", "p", "p_sim",
            kind=tr("kind"),
            other_kind=tr("the other kind"),
            joins=tr("joins"),
        ),
        when={"statistic": ("join-counts",)},
    ),
    Output(
        "correlogram",
        "table",
        tr("Moran's I by distance"),
        columns(
            "pairs", "moran", "expected", "variance", "z", "p",
            above=tr("more than (m)"),
            upto=tr("distance up to (m)"),
        ),
        when={"bands": GIVEN, "statistic": NUMBERS},
    ),
    Output("scatter", "chart", tr("Moran scatter plot"), when={"statistic": NUMBERS}),
    Output(
        "correlogram",
        "chart",
        tr("Moran's I by distance"),
        when={"bands": GIVEN, "statistic": NUMBERS},
    ),
    *figures({"i": tr("Moran's I")}, when={"statistic": ("moran",)}),
    *figures({"c": tr("Geary's C")}, when={"statistic": ("geary",)}),
    *figures({"g": tr("Getis-Ord G")}, when={"statistic": ("general-g",)}),
    *figures({"joins": tr("joins of unlike kinds")}, when={"statistic": ("join-counts",)}),
    *figures(
        columns(
            "expected", "variance", "z", "p", "p_sim", "n", "islands",
            links=tr("links between neighbours"),
        )
    ),
)  # fmt: skip

ANALYSIS = Analysis(
    name="autocorrelation",
    group=tr("Distributions").msgid,
    title=tr("Spatial autocorrelation"),
    summary=tr("Whether like values lie together in the map as a whole, more than by chance."),
    parameters=AutocorrelationParameters,
    outputs=OUTPUTS,
    example='--layer street --set "value=share(person where age >= 65)"',
    citation="Cliff & Ord 1981, Spatial Processes; "
    "Getis & Ord 1992, Geographical Analysis 24: 189-206",
    function="gridloom_analytics.answers.autocorrelation:autocorrelation",
)
