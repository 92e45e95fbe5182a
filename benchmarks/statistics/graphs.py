"""Graphs of neighbours against libpysal.

Of queen contiguity a fifth is GEOS giving the coordinates, a tenth each their numbers, those of
the edges, the exact test along the outer border, and the neighbours themselves. Of the nearest
neighbours a quarter is building the tree and nearly all the rest searching it.
"""

from collections.abc import Iterator

from libpysal.graph import Graph as PysalGraph

from benchmarks.measuring import Measurement, compared
from benchmarks.statistics.places import GRIDS, NEAREST, cells, locations
from gridloom_analytics.statistics.graphs.contiguity import build_contiguity
from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.graphs.proximity import build_knn

REPEAT = 9
"""Ours takes milliseconds, which other work on the machine easily doubles."""


def measure(full: bool) -> Iterator[Measurement]:
    """Yield the measurements."""
    build_contiguity(cells(50))
    for n in (2_000, 8_000, GRIDS):
        yield contiguity(n)
    for n in (20_000, 120_000, 1_200_000) if full else (20_000, 60_000, 120_000):
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
        REPEAT,
    )


def nearest(n: int) -> Measurement:
    """The graph of the 8 nearest neighbours."""
    points = locations(n)
    return compared(
        "kNN 8 graph",
        n,
        lambda: build_knn(points, NEAREST),
        "libpysal",
        lambda: PysalGraph.build_knn(points, k=NEAREST),
        differing,
    )
