"""Global statistics, and local Geary's C, with their permutations against esda and GeoDa."""

from collections.abc import Iterator

import numpy as np
import pygeoda
from esda.moran import Moran

from benchmarks.measuring import Measurement, compared, timed
from benchmarks.statistics.places import GRIDS, Floats, cells, sites
from gridloom_analytics.statistics.autocorrelation.indices import morans_i
from gridloom_analytics.statistics.autocorrelation.pairs import Pairs
from gridloom_analytics.statistics.autocorrelation.shuffling import shuffle_values
from gridloom_analytics.statistics.graphs.contiguity import build_contiguity
from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.local.geary import local_geary
from gridloom_analytics.statistics.significance.differences import permute_differences


def measure(full: bool) -> Iterator[Measurement]:
    """Yield the measurements."""
    for n in (4_000, GRIDS, 120_000) if full else (4_000, GRIDS):
        yield moran_999(*sites(n))
    for n in (1_000, 4_000, GRIDS) if full else (1_000, 4_000):
        yield local_geary_999(n)
    yield local_geary_many()


def moran_999(graph: Graph, values: Floats) -> Measurement:
    """Moran's I with its moments and 999 shuffles of all values; agreement: of I and z."""
    standard, weights = graph.row_standardised(), graph.to_libpysal()
    small, few = sites(50)
    shuffle_values(few, Pairs.of(small), "products", 9, 0)

    def ours() -> tuple[float, float]:
        pairs = Pairs.of(standard)
        shuffle_values(values - values.mean(), pairs, "products", 999, 0)
        found = morans_i(values, pairs)
        return found.statistic, found.z

    return compared(
        "Moran's I, 999 permutations, kNN 8",
        graph.n,
        ours,
        "esda",
        lambda: Moran(values, weights, permutations=999),
        lambda found, theirs: max(abs(found[0] - theirs.I), abs(found[1] - theirs.z_rand)),
    )


def local_geary_999(n: int) -> Measurement:
    """Local Geary's C with 999 permutations; agreement: of C, for the draws differ by nature."""
    import geopandas as gpd

    areas = cells(n)
    graph = build_contiguity(areas)
    values = np.random.default_rng(n).gamma(2, size=n)
    standard = graph.row_standardised()
    permute_differences(values, standard, 9, 0)
    opened = pygeoda.open(gpd.GeoDataFrame({"v": values}, geometry=areas))
    weights = pygeoda.queen_weights(opened)

    def ours() -> Floats:
        permute_differences(values, standard, 999, 0)
        return local_geary(values, standard).c

    return compared(
        "local Geary's C, 999 permutations, queen",
        n,
        ours,
        "pygeoda",
        lambda: np.array(pygeoda.local_geary(weights, opened["v"]).lisa_values()),
        lambda found, theirs: np.abs(found - theirs).max(),
    )


def local_geary_many() -> Measurement:
    """Permutations by the 100 000 on queen contiguity of the grids: no peer is that fast."""
    graph = build_contiguity(cells(GRIDS)).row_standardised()
    values = np.random.default_rng(0).gamma(2, size=GRIDS)
    permute_differences(values, graph, 9, 0)
    seconds, _ = timed(lambda: permute_differences(values, graph, 99_999, 0))
    return Measurement("local Geary's C, 99,999 permutations, queen", GRIDS, seconds)
