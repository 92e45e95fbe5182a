"""Places and values that are measured, the same in every run."""

import numpy as np
import numpy.typing as npt
import shapely

from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.graphs.proximity import build_knn

Floats = npt.NDArray[np.float64]

GRIDS = 16_417
"""The number of base grids of the full city."""
NEAREST = 8


def sites(n: int) -> tuple[Graph, Floats]:
    """Return the graph of the nearest neighbours of random points, and skewed values."""
    return build_knn(locations(n), NEAREST), np.random.default_rng([n, 1]).gamma(2, size=n)


def locations(n: int) -> Floats:
    """Return random points, in no order."""
    return np.random.default_rng(n).uniform(size=(n, 2))


def cells(n: int) -> npt.NDArray[np.object_]:
    """Return Voronoi polygons of random points, a stand-in for grids of the city."""
    points = np.random.default_rng(n).uniform(0, 40_000, size=(n, 2))
    diagram = shapely.voronoi_polygons(shapely.multipoints(points))
    return shapely.intersection(shapely.get_parts(diagram), shapely.box(0, 0, 40_000, 40_000))
