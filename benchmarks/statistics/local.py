"""Local statistics and their permutations against esda and pygeoda.

Gi* waits for memory: at 1.2 million sites in no order, two thirds of its time are the 9.6 million
neighbours' values fetched from where they lie. The permutations are dealt in well under a
millisecond a thousand; what is left is the sum of each site's neighbours and two looks into the
sorted sums. With weights that differ, all is multiplication.
"""

import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from esda.getisord import G_Local
from esda.moran import Moran_Local

from benchmarks.measuring import Measurement, compared
from benchmarks.statistics.places import GRIDS, NEAREST, Floats, cells, locations, sites
from gridloom_analytics.statistics.graphs.contiguity import build_contiguity
from gridloom_analytics.statistics.graphs.distance_weights import build_adaptive_kernel
from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.local.getis_ord import local_g
from gridloom_analytics.statistics.local.moran import local_moran
from gridloom_analytics.statistics.significance.permutation import permute

MANY = 99_999
REPEAT = 9
"""Ours take milliseconds, which other work on the machine easily doubles."""


def measure(full: bool) -> Iterator[Measurement]:
    """Yield the measurements."""
    warm_up()
    for n in (20_000, 120_000, 1_200_000) if full else (20_000, 60_000, 120_000):
        yield g_star(*sites(n))
    for n in (4_000, GRIDS, 120_000) if full else (2_000, 4_000, GRIDS):
        yield moran_999(n)
    for n in (4_000, GRIDS, 120_000) if full else (1_000, 2_000, 4_000):
        yield moran_999_pygeoda(n)
    for n in (2_000, 4_000, GRIDS):
        yield moran_many(n)
    for n in (4_000, 8_000, GRIDS) if full else (1_000, 2_000, 4_000):
        yield from uneven_weights(n)


def warm_up() -> None:
    """Let ours and esda compile before they are measured."""
    graph, values = sites(50)
    for one in (graph, graph.row_standardised(), kernel_graph(50).row_standardised()):
        local_g(values, one)
        ours(values, one, 9)
    Moran_Local(values, graph.to_libpysal(), permutations=9, seed=0)


def ours(values: Floats, graph: Graph, draws: int) -> Floats:
    """Local Moran's I, its score, its quadrant and its permutations; return I as esda scales it."""
    permute(values, graph, draws, 0)
    return local_moran(values, graph).i * (graph.n - 1) / graph.n


def gap(found: Floats, theirs: Any) -> float:
    """Return how far I is apart, for the draws differ by nature."""
    return float(np.abs(found - theirs).max())


def g_star(graph: Graph, values: Floats) -> Measurement:
    """Gi*, analytic."""
    weights = graph.to_libpysal()
    return compared(
        "Gi* analytic, kNN 8",
        graph.n,
        lambda: local_g(values, graph),
        "esda",
        lambda: G_Local(values, weights, transform="B", star=True, permutations=0).Zs,
        gap,
        REPEAT,
    )


def moran_999(n: int) -> Measurement:
    """Local Moran's I with 999 permutations against esda."""
    graph, values = sites(n)
    standard, weights = graph.row_standardised(), graph.to_libpysal()
    return compared(
        "local Moran, 999 permutations, kNN 8",
        n,
        lambda: ours(values, standard, 999),
        "esda",
        lambda: Moran_Local(values, weights, permutations=999, seed=0).Is,
        gap,
        REPEAT,
    )


def moran_999_pygeoda(n: int) -> Measurement:
    """Local Moran's I with 999 permutations against pygeoda, its file opened before."""
    import pygeoda

    graph, values = sites(n)
    standard, weights = graph.row_standardised(), pygeoda.knn_weights(opened(n), NEAREST)
    return compared(
        "local Moran, 999 permutations, kNN 8",
        n,
        lambda: ours(values, standard, 999),
        "pygeoda",
        lambda: pygeoda_moran(weights, values),
        gap,
        REPEAT,
    )


def moran_many(n: int) -> Measurement:
    """Permutations by the 100 000 on queen contiguity, against esda with 999 of them."""
    graph = build_contiguity(cells(n))
    values = np.random.default_rng(0).gamma(2, size=n)
    standard, weights = graph.row_standardised(), graph.to_libpysal()
    return compared(
        "local Moran, 99,999 permutations, queen",
        n,
        lambda: ours(values, standard, MANY),
        "esda, 999 permutations",
        lambda: Moran_Local(values, weights, permutations=999, seed=0).Is,
        gap,
        REPEAT,
    )


def uneven_weights(n: int) -> Iterator[Measurement]:
    """Kernel weights, by brute force, against esda, and pygeoda, which takes them as equal.

    pygeoda's agreement is with ours on equal weights: it is of the graph.
    """
    import pygeoda

    _, values = sites(n)
    graph = kernel_graph(n)
    standard, weights = graph.row_standardised(), graph.to_libpysal()
    name = "local Moran, 999 permutations, kernel weights"
    yield compared(
        name,
        n,
        lambda: ours(values, standard, 999),
        "esda",
        lambda: Moran_Local(values, weights, permutations=999, seed=0).Is,
        gap,
    )
    equal = ours(values, graph.binary().row_standardised(), 9)
    theirs = pygeoda.kernel_knn_weights(opened(n), NEAREST, "triangular")
    yield compared(
        name,
        n,
        lambda: ours(values, standard, 999),
        "pygeoda, weights taken as equal",
        lambda: pygeoda_moran(theirs, values),
        lambda _, found: gap(equal, found),
    )


def kernel_graph(n: int) -> Graph:
    """Return the nearest neighbours, weighted by a triangular kernel."""
    return build_adaptive_kernel(locations(n), "triangular", NEAREST)


def pygeoda_moran(weights: Any, values: Floats) -> Floats:
    """Return I as pygeoda finds it, on as many threads as it takes."""
    import pygeoda

    return np.array(pygeoda.local_moran(weights, tuple(values), permutations=999).lisa_values())


@cache
def opened(n: int) -> Any:
    """Return the points as pygeoda opens them."""
    import geopandas as gpd
    import pygeoda

    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(*locations(n).T))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "points.shp"
        points.assign(number=range(n)).to_file(path)
        return pygeoda.open(str(path))
