"""Local statistics and their permutations against esda."""

from collections.abc import Iterator

import numpy as np
from esda.getisord import G_Local
from esda.moran import Moran_Local

from benchmarks.measuring import Measurement, compared, timed
from benchmarks.statistics.places import GRIDS, Floats, cells, sites
from gridloom_analytics.statistics.graphs.contiguity import build_contiguity
from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.local.getis_ord import local_g
from gridloom_analytics.statistics.local.moran import local_moran
from gridloom_analytics.statistics.significance.p_values import simulated_p
from gridloom_analytics.statistics.significance.permutation import permute


def measure(full: bool) -> Iterator[Measurement]:
    """Yield the measurements."""
    for n in (20_000, 120_000, 1_200_000) if full else (20_000, 120_000):
        yield g_star(*sites(n))
    for n in (GRIDS, 120_000) if full else (4_000,):
        yield moran_999(*sites(n))
    yield moran_many()
    yield uneven_weights()


def g_star(graph: Graph, values: Floats) -> Measurement:
    """Gi*, analytic."""
    weights = graph.to_libpysal()
    return compared(
        "Gi* analytic, kNN 8",
        graph.n,
        lambda: local_g(values, graph),
        "esda",
        lambda: G_Local(values, weights, transform="B", star=True, permutations=0).Zs,
        lambda ours, theirs: np.abs(ours - theirs).max(),
    )


def moran_999(graph: Graph, values: Floats) -> Measurement:
    """Local Moran's I with 999 permutations; agreement: of I, for the draws differ by nature."""
    standard, weights = graph.row_standardised(), graph.to_libpysal()
    warm_up()

    def ours() -> Floats:
        permute(values, standard, 999, 0)
        return local_moran(values, standard).i

    return compared(
        "local Moran, 999 permutations, kNN 8",
        graph.n,
        ours,
        "esda",
        lambda: Moran_Local(values, weights, permutations=999, seed=0).Is,
        lambda found, theirs: np.abs(found - theirs * graph.n / (graph.n - 1)).max(),
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
