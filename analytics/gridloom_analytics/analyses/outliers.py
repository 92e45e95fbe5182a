"""Outliers: places unlike their neighbours, and clusters of like ones (local Moran's I)."""

from gridloom_analytics.analyses.neighbours import NeighbourParameters
from gridloom_analytics.analysis import Analysis, Output
from gridloom_layers.language import tr

ANALYSIS = Analysis(
    name="outliers",
    group=tr("Hot spots").msgid,
    title=tr("Clusters and outliers"),
    summary=tr("Places unlike their neighbours, and groups of like ones, more than by chance."),
    parameters=NeighbourParameters,
    outputs=(Output("outliers", "layer"),),
    citation="Anselin 1995, Geographical Analysis 27: 93-115; "
    "Sokal, Oden & Thomson 1998, Geographical Analysis 30: 331-354",
    function="gridloom_analytics.answers.outliers:outliers",
)
