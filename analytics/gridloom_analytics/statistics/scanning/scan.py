"""Kulldorff's scan statistic: where, or when, are cases more than chance gives anywhere?"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import gumbel_r

from gridloom_analytics.statistics.scanning.clusters import TIE, Cluster, clusters
from gridloom_analytics.statistics.scanning.maxima import maxima
from gridloom_analytics.statistics.scanning.study import Study, Windows
from gridloom_layers.progress import Progress

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Scanned:
    """The clusters, likeliest first, and the greatest ratio of each draw under chance."""

    clusters: tuple[Cluster, ...]
    maxima: Floats

    def p(self, cluster: Cluster) -> float:
        """Return the rank of a cluster among the maxima: (r + 1) / (draws + 1), ties counted."""
        return rank_p(cluster.ratio, self.maxima)

    def gumbel_p(self, cluster: Cluster) -> float:
        """Return the p-value under a Gumbel distribution fitted to the maxima."""
        return gumbel_p(cluster.ratio, self.maxima)


def scan(
    study: Study,
    windows: Windows,
    draws: int = 999,
    seed: int = 0,
    most: int = 10,
    progress: Progress | None = None,
    threads: int | None = None,
) -> Scanned:
    """Scan a study: the likeliest windows, and what chance gives at most (Kulldorff 1997).

    ``draws`` random layouts of the same number of cases are scanned in full. As each cluster,
    the secondary ones too, is compared with the greatest ratio of a whole draw, its p accounts
    for all windows that were looked at; for secondary ones it is conservative.

    >>> points = np.array([[x, y] for x in range(5) for y in range(5)], dtype=float)
    >>> cases = np.ones((25, 1), dtype=np.int64)
    >>> cases[7] = 20
    >>> study = Study.poisson(points, cases, np.ones((25, 1)), np.ones(25))
    >>> scan(study, Windows.over(1, 0.5, 1), 99).clusters[0].places.tolist()
    [7]
    """
    watch = progress or Progress()
    found = clusters(study, windows, most, watch, threads)
    null = maxima(study, windows, draws, seed, watch, threads)
    return Scanned(tuple(found), null)


def rank_p(ratio: float, null: Floats) -> float:
    """Return (r + 1) / (draws + 1) with r the draws whose maximum is at least ``ratio``.

    >>> rank_p(3.0, np.array([1.0, 2, 3, 4]))
    0.6
    """
    reached = int(np.count_nonzero(null >= ratio * (1.0 - TIE)))
    return (reached + 1) / (len(null) + 1)


def gumbel_p(ratio: float, null: Floats) -> float:
    """Return the upper tail of a Gumbel distribution with the mean and variance of ``null``.

    Maxima of many windows are nearly Gumbel, so it tells p-values apart that are smaller than
    1 / (draws + 1) (Abrams, Kleinman & Kulldorff 2010). NaN where the maxima do not vary.

    >>> round(gumbel_p(9.0, np.array([2.0, 3, 4, 5])), 4)
    0.0024
    """
    spread = float(np.std(null, ddof=1)) if len(null) > 1 else 0.0
    if spread == 0.0:
        return np.nan
    scale = spread * np.sqrt(6.0) / np.pi
    return float(gumbel_r.sf(ratio, float(np.mean(null)) - np.euler_gamma * scale, scale))
