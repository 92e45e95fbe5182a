"""Which rows are marked, and how many of them in each bin: passes over a million rows."""

import numpy as np
import numpy.typing as npt
from numba import njit

Integers = npt.NDArray[np.int64]
FEW = 16
"""Where there is a key for so many rows at most, each is searched for instead of a merge."""


def positions_of(rows: Integers, keys: Integers) -> Integers:
    """Return, ascending, the positions in ``rows`` of those ``keys`` that are there; both sorted.

    >>> positions_of(np.array([2, 4, 6, 9]), np.array([1, 4, 9])).tolist()
    [1, 3]
    """
    if not len(rows) or not len(keys):
        return np.empty(0, dtype=np.int64)
    if rows[-1] - rows[0] == len(rows) - 1:  # no key is left out: it tells the position
        found = keys - rows[0]
        return found[(found >= 0) & (found < len(rows))]
    if len(keys) * FEW > len(rows):
        return _merged(rows, keys)
    found = np.searchsorted(rows, keys)
    found[found == len(rows)] = 0
    return found[rows[found] == keys]


@njit(cache=True, nogil=True)
def _merged(rows, keys):
    found = np.empty(min(len(rows), len(keys)), dtype=np.int64)
    row, count = 0, 0
    for key in keys:
        while row < len(rows) and rows[row] < key:
            row += 1
        if row == len(rows):
            break
        if rows[row] == key:
            found[count] = row
            count += 1
            row += 1
    return found[:count]


@njit(cache=True, nogil=True)
def counted(codes, positions, size):
    """Return how many of the rows at ``positions`` have each code 0 … ``size`` − 1; shape (size,).

    Four counters a code, as rows in a line often have the same one and would wait for each other.
    """
    counts = np.zeros((4, size), dtype=np.int64)
    for place in range(len(positions)):
        counts[place & 3, codes[positions[place]]] += 1
    return counts.sum(axis=0)


@njit(cache=True, nogil=True)
def coded_as(codes, chosen):
    """Return, ascending, the positions of rows whose code is ``chosen`` (a bool for each code)."""
    found = np.empty(len(codes), dtype=np.int64)
    count = 0
    for row in range(len(codes)):
        found[count] = row
        count += chosen[codes[row]]
    return found[:count]


@njit(cache=True, nogil=True)
def flagged(rank, positions, size):
    """Return which of ``size`` ranks the rows at ``positions`` have; shape (size + 1,).

    The last one is that of all rows without a rank.
    """
    there = np.zeros(size + 1, dtype=np.bool_)
    for row in positions:
        there[rank[row]] = True
    return there


@njit(cache=True, nogil=True)
def co_moments(x, y, positions, left, bottom):
    """Return n, Σx, Σy, Σx², Σy², Σxy of the rows at ``positions`` that have both values.

    x counts from ``left`` and y from ``bottom``, so that little is lost where both are far away.
    """
    sums = np.zeros(6)
    for row in positions:
        a, b = x[row] - left, y[row] - bottom
        if not (np.isfinite(a) and np.isfinite(b)):
            continue
        sums[0] += 1.0
        sums[1] += a
        sums[2] += b
        sums[3] += a * a
        sums[4] += b * b
        sums[5] += a * b
    return sums


def warm_up() -> None:
    """Compile the passes, or load them compiled, before anyone waits for a brush."""
    rows = np.arange(2)
    _merged(rows, rows)
    for kind in (np.uint16, np.int32):
        counted(rows.astype(kind), rows, 2)
        coded_as(rows.astype(kind), np.ones(2, dtype=np.bool_))
    co_moments(rows.astype(float), rows.astype(float), rows, 0.0, 0.0)
    flagged(rows.astype(np.int32), rows, 2)
