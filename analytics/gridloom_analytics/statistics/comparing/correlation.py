"""How alike two maps are: correlation, tested with as many places as they are worth.

Neighbouring places repeat each other, so n places tell less than n independent ones would, and a
plain test of a correlation finds too much (Clifford, Richardson & Hémon 1989).
"""

from dataclasses import dataclass

import numba as nb
import numpy as np
import numpy.typing as npt
from scipy.spatial import ConvexHull, QhullError
from scipy.spatial.distance import pdist
from scipy.special import stdtr
from scipy.stats import rankdata

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

CLASSES = 13
"""Classes of distance, as many as SpatialPack's modified.ttest takes by default."""
LEAST_SIZE = 3.0
"""With fewer places than this a correlation has no distribution under chance."""


@dataclass(frozen=True)
class Correlation:
    """A correlation ``r``, the number of independent places ``size`` that it rests on, and its p.

    ``p`` is two-sided, NaN where the effective size is too small for a test.
    """

    r: float
    size: float
    p: float


def pearson(x: Floats, y: Floats, points: Floats) -> Correlation:
    """Return Pearson's r of two columns (n,) with the modified t-test of Dutilleul (1993).

    ``points`` are (n, 2); their unit does not matter. Neither column may be constant.
    """
    r = float(np.corrcoef(x, y)[0, 1])
    size = effective_size(x, y, points)
    return Correlation(r, size, _p(r, size))


def spearman(x: Floats, y: Floats, points: Floats) -> Correlation:
    """Return Spearman's rank correlation, tested as :func:`pearson` of the (mid-)ranks."""
    return pearson(rankdata(x), rankdata(y), points)


def _p(r: float, size: float) -> float:
    if size < LEAST_SIZE:
        return float("nan")
    if abs(r) >= 1:
        return 0.0
    freedom = size - 2
    t = abs(r) * np.sqrt(freedom / (1 - r**2))
    return float(2 * stdtr(freedom, -t))


def effective_size(x: Floats, y: Floats, points: Floats, classes: int = CLASSES) -> float:
    """Return how many independent places the n are worth for the correlation of ``x`` and ``y``.

    1 + tr(BX) tr(BY) / tr(BXBY) with B the centring matrix and X, Y the autocovariances of both
    columns by ``classes`` of distance of equal width (Dutilleul 1993, Biometrics 49: 305-314);
    at most n. Time grows with n², memory with n.
    """
    n = len(x)
    dx, dy = x - x.mean(), y - y.mean()
    width = _largest_distance(points) / classes
    counts, cross_x, cross_y = _by_distance(points, width or 1.0, classes, dx, dy)
    pairs = counts.sum(axis=0) / 2
    known = pairs > 0
    of_x, of_y = (np.where(known, cross / np.where(known, pairs, 1), 0.0)
                  for cross in (cross_x, cross_y))  # fmt: skip
    variance_x, variance_y = (dx**2).mean(), (dy**2).mean()
    rows_x, rows_y = variance_x + counts @ of_x, variance_y + counts @ of_y
    trace_x = n * variance_x - rows_x.sum() / n
    trace_y = n * variance_y - rows_y.sum() / n
    both = n * variance_x * variance_y + 2 * (pairs * of_x * of_y).sum()
    both += -2 * (rows_x * rows_y).sum() / n + rows_x.sum() * rows_y.sum() / n**2
    if both <= 0 or trace_x <= 0 or trace_y <= 0:
        return float(n)
    return float(min(n, 1 + trace_x * trace_y / both))


def _largest_distance(points: Floats) -> float:
    """Return the distance of the two points that are farthest apart."""
    try:
        corners = points[ConvexHull(points).vertices]
    except QhullError:  # all on a line, or too few for a hull
        corners = points[np.lexsort(points.T)][[0, -1]]
    return float(pdist(corners).max())


@nb.njit(cache=True, nogil=True)
def _by_distance(
    points: Floats, width: float, classes: int, dx: Floats, dy: Floats
) -> tuple[Ints, Floats, Floats]:
    """Return for each point how many others lie in each class, and the sums of products."""
    n = len(points)
    counts = np.zeros((n, classes), np.int64)
    cross_x, cross_y = np.zeros(classes), np.zeros(classes)
    for i in range(n):
        for j in range(i + 1, n):
            east, north = points[i, 0] - points[j, 0], points[i, 1] - points[j, 1]
            apart = np.sqrt(east * east + north * north)
            k = min(int(apart / width), classes - 1)
            counts[i, k] += 1
            counts[j, k] += 1
            cross_x[k] += dx[i] * dx[j]
            cross_y[k] += dy[i] * dy[j]
    return counts, cross_x, cross_y


def shared_top(x: Floats, y: Floats, part: float = 0.1) -> float:
    """Return the share of the highest ``part`` of places that is highest in both columns.

    Ties with the last place of the top belong to it; the share is of the larger of both tops. By
    chance it is about ``part``.

    >>> shared_top(np.arange(20.0), np.arange(20.0)), shared_top(np.arange(20.0), -np.arange(20.0))
    (1.0, 0.0)
    """
    most = max(1, round(part * len(x)))
    tops = [one >= np.sort(one)[-most] for one in (x, y)]
    return float((tops[0] & tops[1]).sum() / max(top.sum() for top in tops))
