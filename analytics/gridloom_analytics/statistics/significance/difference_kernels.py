"""Compiled loops of the permutation of differences; they hold no lock and share no state."""

import numba as nb
import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.significance.streams import deal

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Positions = npt.NDArray[np.int32]

BLOCK = 1024
"""Draws that are compared with all sites while they are in the nearest memory."""


@nb.njit(cache=True, nogil=True)
def _bounds(
    values: Floats,
    indptr: Integers,
    indices: Positions,
    sites: Integers,
    k: int,
    rounding: float,
) -> tuple[Floats, Floats]:
    """Return from where on, and up to where, a drawn Σ x_j² − 2 x_i Σ x_j ties with each site's.

    What no draw changes, k x_i², is left out on both sides.
    """
    low, high = np.zeros(len(sites)), np.zeros(len(sites))
    greatest = np.abs(values).max()
    for place, site in enumerate(sites):
        observed = 0.0
        for link in range(indptr[site], indptr[site + 1]):
            gap = values[site] - values[indices[link]]
            observed += gap * gap
        tie = rounding * k * (np.abs(values[site]) + greatest) ** 2
        observed -= k * values[site] * values[site]
        low[place], high[place] = observed - tie, observed + tie
    return low, high


@nb.njit(cache=True, nogil=True)
def _repair(
    values: Floats,
    order: Positions,
    slot: Positions,
    k: int,
    total: float,
    square: float,
    low: Floats,
    high: Floats,
    at_least: Integers,
    at_most: Integers,
) -> None:
    """Replace a draw's counts for the sites that it holds by those with the spare value instead."""
    spare = values[order[k]]
    for position in range(k):
        place = slot[order[position]]
        if place >= 0:
            own = values[order[position]]
            drawn = square - 2 * own * total
            repaired = drawn + spare * spare - own * own - 2 * own * (spare - own)
            at_least[place] += int(repaired >= low[place]) - int(drawn >= low[place])
            at_most[place] += int(repaired <= high[place]) - int(drawn <= high[place])


@nb.njit(cache=True, nogil=True)
def _compare(
    own: float, sums: Floats, squares: Floats, size: int, low: float, high: float
) -> tuple[int, int]:
    """Return how many of the first draws are ≥ and ≤ a site's own sum."""
    twice, above, below = 2 * own, 0, 0
    for draw in range(size):
        drawn = squares[draw] - twice * sums[draw]
        above += int(drawn >= low)
        below += int(drawn <= high)
    return above, below


@nb.njit(cache=True, nogil=True)
def count_shared_differences(
    values: Floats,
    indptr: Integers,
    indices: Positions,
    sites: Integers,
    k: int,
    draws: int,
    key: np.uint64,
    rounding: float,
) -> tuple[Integers, Integers]:
    """Count draws whose Σ (x_i − x_j)² is ≥ and ≤ the observed one; each site has k neighbours.

    With s = Σ x_j and q = Σ x_j² of a draw, the sum of site i is q − 2 x_i s + k x_i². Each draw
    deals k + 1 sites; for a site that is among the first k, its own value is replaced by the
    spare one, which leaves a uniform sample of the others.
    """
    low, high = _bounds(values, indptr, indices, sites, k, rounding)
    slot = np.full(len(values), -1, dtype=np.int32)
    slot[sites] = np.arange(len(sites))
    at_least = np.zeros(len(sites), dtype=np.int64)
    at_most = np.zeros(len(sites), dtype=np.int64)
    order, state = np.arange(len(values)).astype(np.int32), key
    sums, squares = np.empty(BLOCK), np.empty(BLOCK)
    for start in range(0, draws, BLOCK):
        size = min(BLOCK, draws - start)
        for draw in range(size):
            state = deal(order, k + 1, state)
            total, square = 0.0, 0.0
            for position in range(k):
                value = float(values[order[position]])
                total += value
                square += value * value
            sums[draw], squares[draw] = total, square
            _repair(values, order, slot, k, total, square, low, high, at_least, at_most)
        for place, site in enumerate(sites):
            above, below = _compare(
                float(values[site]), sums, squares, size, low[place], high[place]
            )
            at_least[place] += above
            at_most[place] += below
    return at_least, at_most


@nb.njit(cache=True, nogil=True)
def _distance(weights: Floats, dealt: Floats, hole: int, own: float) -> float:
    """Return Σ w (own − dealt)², the value at ``hole`` passed over."""
    total = 0.0
    for position in range(len(weights)):
        gap = own - dealt[position + int(position >= hole)]
        total += weights[position] * gap * gap
    return total


@nb.njit(cache=True, nogil=True)
def count_ordered_differences(
    values: Floats,
    indptr: Integers,
    indices: Positions,
    weights: Floats,
    sites: Integers,
    draws: int,
    key: np.uint64,
    rounding: float,
) -> tuple[Integers, Integers]:
    """Count draws whose Σ w (x_i − x_j)² is ≥ and ≤ the observed one, for any weights.

    Each draw deals as many sites as any site of the graph has neighbours, and one more; a site
    takes them in order and passes over itself.
    """
    n = len(values)
    size = min(np.diff(indptr).max() + 1, n)
    greatest = np.abs(values).max()
    observed, tie = np.zeros(len(sites)), np.zeros(len(sites))
    for place, site in enumerate(sites):
        for link in range(indptr[site], indptr[site + 1]):
            gap = values[site] - values[indices[link]]
            observed[place] += weights[link] * gap * gap
            tie[place] += rounding * weights[link] * (abs(values[site]) + greatest) ** 2
    at_least = np.zeros(len(sites), dtype=np.int64)
    at_most = np.zeros(len(sites), dtype=np.int64)
    order, where = np.arange(n).astype(np.int32), np.full(n, n, dtype=np.int64)
    dealt, state = np.empty(size), key
    for _ in range(draws):
        state = deal(order, size, state)
        for position in range(size):
            dealt[position] = values[order[position]]
            where[order[position]] = position
        for place, site in enumerate(sites):
            row = weights[indptr[site] : indptr[site + 1]]
            drawn = _distance(row, dealt, int(where[site]), float(values[site]))
            at_least[place] += int(drawn >= observed[place] - tie[place])
            at_most[place] += int(drawn <= observed[place] + tie[place])
        for position in range(size):
            where[order[position]] = n
    return at_least, at_most
