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
from gridloom_analytics.statistics.local.getis_ord import local_g
from gridloom_analytics.statistics.local.moran import local_moran
from gridloom_analytics.statistics.significance.p_values import (
    bonferroni,
    confidence_bins,
    false_discovery_rate,
    normal_p,
)


@pytest.fixture(scope="module")
def columbus() -> tuple[np.ndarray, Graph]:
    frame = gpd.read_file(libpysal.examples.get_path("columbus.shp"))
    return frame.CRIME.to_numpy(), build_contiguity(frame.geometry)


@pytest.fixture(scope="module")
def spdep(cities: Path) -> pd.DataFrame:
    return pd.read_csv(cities / "columbus" / "localstats_spdep.csv")


def random_graph(seed: int, n: int = 30) -> tuple[np.ndarray, Graph]:
    rng = np.random.default_rng(seed)
    return rng.gamma(2, size=n), build_knn(rng.uniform(size=(n, 2)), 4)


def slow_g_star(values: np.ndarray, graph: Graph) -> np.ndarray:
    """Gi* as Ord & Getis print it, a site at a time."""
    n, mean, spread = len(values), values.mean(), values.std()
    found = []
    for site in range(n):
        weights = graph.matrix[[site]].toarray()[0]
        weights[site] = 1.0
        spare = (n * (weights**2).sum() - weights.sum() ** 2) / (n - 1)
        found.append((weights @ values - mean * weights.sum()) / (spread * np.sqrt(spare)))
    return np.array(found)


@pytest.mark.parametrize(("column", "star"), [("gstar_z", True), ("g_z", False)])
def test_local_g_equals_spdep(columbus, spdep, column: str, star: bool) -> None:
    np.testing.assert_allclose(local_g(*columbus, star=star), spdep[column], rtol=0, atol=1e-9)


def test_two_sided_and_corrected_p_equal_spdep(columbus, spdep) -> None:
    p = normal_p(local_g(*columbus))
    np.testing.assert_allclose(p, spdep.gstar_p, rtol=0, atol=1e-9)
    np.testing.assert_allclose(false_discovery_rate(p), spdep.gstar_p_fdr, rtol=0, atol=1e-9)
    np.testing.assert_allclose(bonferroni(p), spdep.gstar_p_bonferroni, rtol=0, atol=1e-9)


def test_local_moran_equals_spdep(columbus, spdep) -> None:
    values, graph = columbus
    found = local_moran(values, graph.row_standardised())
    np.testing.assert_allclose(found.i, spdep.moran_i_spdep, rtol=0, atol=1e-9)
    np.testing.assert_allclose(found.z, spdep.moran_z, rtol=0, atol=1e-9)


def test_local_moran_is_esda_by_n_over_n_less_one(columbus) -> None:
    values, graph = columbus
    peer = esda.Moran_Local(values, graph.to_libpysal(), permutations=0)
    quadrants = np.array(["", "high-high", "low-high", "low-low", "high-low"])[peer.q]
    found, n = local_moran(values, graph.row_standardised()), len(values)
    np.testing.assert_allclose(found.i, peer.Is * n / (n - 1), rtol=1e-12)
    assert found.quadrant.tolist() == quadrants.tolist()


def slow_g(values: np.ndarray, graph: Graph) -> np.ndarray:
    """Gi as Ord & Getis print it: without the site, against the others alone."""
    found = []
    for site in range(graph.n):
        weights = np.delete(graph.matrix[[site]].toarray()[0], site)
        others, count = np.delete(values, site), graph.n - 1
        spare = (count * (weights**2).sum() - weights.sum() ** 2) / (count - 1)
        expected = weights.sum() * others.mean()
        found.append((weights @ others - expected) / (others.std() * np.sqrt(spare)))
    return np.array(found)


def weighted(graph: Graph, seed: int) -> Graph:
    weights = np.random.default_rng(seed).uniform(0.1, 2, size=len(graph.indices))
    return Graph(graph.indptr, graph.indices, weights, graph.ids)


