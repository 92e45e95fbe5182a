"""Centre: where the middle of places is, how far they spread, and where it moves over time."""

from typing import Literal

from gridloom_analytics.analysis import Analysis, Parameters, option
from gridloom_analytics.output import GIVEN, Output, columns, figures
from gridloom_layers.language import tr

Period = Literal["day", "week", "month", "quarter", "year"]

PERIOD_TITLES = {
    "day": tr("day"),
    "week": tr("week"),
    "month": tr("month"),
    "quarter": tr("quarter"),
    "year": tr("year"),
}


class CentreParameters(Parameters):
    """What counts how much, and what has a centre of its own: groups, periods."""

    where: str | None = option("expression", tr("Only rows where"), of="layer", default=None)
    weight: str | None = option("field", tr("Weight"), of="layer", holds="number", default=None)
    by: str | None = option(
        "field", tr("A centre for each"), of="layer", holds="text", default=None
    )
    time: str | None = option("field", tr("Time"), of="layer", holds="time", default=None)
    period: Period = option("choice", tr("Period"), default="month", choices=PERIOD_TITLES)
    deviations: int = option(
        "number", tr("Size of the ellipse (1: 63 %, 2: 98 % of a normal spread)"),
        default=1, ge=1, le=3,
    )  # fmt: skip


PARTS = columns(
    group=tr("group"),
    period=tr("period"),
    start=tr("first day of the period"),
    places=tr("places"),
    weight=tr("sum of the weights"),
)
SPREAD = columns(
    standard_distance=tr("standard distance (m)"),
    major=tr("long half-axis of the ellipse (m)"),
    minor=tr("short half-axis of the ellipse (m)"),
    rotation=tr("direction of the long axis (degrees from north)"),
)
MOVE = columns(
    moved=tr("moved since the period before (m)"),
    bearing=tr("direction of the move (degrees from north)"),
)
CENTRES = columns(
    "x",
    "y",
    median_x=tr("x of the median centre"),
    median_y=tr("y of the median centre"),
)
OUTPUTS = (
    Output(
        "centre",
        "layer",
        tr("each place and its centre"),
        columns(
            group=tr("group"),
            period=tr("period"),
            distance=tr("distance to the mean centre (m)"),
            inside=tr("inside the ellipse"),
        ),
    ),
    Output(
        "centres",
        "layer",
        tr("mean and median centres"),
        {**PARTS, **SPREAD, **MOVE, "kind": tr("kind of centre")},
        geometry="point",
        words={"kind": {"mean": tr("mean centre"), "median": tr("median centre")}},
    ),
    Output(
        "ellipses",
        "layer",
        tr("standard deviational ellipses"),
        {**PARTS, **SPREAD, **MOVE},
        geometry="area",
    ),
    Output(
        "path",
        "layer",
        tr("moves of the mean centre from period to period"),
        {**PARTS, **SPREAD, **MOVE, "since": tr("period before")},
        geometry="line",
        when={"time": GIVEN},
        perhaps=True,
    ),
    Output(
        "periods",
        "table",
        tr("centre and spread of each group and period"),
        {**PARTS, **CENTRES, **SPREAD, **MOVE},
    ),
    Output("spread", "chart", tr("spread over time"), when={"time": GIVEN, "by": (None, "")}),
    *figures({"places": PARTS["places"], "weight": PARTS["weight"], **CENTRES, **SPREAD}),
)

ANALYSIS = Analysis(
    name="centre",
    group=tr("Distributions").msgid,
    title=tr("Centre and spread"),
    summary=tr("Where the centre of places is, how far and which way they spread, how it moves."),
    parameters=CentreParameters,
    outputs=OUTPUTS,
    example="--set time=reported_at --set period=quarter",
    citation="Lefever 1926, American Journal of Sociology 32: 88-94; Yuill 1971, Geografiska "
    "Annaler B 53: 28-39; Wang, Shi & Miao 2015, PLoS ONE 10: e0118537; Vardi & Zhang 2000, "
    "PNAS 97: 1423-1426",
    function="gridloom_analytics.answers.centre.centre:centre",
    geometry="point",
)
