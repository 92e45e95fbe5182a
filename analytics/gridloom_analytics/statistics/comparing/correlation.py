"""Correlation of two variables that lie in space: how many independent places are there really?

Neighbouring places repeat each other, so n places tell less than n independent ones would, and a
plain test of a correlation finds too much (Clifford, Richardson & Hémon 1989).
"""

from dataclasses import dataclass

import numba as nb
import numpy as np
import numpy.typing as npt
from scipy.spatial import ConvexHull, QhullError
from scipy.stats import f as f_distribution
from scipy.stats import rankdata

from gridloom_analytics.statistics.scaling import deviations, rescaled
from gridloom_analytics.statistics.significance.jobs import run_jobs
from gridloom_layers.progress import Progress

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int32]

CLASSES = 13
"""Distance classes, as many as SpatialPack's default."""
PIECE = 500
"""Sites of one piece of work: sums are added piece by piece, in order."""
LEAST_SIZE = 2.0
"""Places worth no more than these leave no degree of freedom."""


@dataclass(frozen=True)
class Correlogram:
    """How alike values are at each distance, for n sites, v variables and c classes of distance.

    ``moran`` (c, v) is Moran's I of the pairs in a class (0 where there is no pair), ``pairs``
    (c,) how many there are, ``partners`` (n, c) how many each site has.
    """

    moran: Floats
    pairs: Floats
    partners: npt.NDArray[np.int64]


@dataclass(frozen=True)
class SpatialCorrelation:
    """A correlation ``r``, the number of independent places it is worth, and its p-value.

    ``p`` is two-sided; NaN where the places are worth no more than two. ``effective_n`` may be
    above the number of places, where neighbours differ; NaN where the estimates contradict.
    """

    r: float
    effective_n: float
    p: float


def correlogram(
    points: Floats,
    values: Floats,
    classes: int = CLASSES,
    progress: Progress | None = None,
    threads: int | None = None,
) -> Correlogram:
    """Return Moran's I of each column of ``values`` (n, v) in classes of equal width of distance.

    ``points`` has shape (n, 2), in any unit; the last class ends at the greatest distance, and a
    distance on a bound belongs to the nearer class. O(n²) time, O(n c) memory; the same bytes for
    any number of ``threads``.
    """
    centred = np.column_stack([deviations(column) for column in values.T])
    points = np.ascontiguousarray(points, dtype=np.float64)
    bounds = np.cumsum(np.full(classes, greatest_distance(points) / classes))

    def job(start: int):
        return lambda: _classed(points, centred, bounds, start, min(start + PIECE, len(points)))

    starts = range(0, len(points), PIECE)
    found = run_jobs(list(map(job, starts)), progress or Progress(), "correlate", threads)
    partners = np.zeros((len(points), classes), dtype=np.int64)
    products = np.zeros((classes, centred.shape[1]))
    for start, (counts, sums) in zip(starts, found, strict=True):
        partners[start:] += counts
        products += sums
    pairs = partners.sum(axis=0) / 2
    scale = np.maximum(pairs, 1)[:, None] * (centred**2).mean(axis=0)
    return Correlogram(products / scale, pairs, partners)


def spatial_correlation(
    x: Floats, y: Floats, alike: Correlogram, columns: tuple[int, int]
) -> SpatialCorrelation:
    """Return Pearson's correlation of ``x`` and ``y`` with Dutilleul's modified t-test.

    ``columns`` say which of the correlogram's variables they are. The test's degrees of freedom
    are the effective sample size less 2 (Clifford, Richardson & Hémon 1989, Biometrics 45:
    123-134; Dutilleul 1993, Biometrics 49: 305-314; as SpatialPack's ``modified.ttest``). Give
    ranks for Spearman's correlation.
    """
    r = float(np.corrcoef(rescaled(x), rescaled(y))[0, 1])
    size = _effective_size(alike, *columns)
    if not size > LEAST_SIZE:
        return SpatialCorrelation(r, size, float("nan"))
    left = 1 - r**2
    ratio = (size - 2) * r**2 / left if left > 0 else np.inf
    return SpatialCorrelation(r, size, float(f_distribution.sf(ratio, 1, size - 2)))


