"""Emerging hot spots: where it is getting hot, stays so, or was (Gi* in space and time)."""

from typing import Literal

from gridloom_analytics.analyses.neighbours import NEIGHBOUR_TITLES
from gridloom_analytics.analysis import Analysis, Parameters, option
from gridloom_analytics.output import Output, columns, figures
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
    k: int = option(
        "number",
        tr("Number of nearest neighbours"),
        default=8,
        ge=1,
        le=200,
        used={"neighbours": ("auto", "knn")},
    )
    distance: float = option(
        "distance",
        tr("Distance to neighbours"),
        default=1000.0,
        unit="m",
        gt=0,
        used={"neighbours": ("distance",)},
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


OUTPUTS = (
    Output(
        "emerging",
        "layer",
        tr("the pattern of each area"),
        columns(
            "neighbour_count",
            "island",
            category=tr("category"),
            trend_z=tr("trend z-score"),
            trend_p=tr("trend p-value"),
            hot_share=tr("share of time hot"),
            cold_share=tr("share of time cold"),
            last_z=tr("z-score of the last step"),
            last_bin=tr("last confidence bin"),
            events=tr("events"),
            events_trend_z=tr("trend of the events, z-score"),
            events_trend_p=tr("trend of the events, p-value"),
        ),
    ),
    Output(
        "patterns",
        "table",
        tr("how many areas have which pattern"),
        columns(
            pattern=tr("pattern"),
            areas=tr("number of areas"),
            events=tr("events"),
        ),
    ),
    Output(
        "steps",
        "table",
        tr("the steps of time"),
        columns(
            begins=tr("first day"),
            ends=tr("last day"),
            events=tr("events"),
            hot=tr("hot spots"),
            cold=tr("cold spots"),
        ),
    ),
    Output(
        "bins",
        "table",
        tr("each area in each step that has events, or is a hot or cold spot"),
        columns(
            area=tr("row key of the area"),
            begins=tr("first day"),
            events=tr("events"),
            bin=tr("confidence bin"),
        ),
        places=columns(area=tr("code of the area")),
    ),
    Output("events by step", "chart", tr("events over time")),
    Output("hot and cold spots by step", "chart", tr("hot and cold spots over time")),
    *figures(
        columns(
            "islands",
            events=tr("events"),
            steps=tr("steps of time"),
            first_day=tr("first day"),
            last_day=tr("last day"),
            tested=tr("places tested"),
            hot_at_last=tr("hot spots in the last step"),
            cold_at_last=tr("cold spots in the last step"),
            total_trend_z=tr("trend of all events, z-score"),
            total_trend_p=tr("trend of all events, p-value"),
        )
    ),
)

ANALYSIS = Analysis(
    name="emerging",
    group=tr("Space and time").msgid,
    title=tr("Emerging hot spots"),
    summary=tr("Where it is getting hot, where it stays hot, and where it was: hot spots in time."),
    parameters=EmergingParameters,
    outputs=OUTPUTS,
    example="--layer grid --set \"where=kind = '违法建设'\"",
    citation="Ord & Getis 1995, Geographical Analysis 27: 286-306; "
    "Mann 1945, Econometrica 13: 245-259; Kendall 1975, Rank Correlation Methods; "
    "Esri, ArcGIS Pro 3.2: How Emerging Hot Spot Analysis works",
    function="gridloom_analytics.answers.emerging:emerging",
)
