"""Clusters: where points lie densely together, and which of them stand alone."""

from typing import Literal

from gridloom_analytics.analysis import Analysis, Output, Parameters, option
from gridloom_layers.language import tr


class ClusterParameters(Parameters):
    """How clusters are found, what is near, and what is told of them."""

    method: Literal["dbscan", "st-dbscan", "hdbscan"] = option(
        "choice",
        tr("Method"),
        default="dbscan",
        choices={
            "dbscan": tr("near in place (DBSCAN)"),
            "st-dbscan": tr("near in place and time (ST-DBSCAN)"),
            "hdbscan": tr("of differing density (HDBSCAN)"),
        },
    )
    distance: float = option(
        "distance", tr("Distance to neighbours (0: automatic)"), default=0.0, unit="m", ge=0
    )
    days: float = option(
        "number", tr("Days to neighbours (ST-DBSCAN)"), default=7.0, unit="d", gt=0
    )
    fewest: int = option(
        "number", tr("Fewest points that make a cluster (0: automatic)"), default=0, ge=0
    )
    time: str | None = option(
        "field", tr("When it happened"), of="layer", holds="time", default="reported_at"
    )
    hull: Literal["convex", "concave"] = option(
        "choice",
        tr("Outline of a cluster"),
        default="convex",
        choices={"convex": tr("convex hull"), "concave": tr("concave hull, closer to the points")},
    )
    where: str | None = option("expression", tr("Only rows where"), of="layer", default=None)


ANALYSIS = Analysis(
    name="clusters",
    group=tr("Hot spots").msgid,
    title=tr("Clusters of points"),
    summary=tr("Where points lie densely together, in place or in place and time."),
    parameters=ClusterParameters,
    outputs=(
        Output("clusters", "layer", "point"),
        Output("clusters", "table"),
        Output("hulls", "layer", "area"),
    ),
    citation="Ester, Kriegel, Sander & Xu 1996, KDD-96: 226-231; "
    "Birant & Kut 2007, Data & Knowledge Engineering 60: 208-221; "
    "Campello, Moulavi & Sander 2013, PAKDD 2013: 160-172; "
    "Schubert, Sander, Ester, Kriegel & Xu 2017, ACM TODS 42: 19 (choice of the distance)",
    function="gridloom_analytics.answers.clusters.answer:clusters",
    geometry="point",
)
