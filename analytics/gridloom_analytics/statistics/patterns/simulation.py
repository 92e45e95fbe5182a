"""The same figures of a pattern, of points that chance scattered over the same area."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.graphs.description import nearest_distances
from gridloom_analytics.statistics.patterns.quadrats import Quadrats, pearson
from gridloom_analytics.statistics.patterns.ripley import Ripley, besag_l
from gridloom_analytics.statistics.patterns.window import Scatter
from gridloom_analytics.statistics.significance.jobs import run_jobs
from gridloom_layers.progress import Progress

Points = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Gauge:
    """What is measured of a pattern of points.

    ``shares`` (m,) are the shares of the points that chance puts into each quadrat, all > 0.
    """

    ripley: Ripley
    quadrats: Quadrats
    shares: Floats

    def measure(self, points: Points) -> tuple[Floats, float, float]:
        """Return L(r) (r,), the mean distance to the nearest point, and chi-square of quadrats."""
        k = self.ripley.k(self.ripley.count(points), len(points))
        chi2 = pearson(self.quadrats.count(points), self.shares * len(points))
        return besag_l(k), float(nearest_distances(points, workers=1).mean()), chi2


@dataclass(frozen=True)
class Simulated:
    """What s simulated patterns measure: ``curves`` (s, r), ``nearest`` (s,), ``chi2`` (s,)."""

    curves: Floats
    nearest: Floats
    chi2: Floats


def simulate(
    gauge: Gauge,
    scatter: Scatter,
    n: int,
    draws: int,
    seed: int,
    progress: Progress | None = None,
    threads: int | None = None,
) -> Simulated:
    """Scatter ``n`` points ``draws`` times and measure each pattern.

    The number of points is that observed: a binomial process. The same ``seed`` gives the same
    values for any number of ``threads``.
    """

    def job(stream: int) -> Callable[[], tuple[Floats, float, float]]:
        return lambda: gauge.measure(scatter.draw(n, seed, stream))

    jobs = [job(stream) for stream in range(draws)]
    found = list(run_jobs(jobs, progress or Progress(), "simulate", threads))
    curves, nearest, chi2 = zip(*found, strict=True)
    return Simulated(np.array(curves), np.array(nearest), np.array(chi2))
