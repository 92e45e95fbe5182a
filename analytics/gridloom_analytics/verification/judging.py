"""One check over all claims: the rows of the base that are found, and what they say."""

# pyright: reportAttributeAccessIssue=false
# (pyarrow.compute makes its functions at run time)

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridloom_analytics.verification.conditions import Found, Longs
from gridloom_analytics.verification.plan import PlannedCheck
from gridloom_analytics.verification.ranking import NO_ROW, Places, Standing
from gridloom_analytics.verification.reasons import (
    DOUBTS,
    NOT_CLAIMED,
    OUTCOMES,
    PASSED,
    Reason,
)
from gridloom_analytics.verification.searching import Base, Search

ABSENT = 2
"""The place of the first reason why a number is not in the base, among all of a check."""


@dataclass(frozen=True)
class Judged:
    """What a check says of each claim: the place of its reason in ``reasons``, and the row of
    the base that decided it (``NO_ROW`` where none was found)."""

    planned: PlannedCheck
    reasons: tuple[Reason, ...]
    reason: Places
    row_key: Longs

    @property
    def outcome(self) -> npt.NDArray[np.int8]:
        """The place of each claim's outcome in ``OUTCOMES``."""
        order = [OUTCOMES.index(reason.outcome) for reason in self.reasons]
        return np.array(order, np.int8)[self.reason]

    def counts(self) -> dict[str, int]:
        """Return how many claims each reason holds for, those of none left out."""
        counted = np.bincount(self.reason, minlength=len(self.reasons))
        return {
            reason.code: int(count)
            for reason, count in zip(self.reasons, counted, strict=True)
            if count
        }


def judge(base: Base, planned: PlannedCheck) -> Judged:
    """Check every claim. Of several rows found for one the best decides: one that passes, else
    one that nothing speaks against, else the one that fails latest.

    A citizen ID is looked for in its other form too, where that is not decided by the first.
    """
    reasons = (PASSED, NOT_CLAIMED, *planned.absent,
               *(reason for one in planned.conditions for reason in one.reasons))  # fmt: skip
    asked = (planned.table, planned.field, planned.column)
    best = Standing(base.count)
    _improve(best, base, planned, base.found(*asked))
    if planned.kind.code == "citizen":
        still_open = best.rank < 2 * len(planned.conditions)
        others = base.found_by_other_form(*asked).among(still_open)
        _improve(best, base, planned, others)
    _tell_absence(best, base, planned)
    return Judged(planned, reasons, best.reason, best.row_key)


def _improve(best: Standing, base: Base, planned: PlannedCheck, search: Search) -> None:
    """Judge the rows that a search found."""
    if not len(search.at):
        return
    conditions = planned.conditions
    needs = dict.fromkeys(name for one in conditions for name in one.needs)
    found = Found(base.store, search.rows(base.store, [*needs]), search.at, base.claims)
    judgements = np.empty((len(conditions), len(search.at)), np.int8)
    for number, one in enumerate(conditions):
        judgements[number] = one.judge(found)
    counts = [len(one.reasons) for one in conditions]
    fails = np.zeros((len(conditions), max(counts, default=0)), np.bool_)
    for number, one in enumerate(conditions):
        fails[number, : counts[number]] = [reason.outcome == "failed" for reason in one.reasons]
    offsets = ABSENT + len(planned.absent) + np.cumsum([0, *counts[:-1]])
    best.improve(search.at, search.row_keys, judgements, fails, offsets)


def _tell_absence(best: Standing, base: Base, planned: PlannedCheck) -> None:
    """Give the claims for which no row was found the reason why."""
    column = planned.column
    lost = best.rank == NO_ROW
    best.reason[lost] = ABSENT
    for place, doubt in enumerate(DOUBTS, 1):
        if (column, doubt) in base.doubts:
            best.reason[lost & base.doubts[column, doubt]] = ABSENT + place
    unclaimed = base.claims[column].is_null().to_numpy(zero_copy_only=False)
    best.reason[unclaimed] = ABSENT - 1
