"""Moran's I by distance: how far does likeness reach, and at which distance is it clearest?"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.spatial import KDTree

from gridloom_analytics.statistics.autocorrelation.indices import morans_i
from gridloom_analytics.statistics.autocorrelation.pairs import Pairs, Score

Floats = npt.NDArray[np.float64]

CLEAR = 1.96
"""A peak of z under this is no more than chance gives (5 %, two-sided)."""


@dataclass(frozen=True)
class AtDistance:
    """Moran's I of the ``pairs`` pairs of points more than ``above`` and at most ``upto`` apart."""

    above: float
    upto: float
    pairs: int
    moran: Score


def correlogram(values: Floats, points: Floats, bounds: Floats) -> list[AtDistance]:
    """Return Moran's I of the pairs in each band of distance: 0 to the first bound, and so on.

    ``values`` (n,) and ``points`` (n, 2) in a projected CRS, ``bounds`` ascending in its unit. The
    weights are binary. Points at the same place are in the first band. Bands without a pair are
    left out.
    """
    order = _by_distance(points, bounds)
    return list(_measured(values, order, np.concatenate([[0.0], bounds]), band=True))


def incremental(values: Floats, points: Floats, bounds: Floats) -> list[AtDistance]:
    """Return Moran's I of all pairs within each distance (incremental spatial autocorrelation).

    As :func:`correlogram`, but each bound counts all pairs up to it.
    """
    order = _by_distance(points, bounds)
    return list(_measured(values, order, np.concatenate([[0.0], bounds]), band=False))


def first_peak(z: Floats) -> int | None:
    """Return where z is first clear (over 1.96) and higher than before and after, or None.

    The first and the last position are no peaks: beyond them z may be higher still.

    >>> first_peak(np.array([2.0, 5.0, 4.0, 9.0, 1.0]))
    1
    """
    inner = z[1:-1]
    peaks = (inner > z[:-2]) & (inner > z[2:]) & (inner > CLEAR)
    return int(np.flatnonzero(peaks)[0]) + 1 if peaks.any() else None


@dataclass(frozen=True)
class _Ordered:
    """Pairs of positions, those of nearer bands first, and how many lie within each bound."""

    pairs: npt.NDArray[np.int32]
    within: npt.NDArray[np.int64]


def _by_distance(points: Floats, bounds: Floats) -> _Ordered:
    pairs = KDTree(points).query_pairs(float(bounds[-1]), output_type="ndarray")
    gaps = points[pairs[:, 0]] - points[pairs[:, 1]]
    distance = np.hypot(gaps[:, 0], gaps[:, 1])
    band = np.searchsorted(bounds, distance, side="left").astype(np.int16)
    order = np.argsort(band, kind="stable")
    within = np.cumsum(np.bincount(band, minlength=len(bounds)))[: len(bounds)]
    return _Ordered(pairs[order].astype(np.int32), within)


def _measured(
    values: Floats, ordered: _Ordered, bounds: Floats, *, band: bool
) -> Iterator[AtDistance]:
    start = 0
    for above, upto, stop in zip(bounds[:-1], bounds[1:], ordered.within, strict=True):
        if stop > start:
            some = ordered.pairs[start:stop]
            pairs = Pairs(len(values), some[:, 0], some[:, 1], np.full(len(some), 2.0))
            moran = morans_i(values, pairs)
            yield AtDistance(float(above) if band else 0.0, float(upto), len(some), moran)
        if band:
            start = int(stop)
