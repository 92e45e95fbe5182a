"""Local Geary, local join counts and bivariate local Moran against spdep, esda and GeoDa."""

from itertools import combinations
from math import comb
from pathlib import Path

import esda
import geopandas as gpd
import libpysal
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gridloom_analytics.statistics.graphs.contiguity import build_contiguity
from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.graphs.proximity import build_knn
from gridloom_analytics.statistics.local.bivariate_moran import bivariate_local_moran
from gridloom_analytics.statistics.local.geary import local_geary
from gridloom_analytics.statistics.local.join_counts import local_join_counts
from gridloom_analytics.statistics.significance.differences import permute_differences
from gridloom_analytics.statistics.significance.p_values import simulated_p

RECORDED = Path(__file__).parent / "data" / "autocorrelation"
"""The output of ``tests/analytics/oracles/autocorrelation.R``."""
DRAWS = 99_999


@pytest.fixture(scope="module")
def columbus() -> gpd.GeoDataFrame:
    return gpd.read_file(libpysal.examples.get_path("columbus.shp"))


@pytest.fixture(scope="module")
def queen(columbus: gpd.GeoDataFrame) -> Graph:
    return build_contiguity(columbus.geometry)


@pytest.fixture(scope="module")
def spdep() -> pd.DataFrame:
    return pd.read_csv(RECORDED / "local.csv")


def small(seed: int) -> tuple[np.ndarray, Graph]:
    rng = np.random.default_rng(seed)
    return rng.integers(0, 6, size=9).astype(float), build_knn(rng.uniform(size=(9, 2)), 3)


def uneven(graph: Graph, seed: int) -> Graph:
    weights = np.random.default_rng(seed).uniform(0.5, 1.5, size=len(graph.indices))
    return Graph(graph.indptr, graph.indices, weights, graph.ids)


def near(graph: Graph, site: int) -> np.ndarray:
    return graph.indices[graph.indptr[site] : graph.indptr[site + 1]]


def every_sum(values: np.ndarray, graph: Graph, site: int) -> np.ndarray:
    """The sums of squared differences of all sets of the others."""
    gaps = (np.delete(values, site) - values[site]) ** 2
    return np.array([sum(chosen) for chosen in combinations(gaps, len(near(graph, site)))])


def test_local_geary_equals_spdep(columbus, queen, spdep) -> None:
    found = local_geary(columbus.CRIME.to_numpy(), queen.row_standardised())
    np.testing.assert_allclose(found.c, spdep.geary, rtol=0, atol=1e-9)


def test_bivariate_local_moran_equals_spdep(columbus, queen, spdep) -> None:
    values, others = columbus.CRIME.to_numpy(), columbus.INC.to_numpy()
    found = bivariate_local_moran(values, others, queen.row_standardised())
    np.testing.assert_allclose(found.i, spdep.bivariate, rtol=0, atol=1e-9)


def test_local_join_counts_equal_spdep(columbus, queen, spdep) -> None:
    found = local_join_counts(columbus.CRIME.to_numpy() >= 40, queen)
    np.testing.assert_array_equal(found.joins, spdep.joins)


@pytest.mark.parametrize("seed", range(3))
def test_moments_of_local_geary_are_those_of_every_subset(seed: int) -> None:
    values, graph = small(seed)
    found, scale = local_geary(values, graph), values.var(ddof=1)
    for site in range(graph.n):
        every = every_sum(values, graph, site) / scale
        expected = (found.c[site] - every.mean()) / every.std()
        assert found.z[site] == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_shared_differences_agree_with_counting_every_subset(seed: int) -> None:
    values, graph = small(seed)
    found = permute_differences(values, graph.row_standardised(), DRAWS, seed)
    for site in range(graph.n):
        own = ((values[near(graph, site)] - values[site]) ** 2).sum()
        every = every_sum(values, graph, site)
        for count, exact in ((found.at_least[site], (every >= own).mean()),
                             (found.at_most[site], (every <= own).mean())):  # fmt: skip
            error = np.sqrt(exact * (1 - exact) / DRAWS)
            assert abs(count / DRAWS - exact) <= 4 * error + 1e-12


