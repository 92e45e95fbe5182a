"""Graphs of neighbours against libpysal."""

from collections.abc import Iterator

import numpy as np
from libpysal.graph import Graph as PysalGraph

from benchmarks.measuring import Measurement, compared
from benchmarks.statistics.places import GRIDS, NEAREST, cells
from gridloom_analytics.statistics.graphs.contiguity import build_contiguity
from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.graphs.proximity import build_knn


def measure(full: bool) -> Iterator[Measurement]:
    """Yield the measurements."""
    for n in (2_000, GRIDS):
        yield contiguity(n)
    for n in (20_000, 120_000, 1_200_000) if full else (20_000, 120_000):
        yield nearest(n)


def differing(ours: Graph, theirs: PysalGraph) -> float:
    """Return how many links only one of the two has."""
    return float(abs(ours.matrix - Graph.from_libpysal(theirs).matrix).sum())


def contiguity(n: int) -> Measurement:
    """Queen contiguity of polygons."""
    import geopandas as gpd

    areas = gpd.GeoSeries(cells(n))
    shapes = areas.to_numpy()
    return compared(
        "queen contiguity",
        n,
        lambda: build_contiguity(shapes),
        "libpysal",
        lambda: PysalGraph.build_contiguity(areas, rook=False),
        differing,
    )


def nearest(n: int) -> Measurement:
    """The graph of the 8 nearest neighbours."""
    points = np.random.default_rng(n).uniform(size=(n, 2))
    return compared(
        "kNN 8 graph",
        n,
        lambda: build_knn(points, NEAREST),
        "libpysal",
        lambda: PysalGraph.build_knn(points, k=NEAREST),
        differing,
    )
