"""The sentences and charts of emerging hot spots."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from gridloom_analytics.analyses.emerging import ANALYSIS, EmergingParameters
from gridloom_analytics.answers.emerging.counting import Counted
from gridloom_analytics.answers.emerging.legend import LEGEND
from gridloom_analytics.answers.moments import day_text
from gridloom_analytics.answers.sentences import bilingual, listing, p_text
from gridloom_analytics.chart import Chart, Series
from gridloom_analytics.result import Method
from gridloom_analytics.statistics.spacetime.patterns import PATTERNS
from gridloom_layers.language import Message, tr

NAMED = 3
"""How many areas the summary names."""
WORSE = ("new-hot", "consecutive-hot", "intensifying-hot")
"""Patterns of places that became hot or get hotter."""
STEP_TITLES = {
    "day": tr("by day"),
    "week": tr("by week"),
    "month": tr("by month"),
    "quarter": tr("by quarter"),
    "year": tr("by year"),
}
TREND_LEVEL = 0.05


def summary(
    counted: Counted,
    columns: Mapping[str, npt.NDArray[Any]],
    figures: Mapping[str, Any],
    parameters: EmergingParameters,
) -> list[Message]:
    """Return what was found, no more than the tests show."""
    category = columns["category"]
    found = {one: int((category == one).sum()) for one in PATTERNS}
    hot, cold = (
        sum(count for one, count in found.items() if one.endswith(f"-{side}"))
        for side in ("hot", "cold")
    )
    said = [
        tr(
            "{events:,} events from {first} to {last}, {step}. Areas with a pattern of hot spots: "
            "{hot:,}; of cold spots: {cold:,}; among {tested:,} areas ({confidence} % confidence; "
            "p allows for skewed counts and is corrected for many tests by the false discovery "
            "rate).",
            events=figures["events"],
            first=figures["first_day"],
            last=figures["last_day"],
            step=STEP_TITLES[parameters.step],
            hot=hot,
            cold=cold,
            tested=figures["tested"],
            confidence=parameters.confidence,
        )
    ]
    kinds = [
        tr("{kind} {count:,}", kind=LEGEND[one][1], count=count)
        for one, count in found.items()
        if count and one in LEGEND and one.endswith(("-hot", "-cold"))
    ]
    if kinds:
        said.append(tr("Among them: {kinds}.", kinds=listing(kinds)))
    said += _worse(counted, columns)
    return [*said, _total(figures)]


def _worse(counted: Counted, columns: Mapping[str, npt.NDArray[Any]]) -> list[Message]:
    names = counted.sites.names
    ranked = np.argsort(-np.nan_to_num(columns["last_z"]), kind="stable")
    worse = [i for i in ranked if columns["category"][i] in WORSE][:NAMED]
    if names is None or not worse:
        return []
    return [
        tr("Became hot or get hotter, first of all: {names}.", names=listing(list(names[worse])))
    ]


def _total(figures: Mapping[str, Any]) -> Message:
    p, z = figures["total_trend_p"], figures["total_trend_z"]
    if p >= TREND_LEVEL:
        return tr("Over all areas the number of events shows no trend ({p}).", p=p_text(p))
    if z > 0:
        return tr("Over all areas the number of events rises ({p}).", p=p_text(p))
    return tr("Over all areas the number of events falls ({p}).", p=p_text(p))


def method(parameters: EmergingParameters, who: Message) -> Method:
    """Return how it was found: neighbours in space and time, correction, rules of the patterns."""
    window = {
        "cube": tr("Each sum is compared with all areas in all steps."),
        "neighbourhood": tr("Each sum is compared with all areas in the same steps."),
    }[parameters.window]
    notes = [
        who,
        tr(
            "The area itself and its neighbours count in the step and in the {count} before it.",
            count=parameters.steps_before,
        ),
        window,
        tr(
            "Hot and cold: two-sided analytic p of Gi*, false discovery rate over all areas and "
            "steps, {confidence} % confidence.",
            confidence=parameters.confidence,
        ),
        tr(
            "p is the larger one of the normal's and Pearson's type III with the skewness of the "
            "counts: with few events the normal alone, as in ArcGIS, finds hot spots in nearly "
            "every set of shuffled data."
        ),
        tr(
            "trend_z and trend_p are Mann-Kendall's of each area's z in each step by itself, "
            "corrected for ties, two-sided; a trend has p < 0.05. (ArcGIS takes z that overlap in "
            "time, which finds trends in shuffled data three times as often.)"
        ),
        tr("Patterns by the rules of ArcGIS Pro 3.2; an area without any event counts too."),
        tr(
            "Events are counted, not related to people: where many live it is hot more easily. "
            "What changes says more than what is high."
        ),
    ]
    name = tr("Emerging hot spots: Gi* in space and time, Mann-Kendall trend")
    return Method(name.both(), ANALYSIS.citation, bilingual(notes))


def charts() -> dict[str, Chart]:
    """Return the charts over the table of steps."""
    begins, areas = tr("begin of the step").both(), tr("areas").both()
    total = Series(column="events", title=tr("events").both())
    hot = Series(column="hot", title=tr("hot spots").both())
    cold = Series(column="cold", title=tr("cold spots").both())
    return {
        "events by step": Chart(
            kind="lines",
            title=tr("Events by step").both(),
            table="steps",
            x="begins",
            x_title=begins,
            y_title=total.title,
            series=(total,),
        ),
        "hot and cold spots by step": Chart(
            kind="lines",
            title=tr("Hot and cold spots by step").both(),
            table="steps",
            x="begins",
            x_title=begins,
            y_title=areas,
            series=(hot, cold),
        ),
    }


def days_of(counted: Counted) -> tuple[str, str]:
    """Return the first and the last day that is counted."""
    return day_text(counted.edges[0]), day_text(counted.edges[-1] - 1)