@pytest.mark.parametrize("seed", range(3))
def test_the_compiled_g_star_equals_its_slow_twin(seed: int) -> None:
    values, graph = random_graph(seed)
    for one in (graph, weighted(graph, seed)):
        np.testing.assert_allclose(local_g(values, one), slow_g_star(values, one), rtol=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_the_compiled_g_equals_its_slow_twin(seed: int) -> None:
    values, graph = random_graph(seed)
    for one in (graph, weighted(graph, seed)):
        found = local_g(values, one, star=False)
        np.testing.assert_allclose(found, slow_g(values, one), rtol=1e-9)


def test_a_factor_common_to_all_weights_of_a_site_does_not_change_its_score() -> None:
    values, graph = random_graph(5)
    uneven = weighted(graph, 5)
    double = Graph(uneven.indptr, uneven.indices, 2 * uneven.weights, uneven.ids)
    found = local_g(values, double, self_weight=2.0)
    np.testing.assert_allclose(found, local_g(values, uneven), rtol=1e-9)


@pytest.mark.parametrize("n", [1, 2])
def test_one_or_two_sites_have_no_score(n: int) -> None:
    graph = Graph.from_pairs(np.arange(n), (np.arange(n) + 1) % n, np.arange(n))
    for star in (True, False):
        assert np.isnan(local_g(np.arange(float(n)), graph, star=star)).all()


@given(seed=st.integers(0, 999), shift=st.floats(-1e3, 1e3), scale=st.floats(0.01, 100))
def test_scores_do_not_depend_on_unit_or_origin(seed: int, shift: float, scale: float) -> None:
    values, graph = random_graph(seed)
    moved = shift + scale * values
    np.testing.assert_allclose(local_g(moved, graph), local_g(values, graph), atol=1e-8)
    np.testing.assert_allclose(local_moran(moved, graph).z, local_moran(values, graph).z, atol=1e-8)


@given(seed=st.integers(0, 999))
def test_scores_do_not_depend_on_the_order_of_rows(seed: int) -> None:
    values, graph = random_graph(seed)
    order = np.random.default_rng(seed).permutation(graph.n)
    shuffled = Graph.from_matrix(graph.matrix[order][:, order])
    found = local_g(values[order], shuffled, star=False)
    np.testing.assert_allclose(found, local_g(values, graph, star=False)[order], atol=1e-10)


def test_islands_have_no_score() -> None:
    graph = build_contiguity([shapely.box(x, 0, x + 1, 1) for x in (0, 1, 2, 3, 9)])
    assert np.isnan(local_g(np.arange(5.0), graph)).tolist() == [False] * 4 + [True]


@pytest.mark.parametrize("n", [5, 6, 7, 50])
def test_constants_have_no_score(n: int) -> None:
    graph = build_knn(np.random.default_rng(0).uniform(size=(n, 2)), 2)
    assert np.isnan(local_g(np.full(graph.n, 0.1), graph)).all()
    assert np.isnan(local_moran(np.full(graph.n, 0.1), graph).z).all()


def test_a_site_with_all_others_as_neighbours_has_no_g_star() -> None:
    graph = build_knn(np.random.default_rng(0).uniform(size=(6, 2)), 5)
    assert np.isnan(local_g(np.arange(6.0), graph)).all()


def test_bins_follow_sign_and_level_and_leave_islands_out() -> None:
    z = np.array([2.6, 2.0, -1.7, 0.3, np.nan])
    bins = confidence_bins(z, normal_p(z))
    np.testing.assert_array_equal(bins, [3, 2, -1, 0, np.nan])


def test_false_alarms_on_shuffled_values_are_what_the_level_says() -> None:
    rng = np.random.default_rng(7)
    cells = [shapely.box(x, y, x + 1, y + 1) for y in range(40) for x in range(40)]
    graph, values = build_contiguity(cells), rng.normal(size=1600)
    shares = [(normal_p(local_g(rng.permutation(values), graph)) < 0.05).mean() for _ in range(200)]
    error = np.std(shares, ddof=1) / np.sqrt(len(shares))
    assert abs(np.mean(shares) - 0.05) < 4 * error
