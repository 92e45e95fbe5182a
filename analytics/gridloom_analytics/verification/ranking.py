"""Of the rows found for a claim the one that decides, and its reason."""

import numpy as np
import numpy.typing as npt
from numba import njit

from gridloom_analytics.verification.conditions import HOLDS, Judgement, Longs

Places = npt.NDArray[np.int16]
NO_ROW = -1


class Standing:
    """The best row for each of ``count`` claims so far: its ``rank``, the place of its ``reason``
    among those of the check, and its ``row_key`` (``NO_ROW`` where none was found).

    The rank rises from rows that fail early, over those that fail late and those that leave
    something open, to those that pass.
    """

    def __init__(self, count: int) -> None:
        self.rank = np.full(count, NO_ROW, np.int64)
        self.reason = np.zeros(count, np.int16)
        self.row_key = np.full(count, NO_ROW, np.int64)

    def improve(
        self, at: Longs, row_keys: Longs, judgements: Judgement, fails: npt.NDArray[np.bool_],
        offsets: Longs,
    ) -> None:  # fmt: skip
        """Take over what is better: the first of the highest rank counts.

        ``at`` is the claim of each row; ``judgements`` (conditions × rows) are what is judged of
        it; ``fails`` (conditions × reasons) tells which reasons are failures and not open,
        ``offsets`` where the reasons of each condition begin among those of the check.
        """
        _improve(at, row_keys, judgements, fails, offsets, self.rank, self.reason, self.row_key)


@njit(cache=True, nogil=True)
def _improve(
    at: Longs, row_keys: Longs, judgements: Judgement, fails: npt.NDArray[np.bool_],
    offsets: Longs, best_rank: Longs, best_reason: Places, best_key: Longs,
) -> None:  # fmt: skip
    conditions = len(judgements)
    for row in range(len(at)):
        rank, reason = 2 * conditions, 0
        for number in range(conditions):
            judged = judgements[number, row]
            if judged == HOLDS:
                continue
            if fails[number, judged]:  # what fails outdoes what is open
                rank, reason = number, offsets[number] + judged
                break
            if rank == 2 * conditions:  # an earlier condition outdoes a later
                rank, reason = conditions + number, offsets[number] + judged
        claim = at[row]
        if rank > best_rank[claim]:
            best_rank[claim], best_reason[claim], best_key[claim] = rank, reason, row_keys[row]
