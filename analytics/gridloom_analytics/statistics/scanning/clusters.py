"""The windows of what was observed: the most likely cluster, and others that do not touch it."""

from dataclasses import dataclass
from functools import partial

import numba as nb
import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.scanning.likelihood import likelihood_ratio
from gridloom_analytics.statistics.scanning.study import Integers, Study, Windows
from gridloom_analytics.statistics.scanning.walking import tally_expected
from gridloom_analytics.statistics.scanning.windows import grow_circle
from gridloom_analytics.statistics.significance.jobs import run_jobs
from gridloom_layers.progress import Progress

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

TIE = 1e-9
"""Ratios closer than this share are the same: sums of the same places in another order."""
PIECES = 256
"""Pieces of work that the centres are parted into, so that it can be cancelled between them."""
NOTHING = 1e-9
"""A log likelihood ratio up to this is rounding: there are as many cases as expected."""


@dataclass(frozen=True)
class Cluster:
    """A window: the position of its ``centre`` and of its ``places``, nearest to it first.

    ``radius`` reaches the centre of the farthest place; ``start`` and ``end`` are its first and
    last period. ``ratio`` is the log likelihood ratio.
    """

    centre: int
    places: Integers
    radius: float
    start: int
    end: int
    cases: int
    expected: float
    ratio: float


def clusters(
    study: Study,
    windows: Windows,
    most: int,
    progress: Progress | None = None,
    threads: int | None = None,
) -> list[Cluster]:
    """Return up to ``most`` windows, each the likeliest of those without a place of the others.

    Unlike one best window a centre (as SaTScan does), a centre whose best window touches a
    cluster already found still offers its smaller ones. Of equal windows the tightest counts, of
    equally tight ones the westernmost, so that the order of places is of no account.
    """
    n = len(study.points)
    taken = np.zeros(n, dtype=np.bool_)
    ratio, radius = np.zeros(n), np.zeros(n)
    size, run = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    offer = _offers(study, windows, taken, ratio, size, run, radius)
    pieces = np.array_split(np.arange(n), min(n, PIECES))
    for _ in run_jobs(
        [partial(offer, piece) for piece in pieces], progress or Progress(), "scan", threads
    ):
        pass
    found: list[Cluster] = []
    while len(found) < most and ratio.max() > NOTHING:
        equal = np.flatnonzero(ratio >= ratio.max() * (1.0 - TIE))
        x, y = study.points[equal].T
        centre = int(equal[np.lexsort((y, x, radius[equal]))[0]])
        places = _around(study, windows, centre)[: size[centre]]
        if taken[places].any():
            offer(np.array([centre]))
            continue
        taken[places] = True
        found.append(_cluster(study, windows, centre, places, radius[centre], run[centre]))
    return found


def _offers(study: Study, windows: Windows, taken: Flags, *columns: npt.NDArray):
    """Return a function that finds the best windows of centres again, as things stand."""
    until = np.cumsum(study.cases, axis=1)
    limit = windows.share * study.weight.sum()

    def offer(centres: Integers) -> None:
        best_windows(
            centres, study.points, study.weight, limit, windows.radius, study.expected, until,
            windows.starts, windows.ends, study.people, windows.side, taken, *columns,
        )  # fmt: skip

    return offer


def _around(study: Study, windows: Windows, centre: int) -> Integers:
    n = len(study.points)
    order, closes = np.empty(n, dtype=np.int32), np.empty(n, dtype=np.bool_)
    limit = windows.share * study.weight.sum()
    size, _ = grow_circle(
        centre, study.points, study.weight, limit, windows.radius, np.inf, order, closes
    )
    return order[:size].astype(np.int64)


def _cluster(
    study: Study, windows: Windows, centre: int, places: Integers, radius: float, run: int
) -> Cluster:
    start, end = int(windows.starts[run]), int(windows.ends[run])
    cases = int(study.cases[places, start : end + 1].sum())
    expected = float(study.expected[places, start : end + 1].sum())
    ratio = likelihood_ratio(cases, expected, study.total, study.people, windows.side)
    return Cluster(centre, places, float(radius), start, end, cases, expected, float(ratio))


@nb.njit(cache=True, nogil=True)
def best_windows(
    centres: Integers,
    xy: Floats,
    weight: Floats,
    most: float,
    radius: float,
    expected: Floats,
    until: Integers,
    starts: Integers,
    ends: Integers,
    people: float,
    side: int,
    taken: Flags,
    ratio: Floats,
    size: Integers,
    run: Integers,
    reached: Floats,
) -> None:
    """Put the greatest ratio around each centre, and its window, where the centre has its place.

    ``until`` (n, periods) are the cases up to and with each period. Circles end before they reach
    a place that is ``taken``.
    """
    n, periods = until.shape
    total = float(until[:, -1].sum())
    order, closes = np.empty(n, dtype=np.int32), np.empty(n, dtype=np.bool_)
    due, step = np.empty((n, len(starts))), np.empty((n, len(starts)), dtype=np.int16)
    for centre in centres:
        count, _ = grow_circle(centre, xy, weight, most, radius, np.inf, order, closes)
        tally_expected(order[:count], expected, starts, ends, due, step)
        sums = np.zeros(periods + 1, dtype=np.int64)
        ratio[centre], size[centre], run[centre] = 0.0, 0, 0
        for rank in range(count):
            place = order[rank]
            if taken[place]:
                break
            sums[1:] += until[place]
            for interval in range(len(starts)):
                cases = float(sums[ends[interval] + 1] - sums[starts[interval]])
                found = likelihood_ratio(cases, due[rank, interval], total, people, side)
                if closes[rank] and found > ratio[centre] * (1.0 + 1e-9):
                    ratio[centre], size[centre], run[centre] = found, rank + 1, interval
        last = order[max(size[centre], 1) - 1]
        east, north = xy[last, 0] - xy[centre, 0], xy[last, 1] - xy[centre, 1]
        reached[centre] = np.hypot(east, north)
