"""Neighbours, Gi* and local Moran's I against libpysal and esda on the same graphs."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import shapely
from esda.getisord import G_Local
from esda.moran import Moran_Local
from libpysal.graph import Graph as PysalGraph

from benchmarks.measuring import Measurement, timed
from gridloom_analytics.statistics.classes.classification import breaks
from gridloom_analytics.statistics.graphs.contiguity import build_contiguity
from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.graphs.proximity import build_knn
from gridloom_analytics.statistics.local.getis_ord import local_g
from gridloom_analytics.statistics.local.moran import local_moran
from gridloom_analytics.statistics.significance.p_values import simulated_p
from gridloom_analytics.statistics.significance.permutation import permute

Floats = npt.NDArray[np.float64]

GRIDS = 16_417
"""The number of base grids of the full city."""
NEAREST = 8


def measure(full: bool) -> Iterator[Measurement]:
    """Yield the measurements; ``full`` takes minutes, most of them in the peers."""
    for n in (2_000, GRIDS):
        yield contiguity(n)
    for n in (20_000, 120_000, 1_200_000) if full else (20_000, 120_000):
        graph, values = sites(n)
        yield nearest(n)
        yield g_star(graph, values)
    for n in (GRIDS, 120_000) if full else (4_000,):
        yield moran_999(*sites(n))
    yield moran_many()
    yield uneven_weights()
    yield natural_breaks(1_200_000 if full else 120_000)


def sites(n: int) -> tuple[Graph, Floats]:
    """Return the graph of the nearest neighbours of random points, and skewed values."""
    rng = np.random.default_rng(n)
    points = rng.uniform(size=(n, 2))
    return build_knn(points, NEAREST), rng.gamma(2, size=n)


def cells(n: int) -> npt.NDArray[np.object_]:
    """Return Voronoi polygons of random points, a stand-in for grids of the city."""
    points = np.random.default_rng(n).uniform(0, 40_000, size=(n, 2))
    diagram = shapely.voronoi_polygons(shapely.multipoints(points))
    return shapely.intersection(shapely.get_parts(diagram), shapely.box(0, 0, 40_000, 40_000))


def contiguity(n: int) -> Measurement:
    """Queen contiguity of polygons; agreement: links that only one of the two has."""
    import geopandas as gpd

    areas = gpd.GeoSeries(cells(n))
    shapes = areas.to_numpy()
    ours_s, ours = timed(lambda: build_contiguity(shapes))
    peer_s, peer = timed(lambda: PysalGraph.build_contiguity(areas, rook=False), repeat=1)
    differing = abs(ours.matrix - Graph.from_libpysal(peer).matrix).sum()
    return Measurement(
        "queen contiguity", n, ours_s, "libpysal", peer_s, agreement=float(differing)
    )


def nearest(n: int) -> Measurement:
    """The graph of the 8 nearest neighbours; agreement: links that only one of the two has."""
    points = np.random.default_rng(n).uniform(size=(n, 2))
    ours_s, ours = timed(lambda: build_knn(points, NEAREST), repeat=1)
    peer_s, peer = timed(lambda: PysalGraph.build_knn(points, k=NEAREST), repeat=1)
    differing = abs(ours.matrix - Graph.from_libpysal(peer).matrix).sum()
    return Measurement("kNN 8 graph", n, ours_s, "libpysal", peer_s, agreement=float(differing))


def g_star(graph: Graph, values: Floats) -> Measurement:
    """Gi*, analytic."""
    weights = graph.to_libpysal()
    ours_s, ours = timed(lambda: local_g(values, graph))
    peer_s, peer = timed(
        lambda: G_Local(values, weights, transform="B", star=True, permutations=0).Zs, repeat=1
    )
    gap = float(np.abs(ours - peer).max())
    return Measurement("Gi* analytic, kNN 8", graph.n, ours_s, "esda", peer_s, agreement=gap)


def moran_999(graph: Graph, values: Floats) -> Measurement:
    """Local Moran's I with 999 permutations; agreement: of I, for the draws differ by nature."""
    standard, weights = graph.row_standardised(), graph.to_libpysal()
    warm_up()

    def ours_once() -> Floats:
        permute(values, standard, 999, 0)
        return local_moran(values, standard).i

    ours_s, ours = timed(ours_once)
    peer_s, peer = timed(lambda: Moran_Local(values, weights, permutations=999, seed=0), repeat=1)
    gap = float(np.abs(ours - peer.Is * graph.n / (graph.n - 1)).max())
    return Measurement(
        "local Moran, 999 permutations, kNN 8", graph.n, ours_s, "esda", peer_s, agreement=gap
    )


def warm_up() -> None:
    """Let ours and esda compile before they are measured."""
    graph, values = sites(50)
    permute(values, graph.row_standardised(), 9, 0)
    Moran_Local(values, graph.to_libpysal(), permutations=9, seed=0)


def moran_many() -> Measurement:
    """Permutations by the 100 000 on queen contiguity of the grids: no peer is that fast."""
    graph = build_contiguity(cells(GRIDS)).row_standardised()
    values = np.random.default_rng(0).gamma(2, size=GRIDS)
    permute(values, graph, 9, 0)
    seconds, _ = timed(lambda: permute(values, graph, 99_999, 0))
    return Measurement("local Moran, 99,999 permutations, queen", GRIDS, seconds)


def uneven_weights() -> Measurement:
    """Weights that differ, by brute force; agreement: the greatest gap of p of two seeds."""
    graph, values = sites(GRIDS)
    rng = np.random.default_rng(1)
    uneven = Graph(graph.indptr, graph.indices, rng.uniform(size=len(graph.indices)), graph.ids)
    permute(values, uneven, 9, 0)
    seconds, found = timed(lambda: permute(values, uneven, 999, 0))
    again = permute(values, uneven, 999, 1)
    gap = np.abs(
        simulated_p(found.at_least, found.at_most, 999)
        - simulated_p(again.at_least, again.at_most, 999)
    )
    return Measurement(
        "local Moran, 999 permutations, distance weights",
        GRIDS,
        seconds,
        agreement=float(gap.max()),
    )


def natural_breaks(n: int) -> Measurement:
    """Exact Jenks breaks of n values against mapclassify's on a sample it can bear."""
    import mapclassify

    values = np.random.default_rng(n).gamma(2, size=n)
    breaks(values[:100], "jenks", 5)
    seconds, _ = timed(lambda: breaks(values, "jenks", 5), repeat=1)
    small = values[:3_000]
    gap = np.abs(breaks(small, "jenks", 5) - mapclassify.FisherJenks(small, k=5).bins).max()
    return Measurement("Jenks breaks, exact", n, seconds, agreement=float(gap))
