"""Which rows are marked, and how many of them in each bin: passes over a million rows."""

import numpy as np
from numba import njit

from gridloom_desktop.window.model.row_keys import positions_of


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
    positions_of(rows * 2, rows)  # keys with a gap are merged
    for kind in (np.uint16, np.int32):
        counted(rows.astype(kind), rows, 2)
        coded_as(rows.astype(kind), np.ones(2, dtype=np.bool_))
    co_moments(rows.astype(float), rows.astype(float), rows, 0.0, 0.0)
    flagged(rows.astype(np.int32), rows, 2)
