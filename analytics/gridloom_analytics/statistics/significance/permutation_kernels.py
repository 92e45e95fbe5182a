"""Compiled loops of the permutation engine; they hold no lock and share no state."""

import numba as nb
import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.significance.streams import deal

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@nb.njit(cache=True, nogil=True)
def count_shared_draws(
    values: Floats,
    sites: Integers,
    observed: Floats,
    k: int,
    draws: int,
    key: np.uint64,
    tie: float,
) -> tuple[Integers, Integers]:
    """Count draws of ``k`` values whose sum is ≥ and ≤ the ``observed`` sums of ``sites``.

    Each draw deals k + 1 sites. Its sum of the first k serves every site that is not among them;
    for a site that is, its own value is replaced by the spare one, which leaves a uniform sample
    of the others. Sums within ``tie`` of the observed are equal to it.
    """
    slot = np.full(len(values), -1, dtype=np.int32)
    for place in range(len(sites)):
        slot[sites[place]] = place
    at_least = np.zeros(len(sites), dtype=np.int64)
    at_most = np.zeros(len(sites), dtype=np.int64)
    sums = np.empty(draws)
    order = np.arange(len(values)).astype(np.int32)
    state = key
    for draw in range(draws):
        state = deal(order, k + 1, state)
        total = 0.0
        for position in range(k):
            total += values[order[position]]
        sums[draw] = total
        spare = values[order[k]]
        for position in range(k):
            place = slot[order[position]]
            if place >= 0:
                low, high = observed[place] - tie, observed[place] + tie
                repaired = total - values[order[position]] + spare
                at_least[place] += int(repaired >= low) - int(total >= low)
                at_most[place] += int(repaired <= high) - int(total <= high)
    sums.sort()
    for place in range(len(sites)):
        below = np.searchsorted(sums, observed[place] - tie, side="left")
        at_least[place] += draws - below
        at_most[place] += np.searchsorted(sums, observed[place] + tie, side="right")
    return at_least, at_most


@nb.njit(cache=True, nogil=True)
def _lag(weights: Floats, dealt: Floats, hole: int) -> float:
    """Return the weighted sum of the dealt values, the one at ``hole`` passed over."""
    total = 0.0
    first = min(hole, len(weights))
    for position in range(first):
        total += weights[position] * dealt[position]
    for position in range(first, len(weights)):
        total += weights[position] * dealt[position + 1]
    return total


@nb.njit(cache=True, nogil=True)
def count_ordered_draws(
    values: Floats,
    indptr: Integers,
    indices: npt.NDArray[np.int32],
    weights: Floats,
    sites: Integers,
    draws: int,
    key: np.uint64,
    rounding: float,
) -> tuple[Integers, Integers]:
    """Count draws whose weighted sum is ≥ and ≤ the observed one, for any weights.

    Each draw deals as many sites as any of ``sites`` has neighbours, and one more; a site takes
    them in order and passes over itself. The draws depend on ``key`` and the graph alone.
    """
    n, most = len(values), 0
    for site in range(n):
        most = max(most, indptr[site + 1] - indptr[site])
    size = min(most + 1, n)
    greatest = np.abs(values).max()
    observed, tie = np.zeros(len(sites)), np.zeros(len(sites))
    for place, site in enumerate(sites):
        for link in range(indptr[site], indptr[site + 1]):
            observed[place] += weights[link] * values[indices[link]]
            tie[place] += rounding * abs(weights[link]) * greatest
    at_least = np.zeros(len(sites), dtype=np.int64)
    at_most = np.zeros(len(sites), dtype=np.int64)
    order, where = np.arange(n).astype(np.int32), np.full(n, n, dtype=np.int64)
    dealt = np.empty(size)
    state = key
    for _ in range(draws):
        state = deal(order, size, state)
        for position in range(size):
            dealt[position] = values[order[position]]
            where[order[position]] = position
        for place, site in enumerate(sites):
            row = weights[indptr[site] : indptr[site + 1]]
            lag = _lag(row, dealt, int(where[site]))
            at_least[place] += int(lag >= observed[place] - tie[place])
            at_most[place] += int(lag <= observed[place] + tie[place])
        for position in range(size):
            where[order[position]] = n
    return at_least, at_most
