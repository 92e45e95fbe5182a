"""Counts of combinations in rows that are sorted by one of them."""

import numba
import numpy as np
import numpy.typing as npt

Longs = npt.NDArray[np.int64]


def count_runs(
    places: npt.NDArray[np.int32], codes: npt.NDArray[np.int32], kinds: int
) -> tuple[Longs, npt.NDArray[np.int32], Longs] | None:
    """Count the codes (0 … ``kinds`` − 1) of the rows of each place.

    Rows of one place must lie together. Return place, code and count of each combination that
    occurs, in the order of the places and then of the codes; None where rows of a place are apart.

    >>> count_runs(np.array([7, 7, 3], np.int32), np.array([1, 1, 0], np.int32), 2)
    (array([7, 3]), array([1, 0], dtype=int32), array([2, 1]))
    """
    if not len(places):
        return np.empty(0, np.int64), np.empty(0, np.int32), np.empty(0, np.int64)
    starts = np.flatnonzero(np.diff(places, prepend=places[0] - 1))
    if len(np.unique(places[starts])) < len(starts):
        return None
    ends = np.append(starts[1:], len(places))
    size = _combinations(codes, starts, ends, kinds)
    where = np.empty(size, np.int64)
    what = np.empty(size, np.int32)
    counts = np.empty(size, np.int64)
    _count(places, codes, starts, ends, kinds, where, what, counts)
    return where, what, counts


@numba.njit(cache=True, nogil=True)
def _combinations(codes: npt.NDArray[np.int32], starts: Longs, ends: Longs, kinds: int) -> int:
    """Return how many different combinations there are."""
    met = np.full(kinds, -1, np.int64)
    total = 0
    for run in range(len(starts)):
        for row in range(starts[run], ends[run]):
            if met[codes[row]] != run:
                met[codes[row]] = run
                total += 1
    return total


@numba.njit(cache=True, nogil=True)
def _count(places, codes, starts, ends, kinds, where, what, counts) -> None:
    tally = np.zeros(kinds, np.int64)
    at = 0
    for run in range(len(starts)):
        low, high = kinds, -1
        for row in range(starts[run], ends[run]):
            code = codes[row]
            tally[code] += 1
            low, high = min(low, code), max(high, code)
        for code in range(low, high + 1):
            if tally[code]:
                where[at], what[at], counts[at] = places[starts[run]], code, tally[code]
                tally[code] = 0
                at += 1
