"""How near counts as near, what chance gives, and the verdict."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely

from gridloom_analytics.analyses.isolated_or_general import CaseParameters
from gridloom_analytics.answers.happened import Happened
from gridloom_analytics.answers.isolated_or_general.case import Bools, Case
from gridloom_analytics.statistics.spacetime.neighbourhood import Overlap

Verdict = Literal["isolated", "general", "usual", "too-few"]

DISTANCES = (100.0, 200.0, 300.0, 500.0, 750.0, 1000.0, 1500.0, 2000.0)
"""Metres that may be chosen as near by."""
TELLING = 3.0
"""Expected cases from which on none at all would be unusual (e⁻³ = 5 %)."""
FEWEST = 10
"""Under ten other cases of a kind nothing can be said of it."""
FEW = 3
"""Under three cases alike, where not even one is expected, nothing can be said either way."""
LEVEL = 0.05


@dataclass(frozen=True)
class Judgement:
    """What is near by, what chance gives, and what follows.

    ``alike`` are the events of its kind near by and at that time. ``times`` and ``kinds`` are
    against shuffled times and kinds, the latter None where kinds do not count; ``even`` is what
    there would be were the kind spread evenly over the hull of all events and over all their time.
    """

    metres: float
    alike: Bools
    times: Overlap
    kinds: Overlap | None
    even: float
    chance: Overlap
    verdict: Verdict


def judge(case: Case, events: Happened, parameters: CaseParameters) -> Judgement:
    """Return the judgement of a case."""
    now = np.abs(case.days) <= parameters.days
    metres = parameters.distance or _telling_distance(case, now)
    near = case.metres <= metres
    times = _against_times(case, near, now)
    kinds = None if case.kind is None else _against_kinds(case, near, now)
    chance = kinds if parameters.chance == "kinds" and kinds is not None else times
    return Judgement(
        metres,
        case.same & near & now,
        times,
        kinds,
        _even(case, events, metres, parameters.days),
        chance,
        _verdict(chance, int(case.same.sum())),
    )


def _telling_distance(case: Case, now: Bools) -> float:
    """Return the shortest distance at which about three cases alike would be expected.

    It looks at where cases of the kind are and when they are, never at both together, which is
    what is tested: so the choice does not bend the test.
    """
    for metres in DISTANCES:
        if _against_times(case, case.metres <= metres, now).expected >= TELLING:
            return metres
    return DISTANCES[-1]


def _against_times(case: Case, near: Bools, now: Bools) -> Overlap:
    """Return the overlap among cases of the kind: near by and at that time."""
    return Overlap(
        int(case.same.sum()),
        int((case.same & near).sum()),
        int((case.same & now).sum()),
        int((case.same & near & now).sum()),
    )


def _against_kinds(case: Case, near: Bools, now: Bools) -> Overlap:
    """Return the overlap among all events: near by at that time, and of the kind."""
    here = case.others & near & now
    return Overlap(
        int(case.others.sum()),
        int(here.sum()),
        int(case.same.sum()),
        int((case.same & here).sum()),
    )


def _even(case: Case, events: Happened, metres: float, days: float) -> float:
    hull = shapely.MultiPoint(events.placed.points).convex_hull
    here = shapely.Point(events.placed.points[case.position]).buffer(metres, quad_segs=64)
    begin, end = events.days.min(), events.days.max()
    own = events.days[case.position]
    time = (min(end, own + days) - max(begin, own - days)) / (end - begin) if end > begin else 1.0
    share = hull.intersection(here).area / hull.area if hull.area else 1.0
    return float(case.same.sum() * share * time)


def _verdict(chance: Overlap, alike_anywhere: int) -> Verdict:
    if alike_anywhere < FEWEST:
        return "too-few"
    if chance.both == 0:
        return "isolated"
    if chance.both < FEW and chance.expected < 1:
        return "too-few"
    return "general" if chance.p < LEVEL else "usual"