@pytest.mark.parametrize("seed", range(3))
def test_ordered_differences_agree_with_plain_shuffling(seed: int) -> None:
    values, graph = small(seed)
    weighted, draws = uneven(graph, seed), 20_000
    found = permute_differences(values, weighted, draws, seed)
    rng, site = np.random.default_rng(seed), 4
    row = weighted.weights[weighted.indptr[site] : weighted.indptr[site + 1]]
    others = np.delete(values, site)
    sums = [row @ (rng.permutation(others)[:3] - values[site]) ** 2 for _ in range(draws)]
    own = row @ (values[near(graph, site)] - values[site]) ** 2
    share = (np.array(sums) >= own - 1e-9).mean()
    error = np.sqrt(2 * max(share * (1 - share), 1e-5) / draws)
    assert abs(found.at_least[site] / draws - share) <= 4 * error


def test_local_geary_is_esda_by_n_less_one_over_n(columbus, queen) -> None:
    values, n = columbus.CRIME.to_numpy(), queen.n
    peer = esda.Geary_Local(connectivity=queen.to_libpysal(), permutations=0).fit(values)
    found = local_geary(values, queen.row_standardised())
    np.testing.assert_allclose(found.c, peer.localG * (n - 1) / n, rtol=1e-9)


def test_classes_of_local_geary_agree_with_geoda(columbus, queen) -> None:
    pygeoda = pytest.importorskip("pygeoda")
    shapes = pygeoda.open(libpysal.examples.get_path("columbus.shp"))
    peer = pygeoda.local_geary(
        pygeoda.queen_weights(shapes), shapes["CRIME"], permutations=9_999, significance_cutoff=1.0
    )
    names = ["not-significant", "high-high", "low-low", "other-positive", "negative"]
    theirs = np.array([names[code] for code in peer.lisa_clusters()])
    found = local_geary(columbus.CRIME.to_numpy(), queen.row_standardised())
    clear = np.abs(found.z) > 0.1  # GeoDa compares with the simulated mean, not the exact one
    assert (found.quadrant[clear] == theirs[clear]).all()
    np.testing.assert_allclose(found.c, peer.lisa_values(), rtol=1e-9)


def test_p_of_local_join_counts_is_the_share_of_all_subsets(columbus, queen) -> None:
    marked = columbus.CRIME.to_numpy() >= 40
    found, n, ones = local_join_counts(marked, queen), len(marked), int(marked.sum())
    for site in np.flatnonzero(marked):
        k, joins = int(queen.cardinalities[site]), int(found.joins[site])
        ways = sum(comb(ones - 1, j) * comb(n - ones, k - j) for j in range(joins, k + 1))
        assert found.p[site] == pytest.approx(ways / comb(n - 1, k), rel=1e-9)
    assert np.isnan(found.p[~marked]).all()


def test_local_join_counts_agree_with_geoda(columbus, queen) -> None:
    pygeoda = pytest.importorskip("pygeoda")
    marked = columbus.CRIME.to_numpy() >= 40
    shapes = pygeoda.open(libpysal.examples.get_path("columbus.shp"))
    peer = pygeoda.local_joincount(
        pygeoda.queen_weights(shapes), marked.astype(float).tolist(), permutations=9_999
    )
    found = local_join_counts(marked, queen)
    unusual = (found.joins > 0) & (found.p < 0.4)  # GeoDa gives the smaller tail
    assert found.joins.tolist() == list(peer.lisa_values())
    # GeoDa's shuffles are rougher than its 9,999 draws: up to 0.016 from the exact share
    assert np.abs(found.p - np.array(peer.lisa_pvalues()))[unusual].max() < 0.02


def test_bivariate_local_moran_agrees_with_esda(columbus, queen) -> None:
    values, others = columbus.HOVAL.to_numpy(), columbus.INC.to_numpy()
    found = bivariate_local_moran(values, others, queen.row_standardised())
    peer = esda.Moran_Local_BV(values, others, queen.to_libpysal(), permutations=0)
    quadrants = np.array(["", "high-high", "low-high", "low-low", "high-low"])[peer.q]
    np.testing.assert_allclose(found.i, peer.Is, rtol=1e-9)
    assert found.quadrant.tolist() == quadrants.tolist()


