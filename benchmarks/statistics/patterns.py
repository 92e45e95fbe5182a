"""Pairs of points for Ripley's K, and its envelope, against scipy."""

from collections.abc import Iterator

import numpy as np
import shapely
from scipy.spatial import KDTree

from benchmarks.measuring import Measurement, compared, timed
from gridloom_analytics.statistics.patterns.pairs import pair_counts
from gridloom_analytics.statistics.patterns.quadrats import Quadrats
from gridloom_analytics.statistics.patterns.ripley import Ripley, usual_reach
from gridloom_analytics.statistics.patterns.simulation import Gauge, simulate
from gridloom_analytics.statistics.patterns.window import Scatter

STEPS = 64


def measure(full: bool) -> Iterator[Measurement]:
    """Yield the measurements."""
    for n in (2_000, 6_000, 20_000):
        yield pairs(n)
    yield envelope(20_000 if full else 2_000)


def pairs(n: int) -> Measurement:
    """Pairs of evenly spread points up to the usual distance, by 64 distances."""
    square = shapely.box(0, 0, 1, 1)
    points, reach = np.random.default_rng(n).uniform(size=(n, 2)), usual_reach(square, n)
    ends = np.arange(1, STEPS + 1) * (reach / STEPS)
    pair_counts(points[:9], reach, STEPS)

    def theirs() -> np.ndarray:
        tree = KDTree(points)
        return (tree.count_neighbors(tree, ends) - n) // 2

    return compared(
        "pairs of points by 64 distances (Ripley's K)",
        n,
        lambda: np.cumsum(pair_counts(points, reach, STEPS)),
        "scipy",
        theirs,
        lambda ours, found: np.abs(ours - found).max(),
    )


def envelope(n: int) -> Measurement:
    """K, nearest neighbours and quadrats of 199 patterns by chance in a polygon with a hole."""
    area = shapely.box(0, 0, 4, 3) - shapely.box(1, 1, 2, 2)
    quadrats = Quadrats.over(area, 40, 30)
    ripley = Ripley.within(area, usual_reach(area, n), STEPS, corrected=True)
    gauge = Gauge(ripley, quadrats, shapely.area(quadrats.shapes) / area.area)
    scatter = Scatter.over([area], [1.0])
    simulate(gauge, scatter, 9, 2, 0)
    seconds, _ = timed(lambda: simulate(gauge, scatter, n, 199, 0), repeat=1)
    return Measurement("K, nearest neighbours, quadrats of 199 simulations", n, seconds)
