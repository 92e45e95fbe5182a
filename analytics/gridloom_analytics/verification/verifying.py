"""Comparison (比对): each applicant's claims against the base."""

import time
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridloom_analytics.verification.claims import Claims
from gridloom_analytics.verification.judging import Judged, judge
from gridloom_analytics.verification.plan import Plan
from gridloom_analytics.verification.reasons import OUTCOMES
from gridloom_analytics.verification.searching import Base
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import Reading

PUBLISHED_SECONDS = 0.26
"""The average for one comparison that Shenzhen published for its resource base."""


@dataclass(frozen=True)
class Verification:
    """The answer to every claim: what each check says, and the ``verdict`` (a place in
    ``OUTCOMES``). ``seconds`` is the time of comparing, that of reading is in ``claims``."""

    plan: Plan
    claims: Claims
    checks: tuple[Judged, ...]
    verdict: npt.NDArray[np.int8]
    seconds: float

    @property
    def seconds_an_item(self) -> float | None:
        """Seconds for one claim, its reading included; None without a claim."""
        if not len(self.claims):
            return None
        return (self.seconds + self.claims.seconds) / len(self.claims)

    def hindering(self, place: int) -> list[Judged]:
        """Return the checks that keep the claim at ``place`` from passing."""
        passed = {one.planned.check.one_of for one in self.checks if not one.reason[place]}
        return [
            one
            for one in self.checks
            if one.reason[place]
            and (one.planned.check.required if one.planned.check.one_of is None
                 else one.planned.check.one_of not in passed)
        ]  # fmt: skip

    def verdicts(self) -> dict[str, int]:
        """Return how many claims each verdict is on."""
        counted = np.bincount(self.verdict, minlength=len(OUTCOMES))
        return {name: int(count) for name, count in zip(OUTCOMES, counted, strict=True)}


def verify(store: Reading, plan: Plan, claims: Claims, progress: Progress) -> Verification:
    """Check all claims by the plan of a rule."""
    started = time.perf_counter()
    judged, base = [], Base(store, claims.columns, len(claims), claims.doubts)
    for number, planned in enumerate(plan.checks):
        progress.report("verify", number, len(plan.checks))
        judged.append(judge(base, planned))
    progress.report("verify", len(judged), len(judged))
    verdict = overall(judged, len(claims))
    return Verification(plan, claims, tuple(judged), verdict, time.perf_counter() - started)


def overall(judged: list[Judged], count: int) -> npt.NDArray[np.int8]:
    """Return the worst outcome among the required checks; of a group its best counts."""
    worst = np.zeros(count, np.int8)
    groups: dict[str, npt.NDArray[np.int8]] = {}
    for one in judged:
        check = one.planned.check
        if check.one_of is not None:
            best = groups.get(check.one_of, one.outcome)
            groups[check.one_of] = np.minimum(best, one.outcome)
        elif check.required:
            worst = np.maximum(worst, one.outcome)
    for outcome in groups.values():
        worst = np.maximum(worst, outcome)
    return worst
