"""Compiled loops of the permutation engine; they hold no lock and share no state."""

import numba as nb
import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.significance.streams import deal

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Rows = npt.NDArray[np.int32]
Counts = npt.NDArray[np.int32]

BUCKETS = 4
"""Buckets to a draw: most of them then hold one sum or none."""
BLOCK, FEWEST_OF_BLOCK = 16_384, 64
"""Values dealt that are summed together: as many as the nearest cache holds (128 kB)."""


@nb.njit(cache=True, nogil=True)
def deal_sums(
    values: Floats,
    row_of_site: Rows,
    observed: Floats,
    cardinalities: Integers,
    ties: Floats,
    draws: int,
    key: np.uint64,
) -> tuple[Floats, Counts, Counts]:
    """Deal sites, and return the sums of the first k of them for each k of ``cardinalities``.

    The sums have shape (cardinalities, draws). One draw serves every cardinality, and every site
    of one that is not among the first k dealt. For a site that is, its own value is replaced by
    that of the next site dealt, which leaves a uniform sample of the others: the two further
    arrays (n,) are what this adds to the site's numbers of sums ≥ and ≤ its ``observed`` one.
    ``row_of_site`` is the position of each site's k in ``cardinalities`` (ascending), −1 for a
    site that takes no part. Sums within ``ties`` of the observed are equal to it.
    """
    n, size = len(values), cardinalities[-1] + 1
    sums = np.empty((len(cardinalities), draws))
    at_least, at_most = np.zeros(n, dtype=np.int32), np.zeros(n, dtype=np.int32)
    order = np.arange(n).astype(np.int32)
    state = key
    for draw in range(draws):
        state = deal(order, size, state)
        total, dealt = 0.0, 0
        for row in range(len(cardinalities)):
            while dealt < cardinalities[row]:
                total += values[order[dealt]]
                dealt += 1
            sums[row, draw] = total
        for position in range(size - 1):
            site = order[position]
            row = row_of_site[site]
            if row < 0 or cardinalities[row] <= position:
                continue
            low, high = observed[site] - ties[row], observed[site] + ties[row]
            shared = sums[row, draw]
            repaired = shared - values[site] + values[order[cardinalities[row]]]
            at_least[site] += int(repaired >= low) - int(shared >= low)
            at_most[site] += int(repaired <= high) - int(shared <= high)
    return sums, at_least, at_most


@nb.njit(cache=True, nogil=True)
def _bucket(value: float, least: float, scale: float, last: int) -> int:
    """Return the bucket of a value; it never falls while the value rises."""
    return min(max(int((value - least) * scale), 0), last)


@nb.njit(cache=True, nogil=True)
def index_sums(sums: Floats) -> tuple[npt.NDArray[np.int32], Floats]:
    """Return where each of many buckets of equal width begins in each row of sorted ``sums``.

    With it, a place among the sums is found in a step or two instead of a search of all. The
    scale (buckets a unit, 0 where all sums are equal) goes with it. Shapes (rows, buckets + 1)
    and (rows,).
    """
    rows, draws = sums.shape
    buckets = BUCKETS * draws
    starts = np.zeros((rows, buckets + 1), dtype=np.int32)
    scales = np.zeros(rows)
    for row in range(rows):
        least, width = sums[row, 0], sums[row, -1] - sums[row, 0]
        if width > 0:
            scales[row] = (buckets - 1) / width
        for draw in range(draws):
            starts[row, _bucket(sums[row, draw], least, scales[row], buckets - 1) + 1] += 1
        for bucket in range(buckets):
            starts[row, bucket + 1] += starts[row, bucket]
    return starts, scales


@nb.njit(cache=True, nogil=True)
def _rank(
    value: float,
    equals: bool,
    sums: Floats,
    starts: npt.NDArray[np.int32],
    scales: Floats,
    row: int,
) -> int:
    """Return how many sums of a row are less than a value; with ``equals`` those equal too."""
    bucket = _bucket(value, sums[row, 0], scales[row], starts.shape[1] - 2)
    first, last = starts[row, bucket], starts[row, bucket + 1]
    while first < last:
        middle = (first + last) // 2
        found = sums[row, middle]
        if found < value or (equals and found == value):
            first = middle + 1
        else:
            last = middle
    return first


