"""Emerging hot spots: where it is getting hot, stays so, or was (Gi* in space and time)."""

from typing import Literal

from gridloom_analytics.analyses.neighbours import NEIGHBOUR_TITLES
from gridloom_analytics.analysis import Analysis, Output, Parameters, option
from gridloom_layers.language import tr

Neighbours = Literal["auto", "queen", "rook", "knn", "distance"]


class EmergingParameters(Parameters):
    """The events, how their time is cut, and what each bin of the cube is compared with."""

    events: str | None = option(
        "layer", tr("Events"), geometry="point", level="finest", default=None
    )
    time: str = option(
        "field", tr("When it happened"), of="events", holds="time", default="reported_at"
    )
    where: str | None = option("expression", tr("Only rows where"), of="events", default=None)
    step: Literal["day", "week", "month", "quarter", "year"] = option(
        "choice",
        tr("Time step"),
        default="month",
        choices={
            "day": tr("day"),
            "week": tr("week"),
            "month": tr("month"),
            "quarter": tr("quarter"),
            "year": tr("year"),
        },
    )
    neighbours: Neighbours = option(
        "choice",
        tr("Neighbours"),
        default="auto",
        choices={
            kind: NEIGHBOUR_TITLES[kind] for kind in ("auto", "queen", "rook", "knn", "distance")
        },
    )
    k: int = option("number", tr("Number of nearest neighbours"), default=8, ge=1, le=200)
    distance: float = option(
        "distance", tr("Distance to neighbours"), default=1000.0, unit="m", gt=0
    )
    steps_before: int = option(
        "number", tr("Steps before that count as neighbours too"), default=1, ge=0, le=100
    )
    window: Literal["cube", "neighbourhood"] = option(
        "choice",
        tr("Compared with"),
        default="cube",
        choices={
            "cube": tr("all areas in all steps"),
            "neighbourhood": tr("all areas in the same steps"),
        },
    )
    confidence: Literal["90", "95", "99"] = option(
        "choice",
        tr("Confidence"),
        default="95",
        choices={"90": tr("90 %"), "95": tr("95 %"), "99": tr("99 %")},
    )


ANALYSIS = Analysis(
    name="emerging",
    group=tr("Space and time").msgid,
    title=tr("Emerging hot spots"),
    summary=tr("Where it is getting hot, where it stays hot, and where it was: hot spots in time."),
    parameters=EmergingParameters,
    outputs=(
        Output("emerging", "layer"),
        Output("patterns", "table"),
        Output("steps", "table"),
        Output("events by step", "chart"),
        Output("hot and cold spots by step", "chart"),
    ),
    citation="Ord & Getis 1995, Geographical Analysis 27: 286-306; "
    "Mann 1945, Econometrica 13: 245-259; Kendall 1975, Rank Correlation Methods; "
    "Esri, ArcGIS Pro 3.2: How Emerging Hot Spot Analysis works",
    function="gridloom_analytics.answers.emerging:emerging",
)
