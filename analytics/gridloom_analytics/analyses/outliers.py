"""Outliers: places unlike their neighbours, and clusters of like ones."""

from typing import Literal

from gridloom_analytics.analyses.neighbours import NeighbourParameters
from gridloom_analytics.analysis import Analysis, Output, option
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
        "field", tr("Second value (bivariate)"), of="layer", holds="number", default=None
    )
    threshold: float | None = option("number", tr("Counts as yes from this value on"), default=None)
    where: str | None = option("expression", tr("Only rows where"), of="layer", default=None)


ANALYSIS = Analysis(
    name="outliers",
    group=tr("Hot spots").msgid,
    title=tr("Clusters and outliers"),
    summary=tr("Places unlike their neighbours, and groups of like ones, more than by chance."),
    parameters=OutlierParameters,
    outputs=(Output("outliers", "layer"),),
    citation="Anselin 1995, Geographical Analysis 27: 93-115; "
    "Sokal, Oden & Thomson 1998, Geographical Analysis 30: 331-354; "
    "Anselin 2019, Geographical Analysis 51: 133-150; "
    "Anselin & Li 2019, Journal of Geographical Systems 21: 189-210",
    function="gridloom_analytics.answers.outliers:outliers",
)