def ranks(values: Floats) -> Floats:
    """Return the rank of each value in its column (n, v); ties share their mean rank."""
    return rankdata(values, axis=0).astype(float)


def _effective_size(alike: Correlogram, first: int, second: int) -> float:
    """Return tr(Rx) tr(Ry) / tr(Rx Ry) + 1 of the centred correlation matrices."""
    n = len(alike.partners)
    x, y = alike.moran[:, first], alike.moran[:, second]
    rows_x, rows_y = alike.partners @ x + 1, alike.partners @ y + 1
    sum_x, sum_y = rows_x.sum(), rows_y.sum()
    trace_x, trace_y = n - sum_x / n, n - sum_y / n
    product = n + 2 * (alike.pairs * x * y).sum()
    centred = product + (sum_x * sum_y / n - 2 * (rows_x * rows_y).sum()) / n
    if min(trace_x, trace_y, centred) <= 0:
        return float("nan")
    return float(trace_x * trace_y / centred + 1)


def greatest_distance(points: Floats) -> float:
    """Return the greatest distance between two points (n, 2).

    >>> greatest_distance(np.array([[0.0, 0], [3, 4], [1, 1]]))
    5.0
    """
    try:
        corners = points[ConvexHull(points).vertices]
    except QhullError:  # all on a line, or too few for a hull
        corners = points
    return float(_farthest(np.ascontiguousarray(corners)))


@nb.njit(cache=True, nogil=True)
def _farthest(points: Floats) -> float:
    greatest = 0.0
    for i in range(len(points)):
        for j in range(i + 1, len(points)):
            x, y = points[i, 0] - points[j, 0], points[i, 1] - points[j, 1]
            greatest = max(greatest, x * x + y * y)
    return np.sqrt(greatest)


@nb.njit(cache=True, nogil=True)
def _classed(
    points: Floats, centred: Floats, bounds: Floats, start: int, end: int
) -> tuple[Counts, Floats]:
    """Return the pairs of each of the sites from ``start`` to ``end`` with all after it.

    How many each site from ``start`` on takes part in, by class, and sums of products by class.
    """
    last, variables = len(bounds) - 1, centred.shape[1]
    counts = np.zeros((len(points) - start, len(bounds)), np.int32)
    sums = np.zeros((len(bounds), variables))
    width = bounds[0] if bounds[0] > 0 else 1.0
    for i in range(start, end):
        around = np.zeros_like(sums)
        for j in range(i + 1, len(points)):
            x, y = points[i, 0] - points[j, 0], points[i, 1] - points[j, 1]
            distance = np.sqrt(x * x + y * y)
            place = min(last, int(distance / width))
            while place > 0 and distance <= bounds[place - 1]:
                place -= 1
            while place < last and distance > bounds[place]:
                place += 1
            counts[i - start, place] += 1
            counts[j - start, place] += 1
            for variable in range(variables):
                around[place, variable] += centred[j, variable]
        sums += around * centred[i]
    return counts, sums


def shared_top(x: Floats, y: Floats, part: float = 0.1) -> tuple[float, float]:
    """Return the share of the highest ``part`` of places that is highest in both columns.

    Ties with the last place of the top belong to it; the share is of the larger of both tops. The
    second number is the share that chance gives on average.

    >>> shared_top(np.arange(20.0), np.arange(20.0)), shared_top(np.arange(20.0), -np.arange(20.0))
    ((1.0, 0.1), (0.0, 0.1))
    """
    most = max(1, round(part * len(x)))
    tops = [one >= np.sort(one)[-most] for one in (x, y)]
    sizes = [int(top.sum()) for top in tops]
    return float((tops[0] & tops[1]).sum() / max(sizes)), min(sizes) / len(x)
