"""Outliers: places unlike their neighbours, and clusters of like ones."""

from typing import Literal

from gridloom_analytics.analyses.neighbours import NeighbourParameters
from gridloom_analytics.analysis import Analysis, option
from gridloom_analytics.output import Output, columns, figures
from gridloom_layers.language import tr


class OutlierParameters(NeighbourParameters):
    """Which local statistic, with what it needs beside the value."""

    statistic: Literal["moran", "geary", "join-count", "bivariate"] = option(
        "choice",
        tr("Statistic"),
        default="moran",
        choices={
            "moran": tr("local Moran's I: like or unlike its neighbours"),
            "geary": tr("local Geary's C: how far from its neighbours"),
            "join-count": tr("local join count: yes among yes"),
            "bivariate": tr("bivariate local Moran's I: a value here, another one around"),
        },
    )
    other: str | None = option(
        "field",
        tr("Second value (bivariate)"),
        of="layer",
        holds="number",
        default=None,
        used={"statistic": ("bivariate",)},
    )
    threshold: float | None = option(
        "number",
        tr("Counts as yes from this value on"),
        default=None,
        used={"statistic": ("join-count",)},
    )
    where: str | None = option("expression", tr("Only rows where"), of="layer", default=None)


MORAN, GEARY = ("moran", "bivariate"), ("geary",)
OUTPUTS = (
    Output(
        "outliers",
        "layer",
        tr("each place: like or unlike its neighbours"),
        columns(
            "value", "z", "p", "p_sim", "p_fdr", "neighbour_count", "island",
            other=tr("second value"),
            i=tr("local Moran's I"),
            c=tr("local Geary's C"),
            joins=tr("neighbours with a yes"),
            quadrant=tr("quadrant"),
            finding=tr("finding"),
            standardised=tr("value, in standard deviations from the mean"),
            lag=tr("mean of the neighbours"),
        ),
    ),
    Output(
        "scatter",
        "chart",
        tr("Moran scatter plot, coloured as the map"),
        when={"statistic": (*MORAN, *GEARY)},
    ),
    *figures(columns("islands", tested=tr("places tested"))),
    *figures(
        {
            "high-high": tr("places high among high"),
            "low-low": tr("places low among low"),
        },
        when={"statistic": (*MORAN, *GEARY)},
    ),
    *figures(
        {
            "high-low": tr("places high among low"),
            "low-high": tr("places low among high"),
        },
        when={"statistic": MORAN},
    ),
    *figures(
        {
            "other-positive": tr("places otherwise near their neighbours"),
            "negative": tr("places far from their neighbours"),
        },
        when={"statistic": GEARY},
    ),
    *figures({"cluster": tr("places in a cluster")}, when={"statistic": ("join-count",)}),
    *figures({"not-significant": tr("places without a finding")}),
)  # fmt: skip

ANALYSIS = Analysis(
    name="outliers",
    group=tr("Hot spots").msgid,
    title=tr("Clusters and outliers"),
    summary=tr("Places unlike their neighbours, and groups of like ones, more than by chance."),
    parameters=OutlierParameters,
    outputs=OUTPUTS,
    example='--layer street --set "value=share(person where age >= 65)"',
    citation="Anselin 1995, Geographical Analysis 27: 93-115; "
    "Sokal, Oden & Thomson 1998, Geographical Analysis 30: 331-354; "
    "Anselin 2019, Geographical Analysis 51: 133-150; "
    "Anselin & Li 2019, Journal of Geographical Systems 21: 189-210",
    function="gridloom_analytics.answers.outliers:outliers",
)