@nb.njit(cache=True, nogil=True)
def count_extremes(
    observed: Floats,
    row_of_site: Rows,
    ties: Floats,
    sums: Floats,
    starts: npt.NDArray[np.int32],
    scales: Floats,
    start: int,
    end: int,
    at_least: Integers,
    at_most: Integers,
) -> None:
    """Add to the sites ``start`` … ``end`` how many sums of their row are ≥ and ≤ their own."""
    draws = sums.shape[1]
    for site in range(start, end):
        row = row_of_site[site]
        if row < 0:
            continue
        low, high = observed[site] - ties[row], observed[site] + ties[row]
        below = _rank(low, False, sums, starts, scales, row)
        at_least[site] += draws - below
        if below < draws and sums[row, below] <= high:  # a tie
            below = _rank(high, True, sums, starts, scales, row)
        at_most[site] += below


@nb.njit(cache=True, nogil=True)
def _deal_block(
    values: Floats, order: Rows, slot: Rows, dealt: Floats, last: Rows, before: Rows,
    state: np.uint64,
) -> np.uint64:  # fmt: skip
    """Fill ``dealt`` (places, draws) with the values of sites dealt, a column for each draw.

    Of a site that has a ``slot``, ``last[slot]`` is where it was dealt last (place × draws +
    draw), and ``before`` of that where it was dealt before; −1 is nowhere.
    """
    size, draws = dealt.shape
    last[:] = -1
    for draw in range(draws):
        state = deal(order, size, state)
        for position in range(size):
            site = order[position]
            dealt[position, draw] = values[site]
            if slot[site] >= 0:
                here = position * draws + draw
                before[here], last[slot[site]] = last[slot[site]], here
    return state


@nb.njit(cache=True, nogil=True)
def _fill_lags(weights: Floats, dealt: Floats, last: int, before: Rows, lags: Floats) -> None:
    """Put in ``lags`` the weighted sum of each draw's first values, the site's own passed over.

    One value of all draws at a time, which the compiler makes several of in one instruction; the
    few draws that hold the site itself (``last``, ``before``) are summed again.
    """
    draws = dealt.shape[1]
    lags[:] = 0.0
    for position in range(len(weights)):
        weight, row = weights[position], dealt[position]
        for draw in range(draws):
            lags[draw] += weight * row[draw]
    while last >= 0:
        hole, draw = last // draws, last % draws
        if hole < len(weights):
            lags[draw] = 0.0
            for position in range(len(weights)):
                lags[draw] += weights[position] * dealt[position + (position >= hole), draw]
        last = before[last]


@nb.njit(cache=True, nogil=True)
def count_ordered_draws(
    values: Floats,
    indptr: Integers,
    indices: npt.NDArray[np.int32],
    weights: Floats,
    sites: Integers,
    kept: bool,
    draws: int,
    key: np.uint64,
    rounding: float,
) -> tuple[Integers, Integers]:
    """Count draws whose weighted sum is ≥ and ≤ the observed one, for any weights.

    Each draw deals as many sites as any of ``sites`` has neighbours, and one more; a site takes
    them in order and passes over itself where its own value is ``kept``. The draws depend on
    ``key`` and the graph alone.
    """
    n, size = len(values), min(int(np.diff(indptr).max()) + 1, len(values))
    block = max(FEWEST_OF_BLOCK, min(draws, BLOCK // size))
    greatest = np.abs(values).max()
    slot = np.full(n, -1, dtype=np.int32)
    if kept:
        slot[sites] = np.arange(len(sites))
    at_least = np.zeros(len(sites), dtype=np.int64)
    at_most = np.zeros(len(sites), dtype=np.int64)
    order, state = np.arange(n).astype(np.int32), key
    last = np.empty(len(sites), dtype=np.int32)
    for first in range(0, draws, block):
        count = min(block, draws - first)
        dealt, lags = np.empty((size, count)), np.empty(count)
        before = np.empty(dealt.size, dtype=np.int32)
        state = _deal_block(values, order, slot, dealt, last, before, state)
        for place, site in enumerate(sites):
            observed, tie = 0.0, 0.0
            for link in range(indptr[site], indptr[site + 1]):
                observed += weights[link] * values[indices[link]]
                tie += rounding * weights[link] * greatest
            own = weights[indptr[site] : indptr[site + 1]]
            _fill_lags(own, dealt, last[place], before, lags)
            high, low = 0, 0
            for lag in lags:
                high += int(lag >= observed - tie)
                low += int(lag <= observed + tie)
            at_least[place] += high
            at_most[place] += low
    return at_least, at_most
