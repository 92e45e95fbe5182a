"""Knox's test in bands of distance and time: do events follow each other near by and soon?"""

from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.significance.jobs import run_jobs
from gridloom_analytics.statistics.significance.streams import stream_key
from gridloom_analytics.statistics.spacetime.knox_kernels import (
    count_at_least,
    count_gaps,
    list_pairs,
)
from gridloom_layers.progress import Progress

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Times = npt.NDArray[np.signedinteger]
Frame = tuple[Floats, Integers, Integers, int, Floats]

DRAWS_A_JOB = 10


@dataclass(frozen=True)
class NearPairs:
    """Pairs of events near in space, by bands of distance.

    ``order`` are the positions of the events in an order that keeps near ones together, so that
    counting finds their times in the cache. Band b are the pairs ``first[starts[b]:starts[b + 1]]``
    with ``second``: places in that order, those of a pair in no order.
    """

    order: Integers
    first: npt.NDArray[np.int32]
    second: npt.NDArray[np.int32]
    starts: Integers

    @property
    def counts(self) -> Integers:
        """The number of pairs in each band of distance."""
        return np.diff(self.starts)


@dataclass(frozen=True)
class Knox:
    """Pairs in each band of distance (rows) and time (columns); all of shape (S, T).

    ``expected`` is exact: the mean over all orders of the times. ``at_least`` counts the draws
    with as many pairs as ``observed`` or more.
    """

    observed: Integers
    expected: Floats
    at_least: Integers
    draws: int

    @property
    def ratio(self) -> Floats:
        """Observed over expected; NaN where nothing is expected."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.expected > 0, self.observed / self.expected, np.nan)

    @property
    def p(self) -> Floats:
        """One-sided: how often chance gives as many pairs, (r + 1) / (draws + 1)."""
        return (self.at_least + 1) / (self.draws + 1)


def count_near(points: Floats, edges: Floats) -> Integers:
    """Return how many pairs of points :func:`near_pairs` would list in each band of distance."""
    return _celled(points, edges)[2]


def near_pairs(points: Floats, edges: Floats) -> NearPairs:
    """Return the pairs of points in each band of distance.

    ``points`` (n, 2), finite, and the rising upper ``edges`` are in one unit; a pair at an edge
    belongs to the band below it.

    >>> near_pairs(np.array([[0.0, 0], [0, 0], [0, 5]]), np.array([0.0, 5.0])).counts
    array([1, 2])
    """
    order, frame, counts = _celled(points, edges)
    starts = np.concatenate([[0], np.cumsum(counts)])
    first, second = np.empty((2, int(starts[-1])), np.int32)
    list_pairs(*frame, starts[:-1].copy(), first, second)
    return NearPairs(order, first, second, starts)


def _celled(points: Floats, edges: Floats) -> tuple[Integers, Frame, Integers]:
    """Return the order by cells, what ``list_pairs`` needs first, and the pairs of each band."""
    longest = float(edges[-1])
    corner = points.min(axis=0)
    across, up = ((points - corner) // longest).astype(np.int64).T
    columns = int(across.max()) + 1
    cell = up * columns + across
    order = np.argsort(cell, kind="stable")
    sorted_points = np.ascontiguousarray(points[order])
    cells, begins = np.unique(cell[order], return_index=True)
    begins = np.append(begins, len(points))
    frame = (sorted_points, cells, begins, columns, edges)
    none = np.empty(0, np.int32)
    counts = list_pairs(*frame, np.zeros(len(edges), np.int64), none, none)
    return order, frame, counts


def knox(
    pairs: NearPairs,
    times: Integers,
    width: int,
    bands: int,
    draws: int,
    seed: int,
    progress: Progress | None = None,
    threads: int | None = None,
) -> Knox:
    """Compare the pairs near in space and time with those when the times are shuffled.

    ``times`` (n,) are whole numbers of any unit, ``width`` that of a band of time: band t are the
    gaps over ``t * width`` and at most ``(t + 1) * width``, the first one gaps of 0 too. Places
    and times stay as they are, only which time belongs to which place is shuffled: so neither a
    place where much happens nor a time when much happens gives a finding. The same ``seed`` gives
    the same counts for any number of ``threads``.

    Knox 1964 (Applied Statistics 13: 25-29); bands as Ratcliffe's Near Repeat Calculator.
    """
    near, limits = _narrow(times[pairs.order], width * np.arange(1, bands + 1))
    listed = pairs.first, pairs.second, pairs.starts, near, limits
    observed = np.diff(count_gaps(*listed), axis=1, prepend=0)
    at_least = np.zeros_like(observed)
    jobs = [
        partial(
            count_at_least,
            *listed,
            observed,
            min(DRAWS_A_JOB, draws - start),
            stream_key(seed, start),
        )
        for start in range(0, draws, DRAWS_A_JOB)
    ]
    for found in run_jobs(jobs, progress or Progress(), "permute", threads):
        at_least += found
    total = len(times) * (len(times) - 1) / 2
    expected = np.outer(pairs.counts, gap_counts(times, width, bands) / total)
    return Knox(observed, expected, at_least, draws)


def _narrow(times: Integers, limits: Integers) -> tuple[Times, Times]:
    """Return the times from 0 on and the limits in 32 bits, where the times fit: half the memory.

    A limit that does not fit is longer than any gap.
    """
    since, most = times - times.min(), np.iinfo(np.int32).max
    if since.max() > most:
        return since, limits
    return since.astype(np.int32), np.minimum(limits, most).astype(np.int32)


def gap_counts(times: Integers, width: int, bands: int) -> Integers:
    """Return how many of all pairs of times have their gap in each band.

    >>> gap_counts(np.array([0, 0, 3, 10]), 5, 2)
    array([3, 3])
    """
    ordered = np.sort(times)
    ends = [
        int((np.searchsorted(ordered, ordered + width * band, "right")).sum())
        - len(times) * (len(times) + 1) // 2
        for band in range(1, bands + 1)
    ]
    return np.diff(ends, prepend=0)


def followed(
    pairs: NearPairs, times: Integers, width: int, cells: npt.NDArray[np.bool_]
) -> tuple[Integers, Integers]:
    """Return how many events each event comes before and after in some cells of bands.

    ``cells`` (S, T) are bands of distance and time. Of two events at one moment each comes before
    and after the other, for which was first is not known.
    """
    before = np.zeros(len(times), dtype=np.int64)
    after = np.zeros(len(times), dtype=np.int64)
    for band in range(len(cells)):
        part = slice(pairs.starts[band], pairs.starts[band + 1])
        one, other = pairs.order[pairs.first[part]], pairs.order[pairs.second[part]]
        gap = np.abs(times[one] - times[other])
        column = np.maximum(gap - 1, 0) // width
        chosen = column < cells.shape[1]
        chosen[chosen] = cells[band][column[chosen]]
        one, other = one[chosen], other[chosen]
        for first, second in ((one, other), (other, one)):
            ordered = times[first] <= times[second]
            before += np.bincount(first[ordered], minlength=len(times))
            after += np.bincount(second[ordered], minlength=len(times))
    return before, after
