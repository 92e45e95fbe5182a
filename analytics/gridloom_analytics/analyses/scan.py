"""Scan statistic: the circle, the time, or both, with more cases than chance gives anywhere."""

from typing import Literal

from gridloom_analytics.analysis import Analysis, Names, Parameters, option
from gridloom_analytics.output import Output, columns, figures
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
        used={"scan": ("time", "space-time")},
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
    radius: float | None = option(
        "distance",
        tr("Largest radius"),
        default=None,
        unit="m",
        gt=0,
        used={"scan": ("space", "space-time")},
    )
    duration: float = option(
        "number",
        tr("Largest share of the time"),
        default=50.0,
        unit="%",
        gt=0,
        le=90,
        used={"scan": ("time", "space-time")},
    )
    draws: int = option(
        "number",
        tr("Random draws"),
        default=999,  # a draw scans the whole city; the Gumbel p tells smaller p-values apart
        ge=9,
        le=99_999,
    )
    clusters: int = option("number", tr("Clusters told at most"), default=10, ge=1, le=100)


IN_SPACE, IN_TIME = ("space", "space-time"), ("time", "space-time")
CLUSTER = columns(
    "x", "y", "p",
    cluster=tr("number of the cluster, the likeliest first"),
    significant=tr("more than chance gives anywhere"),
    direction=tr("more or fewer cases"),
    centre=tr("place in the middle"),
    places=tr("places"),
    radius_m=tr("radius (m)"),
    observed=tr("cases"),
    expected=tr("expected cases"),
    ratio=tr("observed over expected"),
    relative_risk=tr("relative risk, inside against outside"),
    llr=tr("log-likelihood ratio"),
    p_gumbel=tr("p-value (Gumbel)"),
    weight=tr("population inside"),
    start=tr("first day"),
    end=tr("last day"),
)  # fmt: skip
SIDES = {"direction": {"high": tr("more cases"), "low": tr("fewer cases")}}
OUTPUTS = (
    Output(
        "scan",
        "layer",
        tr("each place and its cluster"),
        columns(
            cluster=tr("number of the cluster, the likeliest first"),
            p=tr("p-value of the cluster"),
            observed=tr("cases"),
            expected=tr("expected cases"),
            relative_risk=tr("relative risk, here against elsewhere"),
        ),
    ),
    Output("clusters", "table", tr("the clusters, the likeliest first"), CLUSTER, words=SIDES),
    Output(
        "circles",
        "layer",
        tr("the circles of the clusters"),
        CLUSTER,
        geometry="area",
        when={"scan": IN_SPACE},
        words=SIDES,
    ),
    Output(
        "course",
        "table",
        tr("cases over time at the places of the likeliest cluster"),
        columns(
            start=tr("first day"),
            days=tr("days in the step"),
            observed=tr("cases"),
            expected=tr("expected cases"),
            in_cluster=tr("in the time of the cluster"),
        ),
        when={"scan": IN_TIME},
    ),
    Output(
        "clusters",
        "chart",
        tr("cases of each cluster, and how many would be expected there"),
        when={"scan": IN_SPACE},
        perhaps=True,
    ),
    Output(
        "course",
        "chart",
        tr("cases over time at the places of the likeliest cluster"),
        when={"scan": IN_TIME},
    ),
    *figures(
        columns(
            places=tr("places"),
            steps=tr("steps of time"),
            cases=tr("cases"),
            clusters=tr("clusters beyond chance"),
            llr=tr("log-likelihood ratio of the likeliest cluster"),
            p=tr("p-value of the likeliest cluster"),
        )
    ),
)

ANALYSIS = Analysis(
    name="scan",
    group=tr("Hot spots").msgid,
    title=tr("Scan statistic"),
    summary=tr(
        "The circle, the time or both in which there are more cases than chance would give "
        "anywhere."
    ),
    parameters=ScanParameters,
    outputs=OUTPUTS,
    example='--layer community --set "cases=count(event)" --set "population=count(person)"',
    citation="Kulldorff 1997, Communications in Statistics: Theory and Methods 26: 1481-1496; "
    "Kulldorff et al. 1998, American Journal of Public Health 88: 1377-1380; "
    "Kulldorff et al. 2005, PLoS Medicine 2: e59; "
    "Abrams, Kleinman & Kulldorff 2010, International Journal of Health Geographics 9: 61",
    function="gridloom_analytics.answers.scanning.scan:scan",
)
