"""Centre: where the middle of places is, how far they spread, and where it moves over time."""

from typing import Literal

from gridloom_analytics.analysis import Analysis, Output, Parameters, option
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


ANALYSIS = Analysis(
    name="centre",
    group=tr("Distributions").msgid,
    title=tr("Centre and spread"),
    summary=tr("Where the centre of places is, how far and which way they spread, how it moves."),
    parameters=CentreParameters,
    outputs=(
        Output("centre", "layer"),
        Output("centres", "layer", "point"),
        Output("ellipses", "layer", "area"),
        Output("path", "layer", "line"),
        Output("periods", "table"),
        Output("spread", "chart"),
    ),
    citation="Lefever 1926, American Journal of Sociology 32: 88-94; Yuill 1971, Geografiska "
    "Annaler B 53: 28-39; Wang, Shi & Miao 2015, PLoS ONE 10: e0118537; Vardi & Zhang 2000, "
    "PNAS 97: 1423-1426",
    function="gridloom_analytics.answers.centre.centre:centre",
    geometry="point",
)
