"""Compiled loops of Knox's test; they hold no lock and share no state."""

import numba as nb
import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.significance.streams import deal

Integers = npt.NDArray[np.int64]
Positions = npt.NDArray[np.int32]
Times = npt.NDArray[np.signedinteger]

BLOCK = 2048
"""Pairs whose gaps are held at once: they stay in the nearest cache."""


@nb.njit(cache=True, nogil=True)
def list_pairs(
    points: npt.NDArray[np.float64],
    cells: Integers,
    begins: Integers,
    columns: int,
    edges: npt.NDArray[np.float64],
    at: Integers,
    first: Positions,
    second: Positions,
) -> Integers:
    """Write each pair of points at most ``edges[-1]`` apart from where ``at`` says for its band.

    ``points`` are sorted by the square cell of that side in which they lie: cell ``cells[c]`` has
    those from ``begins[c]`` on; cells are numbered by rows of ``columns``. Return ``at`` moved on.
    Nothing is written where ``first`` has no room, so that a first pass can count.
    """
    bands, longest = len(edges), edges[-1]
    for c in range(len(cells)):
        column = cells[c] % columns
        for row in range(2):  # a pair is met once: in its cell, the next one, and the row above
            low = cells[c] + row * columns - (row if column > 0 else 0)
            high = cells[c] + row * columns + (1 if column < columns - 1 else 0)
            d = np.searchsorted(cells, low)
            while d < len(cells) and cells[d] <= high:
                for i in range(begins[c], begins[c + 1]):
                    begin = i + 1 if d == c else begins[d]
                    for j in range(begin, begins[d + 1]):
                        x, y = points[i, 0] - points[j, 0], points[i, 1] - points[j, 1]
                        apart = np.sqrt(x * x + y * y)
                        if apart > longest:
                            continue
                        band = 0
                        while band < bands - 1 and apart > edges[band]:
                            band += 1
                        if len(first):
                            first[at[band]], second[at[band]] = i, j
                        at[band] += 1
                d += 1
    return at


@nb.njit(cache=True, nogil=True)
def count_gaps(
    first: Positions, second: Positions, starts: Integers, times: Times, limits: Times
) -> Integers:
    """Count the pairs of each band of distance whose gap in time is at most each limit.

    The answer has shape (S, T) and rises along T. Gaps are taken block by block, then compared
    with one limit after the other: loops without a branch, which the processor does many at once.
    """
    found = np.zeros((len(starts) - 1, len(limits)), dtype=np.int64)
    gaps = np.empty(BLOCK, dtype=times.dtype)
    for band in range(len(starts) - 1):
        for begin in range(starts[band], starts[band + 1], BLOCK):
            size = min(BLOCK, starts[band + 1] - begin)
            for pair in range(size):
                gaps[pair] = abs(times[first[begin + pair]] - times[second[begin + pair]])
            for column in range(len(limits)):
                limit, within = limits[column], np.int32(0)
                for pair in range(size):
                    within += np.int32(gaps[pair] <= limit)
                found[band, column] += within
    return found


@nb.njit(cache=True, nogil=True)
def count_at_least(
    first: Positions,
    second: Positions,
    starts: Integers,
    times: Times,
    limits: Times,
    observed: Integers,
    draws: int,
    key: np.uint64,
) -> Integers:
    """Count in how many ``draws`` shuffled times give as many pairs as ``observed`` or more.

    ``observed`` are the pairs of each band of time alone, shape (S, T).
    """
    at_least = np.zeros_like(observed)
    order = np.arange(len(times)).astype(np.int32)
    state = key
    for _ in range(draws):
        state = deal(order, len(times), state)
        found = count_gaps(first, second, starts, times[order], limits)
        found[:, 1:] -= found[:, :-1].copy()
        at_least += found >= observed
    return at_least
