"""Clusters: where points lie densely together, and which of them stand alone."""

from typing import Literal

from gridloom_analytics.analysis import Analysis, Parameters, option
from gridloom_analytics.output import GIVEN, Output, columns, figures
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
        "distance",
        tr("Distance to neighbours (0: automatic)"),
        default=0.0,
        unit="m",
        ge=0,
        used={"method": ("dbscan", "st-dbscan")},
    )
    days: float = option(
        "number",
        tr("Days to neighbours (ST-DBSCAN)"),
        default=7.0,
        unit="d",
        gt=0,
        used={"method": ("st-dbscan",)},
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


SIZE = columns(
    cluster=tr("number of the cluster, the largest first"),
    size=tr("rows in the cluster"),
    share=tr("share of all rows"),
    density=tr("rows per km²"),
)
OUTPUTS = (
    Output(
        "clusters",
        "layer",
        tr("each point and its cluster"),
        columns(
            cluster=tr("number of the cluster (−1: in none)"),
            membership=tr("cluster on the map"),
        ),
        geometry="point",
    ),
    Output(
        "clusters",
        "table",
        tr("the clusters, the largest first"),
        {
            **SIZE,
            **columns("area_km2", "x", "y"),
            "first": tr("time of the first row"),
            "last": tr("time of the last row"),
            "days": tr("days from the first to the last"),
        },
    ),
    Output("hulls", "layer", tr("outlines of the clusters"), SIZE, geometry="area"),
    Output(
        "course",
        "table",
        tr("events of the largest clusters over time"),
        {
            "begins": tr("first day"),
            "cluster_{number}": tr("events of cluster {number}", number="…"),
        },
        when={"time": GIVEN},
        perhaps=True,
    ),
    Output("sizes", "chart", tr("how large the clusters are"), perhaps=True),
    Output(
        "course",
        "chart",
        tr("events of the largest clusters over time"),
        when={"time": GIVEN},
        perhaps=True,
    ),
    *figures(
        columns(
            "n",
            clusters=tr("clusters"),
            noise=tr("rows in no cluster"),
            largest=tr("rows in the largest cluster"),
        )
    ),
)

ANALYSIS = Analysis(
    name="clusters",
    group=tr("Hot spots").msgid,
    title=tr("Clusters of points"),
    summary=tr("Where points lie densely together, in place or in place and time."),
    parameters=ClusterParameters,
    outputs=OUTPUTS,
    example="--set \"where=kind = '乱摆卖'\" --set method=st-dbscan",
    citation="Ester, Kriegel, Sander & Xu 1996, KDD-96: 226-231; "
    "Birant & Kut 2007, Data & Knowledge Engineering 60: 208-221; "
    "Campello, Moulavi & Sander 2013, PAKDD 2013: 160-172; "
    "Schubert, Sander, Ester, Kriegel & Xu 2017, ACM TODS 42: 19 (choice of the distance)",
    function="gridloom_analytics.answers.clusters.answer:clusters",
    geometry="point",
)
