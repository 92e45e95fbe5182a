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
