"""Scan statistic: the circle, the time, or both, with more cases than chance gives anywhere."""

from typing import Literal

from gridloom_analytics.analysis import Analysis, Names, Output, Parameters, option
from gridloom_layers.language import tr

Scope = Literal["space", "time", "space-time"]


class ScanParameters(Parameters):
    """Cases and what is expected of them, the windows that are looked at, and the draws."""

    scan: Scope = option(
        "choice",
        tr("Scan"),
        default="space",
        choices={
            "space": tr("space"),
            "time": tr("time"),
            "space-time": tr("space and time"),
        },
    )
    model: Literal["poisson", "bernoulli", "permutation"] = option(
        "choice",
        tr("Model"),
        default="poisson",
        choices={
            "poisson": tr("cases in a population (Poisson)"),
            "bernoulli": tr("cases and others one by one (Bernoulli)"),
            "permutation": tr("cases only, in space and time (permutation)"),
        },
    )
    cases: Names = option(
        "field", tr("Cases (one column for each stratum)"), of="layer", holds="number", default=()
    )
    population: Names = option(
        "field", tr("Population (one column for each stratum)"), of="layer", holds="number",
        default=(),
    )  # fmt: skip
    expected: str | None = option(
        "field",
        tr("Expected cases, in place of a population"),
        of="layer",
        holds="number",
        default=None,
    )
    time: str | None = option(
        "field", tr("Time of the case"), of="layer", holds="time", default=None
    )
    where: str | None = option("expression", tr("Only rows where"), of="layer", default=None)
    events: str | None = option(
        "layer", tr("Events that are counted as cases"), geometry="point", default=None
    )
    event_time: str | None = option(
        "field", tr("Time of the event"), of="events", holds="time", default=None
    )
    event_where: str | None = option(
        "expression", tr("Only events where"), of="events", default=None
    )
    step: Literal["day", "week", "month"] = option(
        "choice",
        tr("Step of time"),
        default="week",
        choices={"day": tr("days"), "week": tr("weeks"), "month": tr("months")},
    )
    rates: Literal["high", "low", "both"] = option(
        "choice",
        tr("Look for"),
        default="high",
        choices={
            "high": tr("more cases than expected"),
            "low": tr("fewer cases than expected"),
            "both": tr("more or fewer cases than expected"),
        },
    )
    share: float = option(
        "number",
        tr("Largest share of the population in a circle"),
        default=50.0,
        unit="%",
        gt=0,
        le=50,
    )
    radius: float | None = option("distance", tr("Largest radius"), default=None, unit="m", gt=0)
    duration: float = option(
        "number", tr("Largest share of the time"), default=50.0, unit="%", gt=0, le=90
    )
    draws: int = option(
        "number",
        tr("Random draws"),
        default=999,  # a draw scans the whole city; the Gumbel p tells smaller p-values apart
        ge=9,
        le=99_999,
    )
    clusters: int = option("number", tr("Clusters told at most"), default=10, ge=1, le=100)


ANALYSIS = Analysis(
    name="scan",
    group=tr("Hot spots").msgid,
    title=tr("Scan statistic"),
    summary=tr("The circle, the time or both in which cases are more than chance gives anywhere."),
    parameters=ScanParameters,
    outputs=(
        Output("scan", "layer"),
        Output("clusters", "table"),
        Output("circles", "layer", "area"),
        Output("course", "table"),
        Output("course", "chart"),
    ),
    citation="Kulldorff 1997, Communications in Statistics: Theory and Methods 26: 1481-1496; "
    "Kulldorff et al. 1998, American Journal of Public Health 88: 1377-1380; "
    "Kulldorff et al. 2005, PLoS Medicine 2: e59; "
    "Abrams, Kleinman & Kulldorff 2010, International Journal of Health Geographics 9: 61",
    function="gridloom_analytics.answers.scanning.scan:scan",
)
