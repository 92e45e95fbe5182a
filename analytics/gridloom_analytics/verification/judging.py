"""One check over all claims: the rows of the base that are found, and what they say."""

# pyright: reportAttributeAccessIssue=false
# (pyarrow.compute makes its functions at run time)

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridloom_analytics.verification.conditions import HOLDS, Found, Longs
from gridloom_analytics.verification.plan import PlannedCheck
from gridloom_analytics.verification.reasons import (
    DOUBTS,
    NOT_CLAIMED,
    OUTCOMES,
    PASSED,
    Reason,
)
from gridloom_analytics.verification.searching import Base, Search

Places = npt.NDArray[np.int16]
NO_ROW = -1
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


@dataclass
class _Standing:
    """The best row for each claim so far. The rank rises from rows that fail early, over those
    that fail late and those that leave something open, to those that pass."""

    rank: Longs
    reason: Places
    row_key: Longs

    def improve(self, other: "_Standing") -> None:
        """Take over what is better."""
        better = np.flatnonzero(other.rank > self.rank)
        self.rank[better] = other.rank[better]
        self.reason[better] = other.reason[better]
        self.row_key[better] = other.row_key[better]


def judge(base: Base, planned: PlannedCheck) -> Judged:
    """Check every claim. Of several rows found for one the best decides: one that passes, else
    one that nothing speaks against, else the one that fails latest.

    A citizen ID is looked for in its other form too, where that is not decided by the first.
    """
    reasons = (PASSED, NOT_CLAIMED, *planned.absent,
               *(reason for one in planned.conditions for reason in one.reasons))  # fmt: skip
    asked = (planned.table, planned.field, planned.column)
    best = _standing(base, planned, base.found(*asked))
    if planned.kind.code == "citizen":
        still_open = best.rank < _passing(planned)
        others = base.found_by_other_form(*asked).among(still_open)
        best.improve(_standing(base, planned, others))
    _tell_absence(best, base, planned)
    return Judged(planned, reasons, best.reason, best.row_key)


def _passing(planned: PlannedCheck) -> int:
    return 2 * len(planned.conditions)


def _standing(base: Base, planned: PlannedCheck, search: Search) -> _Standing:
    """Return the best row that a search found for each claim."""
    at, keys, count = search.at, search.row_keys, base.count
    needs = dict.fromkeys(name for one in planned.conditions for name in one.needs)
    rows = search.rows(base.store, [*needs])
    rank, reason = _ranked(planned, Found(base.store, rows, at, base.claims))
    standing = _Standing(np.full(count, NO_ROW), np.zeros(count, np.int16), np.full(count, NO_ROW))
    if len(at):
        starts = np.flatnonzero(np.r_[True, at[1:] != at[:-1]])
        best = _first_best(rank, starts)
        claim = at[starts]
        standing.rank[claim], standing.reason[claim] = rank[best], reason[best]
        standing.row_key[claim] = keys[best]
    return standing


def _first_best(rank: Longs, starts: Longs) -> Longs:
    """Return the place of the first of the highest ranks in each run."""
    if len(starts) == len(rank):
        return starts
    highest = np.maximum.reduceat(rank, starts)
    lengths = np.diff(np.r_[starts, len(rank)])
    places = np.flatnonzero(rank == np.repeat(highest, lengths))
    return places[np.searchsorted(places, starts)]


def _ranked(planned: PlannedCheck, found: Found) -> tuple[Longs, Places]:
    """Return the rank of each row, and the place of its reason among those of the check."""
    conditions = planned.conditions
    rank = np.full(len(found.at), _passing(planned), np.int64)
    reason = np.zeros(len(found.at), np.int16)
    judgements = [one.judge(found) for one in conditions]
    offsets = ABSENT + len(planned.absent) + np.cumsum([0, *(len(c.reasons) for c in conditions)])
    for fails in (False, True):  # what fails outdoes what is open
        for number in reversed(range(len(conditions))):  # an earlier condition outdoes a later
            judged = judgements[number]
            mine = _is(judged, conditions[number].reasons, fails=fails)
            rank[mine] = number if fails else len(conditions) + number
            reason[mine] = offsets[number] + judged[mine]
    return rank, reason


def _is(
    judged: npt.NDArray[np.int8], of: Sequence[Reason], *, fails: bool
) -> npt.NDArray[np.bool_]:
    """Return what fails for sure, or what is open."""
    failing = np.array([*(reason.outcome == "failed" for reason in of), False])
    return (judged != HOLDS) & (failing[judged] == fails)


def _tell_absence(best: _Standing, base: Base, planned: PlannedCheck) -> None:
    """Give the claims for which no row was found the reason why."""
    column = planned.column
    lost = best.rank == NO_ROW
    best.reason[lost] = ABSENT
    for place, doubt in enumerate(DOUBTS, 1):
        if (column, doubt) in base.doubts:
            best.reason[lost & base.doubts[column, doubt]] = ABSENT + place
    unclaimed = base.claims[column].is_null().to_numpy(zero_copy_only=False)
    best.reason[unclaimed] = ABSENT - 1
