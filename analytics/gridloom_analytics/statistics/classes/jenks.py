"""Fisher-Jenks classes of one variable, exact, in O(k n log n)."""

import numba as nb
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def optimal_bounds(values: Floats, weights: Floats, k: int) -> npt.NDArray[np.int64]:
    """Return the position of the last value of each of ``k`` classes.

    ``values`` are distinct and ascending, ``weights`` how often each occurs; 1 ≤ k ≤ len(values).
    The classes have the least sum of squared deviations from their means (Fisher 1958). The best
    left end of the last class never moves left as its right end moves right, so that each of the
    k rows of the dynamic programme is solved by halving (Wang & Song 2011, ckmeans).

    >>> optimal_bounds(np.array([1.0, 2.0, 9.0, 10.0]), np.ones(4), 2)
    array([1, 3])
    """
    scale = np.ptp(values) or 1.0
    centred = (values - np.average(values, weights=weights)) / scale
    sums = np.zeros((3, len(values) + 1))
    for row, terms in enumerate((weights, weights * centred, weights * centred**2)):
        np.cumsum(terms, out=sums[row, 1:])
    starts = _solve(sums, k)
    bounds = np.empty(k, dtype=np.int64)
    end = len(values) - 1
    for row in range(k - 1, -1, -1):
        bounds[row] = end
        end = starts[row, end] - 1
    return bounds


@nb.njit(cache=True, nogil=True)
def _spread(sums: Floats, first: int, last: int) -> float:
    """Return the sum of squared deviations of the values ``first`` … ``last``."""
    total = sums[0, last + 1] - sums[0, first]
    mean_part = sums[1, last + 1] - sums[1, first]
    return sums[2, last + 1] - sums[2, first] - mean_part * mean_part / total


@nb.njit(cache=True, nogil=True)
def _solve(sums: Floats, k: int) -> npt.NDArray[np.int32]:
    """Return for each number of classes and each end where the last class starts."""
    n = sums.shape[1] - 1
    starts = np.zeros((k, n), dtype=np.int32)
    before = np.empty(n)
    for end in range(n):
        before[end] = _spread(sums, 0, end)
    for row in range(1, k):
        cost = np.full(n, np.inf)
        _fill(sums, row, before, cost, starts[row])
        before = cost
    return starts


@nb.njit(cache=True, nogil=True)
def _fill(sums: Floats, row: int, before: Floats, cost: Floats, start: Floats) -> None:
    """Fill one row by halving; a stack of (from, to, least start, greatest start)."""
    n = len(cost)
    stack = [(row, n - 1, row, n - 1)]
    while stack:
        low, high, least, greatest = stack.pop()
        if low > high:
            continue
        middle = (low + high) // 2
        for first in range(max(row, least), min(middle, greatest) + 1):
            candidate = before[first - 1] + _spread(sums, first, middle)
            if candidate < cost[middle]:
                cost[middle] = candidate
                start[middle] = first
        stack.append((low, middle - 1, least, start[middle]))
        stack.append((middle + 1, high, start[middle], greatest))