@pytest.mark.parametrize("weights", ["even", "uneven"])
def test_any_number_of_threads_gives_the_same_bytes(weights: str) -> None:
    rng = np.random.default_rng(3)
    cells = [shapely.box(x, y, x + 1, y + 1) for y in range(50) for x in range(50)]
    graph, values = build_contiguity(cells), rng.gamma(1, size=2500)
    graph = uneven(graph, 3) if weights == "uneven" else graph
    one, four = (permute_differences(values, graph, 199, 11, threads=t) for t in (1, 4))
    other = permute_differences(values, graph, 199, 12)
    assert one.at_least.tobytes() == four.at_least.tobytes()
    assert one.at_most.tobytes() == four.at_most.tobytes()
    assert (one.at_least != other.at_least).any()


@given(seed=st.integers(0, 999), shift=st.floats(-100, 100), scale=st.floats(0.1, 10))
def test_local_geary_does_not_depend_on_unit_or_origin(
    seed: int, shift: float, scale: float
) -> None:
    values, graph = small(seed)
    found, moved = local_geary(values, graph), local_geary(shift + scale * values, graph)
    np.testing.assert_allclose(moved.c, found.c, rtol=1e-6, atol=1e-6)
    counts = (permute_differences(v, graph, 99, seed) for v in (values, shift + scale * values))
    first, second = (count.at_least for count in counts)
    np.testing.assert_array_equal(first, second)


@given(seed=st.integers(0, 999))
def test_local_statistics_do_not_depend_on_the_order_of_rows(seed: int) -> None:
    values, graph = small(seed)
    order = np.random.default_rng(seed).permutation(graph.n)
    turned = Graph.from_matrix(graph.matrix[order][:, order])
    found, moved = local_geary(values, graph), local_geary(values[order], turned)
    np.testing.assert_allclose(moved.z, found.z[order], rtol=1e-9, atol=1e-9)
    marks = values > 2
    joins, turned_joins = local_join_counts(marks, graph), local_join_counts(marks[order], turned)
    np.testing.assert_allclose(turned_joins.p, joins.p[order], rtol=1e-9)


def test_constants_and_islands_have_no_score() -> None:
    graph = build_contiguity([shapely.box(x, 0, x + 1, 1) for x in (0, 1, 2, 3, 9)])
    assert np.isnan(local_geary(np.full(5, 0.1), graph).z).all()
    alone = local_geary(np.arange(5.0), graph)
    assert np.isnan([alone.c[4], alone.z[4]]).all()
    assert alone.quadrant[4] is None
    assert np.isnan(local_join_counts(np.array([True, True, False, False, True]), graph).p[4])


def test_false_alarms_of_local_geary_are_what_the_level_says() -> None:
    rng = np.random.default_rng(5)
    cells = [shapely.box(x, y, x + 1, y + 1) for y in range(20) for x in range(20)]
    graph, values, draws = build_contiguity(cells), rng.lognormal(size=400), 4_999
    shares = []
    for seed in range(100):
        found = permute_differences(rng.permutation(values), graph, draws, seed)
        shares.append((simulated_p(found.at_least, found.at_most, draws) < 0.05).mean())
    assert abs(np.mean(shares) - 0.05) < 4 * np.std(shares, ddof=1) / np.sqrt(len(shares))


def test_exact_p_of_local_join_counts_raises_no_more_alarms_than_the_level() -> None:
    rng = np.random.default_rng(6)
    cells = [shapely.box(x, y, x + 1, y + 1) for y in range(20) for x in range(20)]
    graph, marks = build_contiguity(cells), np.arange(400) < 150
    p = np.concatenate([local_join_counts(rng.permutation(marks), graph).p for _ in range(100)])
    tested = p[np.isfinite(p)]
    assert (tested < 0.05).mean() < 0.05
    assert (tested < 0.05).mean() > 0.01
