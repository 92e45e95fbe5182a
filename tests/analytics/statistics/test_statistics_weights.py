"""Weights by distance and hierarchy, and what a graph looks like, against spdep and libpysal."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from libpysal.graph import Graph as PysalGraph
from libpysal.weights import Kernel

from gridloom_analytics.statistics.graphs.description import (
    components,
    describe,
    mean_distances,
    nearest_distances,
)
from gridloom_analytics.statistics.graphs.distance_weights import (
    build_adaptive_kernel,
    build_fixed_kernel,
    build_inverse_distance,
    kernel_weights,
)
from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.graphs.hierarchy import build_siblings, sibling_links
from gridloom_analytics.statistics.graphs.proximity import build_distance_band, build_knn
from gridloom_analytics.statistics.local.getis_ord import local_g

AT_ZERO = {
    "triangular": 1.0, "uniform": 0.5, "epanechnikov": 0.75, "quartic": 15 / 16,
    "gaussian": (2 * np.pi) ** -0.5,
}  # fmt: skip
"""K(0) of the kernels as libpysal scales them."""
THEIR_NAMES = {"epanechnikov": "quadratic"}


@pytest.fixture(scope="module")
def spdep() -> pd.DataFrame:
    """Columbus by R: oracles/graphs.R."""
    return pd.read_csv(Path(__file__).parents[1] / "oracles" / "graphs.csv")


def centres(spdep: pd.DataFrame) -> np.ndarray:
    return spdep[["x", "y"]].to_numpy()


def scattered(seed: int, n: int = 40) -> np.ndarray:
    return np.random.default_rng(seed).uniform(0, 10, size=(n, 2))


def pysal_matrix(peer: Kernel) -> np.ndarray:
    full = peer.full()[0]
    np.fill_diagonal(full, 0)
    return full


@pytest.mark.parametrize("kernel", AT_ZERO)
@pytest.mark.parametrize("seed", range(2))
def test_a_fixed_kernel_equals_libpysal(kernel: str, seed: int) -> None:
    points, theirs = scattered(seed), THEIR_NAMES.get(kernel, kernel)
    peer = Kernel(points, bandwidth=2.0, function=theirs, silence_warnings=True)
    found = build_fixed_kernel(points, kernel, 2.0).matrix.toarray() * AT_ZERO[kernel]
    np.testing.assert_allclose(found, pysal_matrix(peer), rtol=0, atol=1e-12)


@pytest.mark.parametrize("kernel", AT_ZERO)
@pytest.mark.parametrize("seed", range(2))
def test_an_adaptive_kernel_equals_libpysal(kernel: str, seed: int) -> None:
    points = scattered(seed)
    peer = Kernel(points, fixed=False, k=6, function=THEIR_NAMES.get(kernel, kernel))
    found = build_adaptive_kernel(points, kernel, 6).matrix.toarray() * AT_ZERO[kernel]
    np.testing.assert_allclose(found, pysal_matrix(peer), rtol=0, atol=1e-12)


@pytest.mark.parametrize("kernel", ["triangular", "epanechnikov", "quartic"])
def test_g_star_with_kernel_weights_equals_spdep(spdep: pd.DataFrame, kernel: str) -> None:
    graph = build_adaptive_kernel(centres(spdep), kernel, 8)
    found = local_g(spdep.CRIME.to_numpy(), graph)
    np.testing.assert_allclose(found, spdep[f"gstar_{kernel}"], rtol=0, atol=1e-9)


def test_points_at_one_place_weigh_all_of_the_kernel() -> None:
    piled = np.array([[0.0, 0], [0, 0], [0, 0], [9, 9]])
    graph = build_adaptive_kernel(piled, "triangular", 2)
    assert graph.weights[graph.indptr[0] : graph.indptr[1]].tolist() == [1.0, 1.0]


def test_who_weighs_nothing_is_no_neighbour() -> None:
    graph = build_fixed_kernel(np.array([[0.0, 0], [2, 0], [3, 0]]), "quartic", 2.0)
    assert graph.cardinalities.tolist() == [0, 1, 1]


def test_inverse_distance_equals_libpysal() -> None:
    points = scattered(3)
    with np.errstate(divide="ignore"):  # their diagonal
        peer = PysalGraph.build_distance_band(points, 3.0, binary=False, alpha=-1.5)
    found = build_inverse_distance(points, 3.0, power=1.5, least=1e-9)
    expected = Graph.from_libpysal(peer).matrix.toarray()
    np.testing.assert_allclose(found.matrix.toarray(), expected, rtol=1e-12)


def test_points_at_one_place_weigh_as_if_the_least_distance_apart() -> None:
    graph = build_inverse_distance(np.array([[0.0, 0], [0, 0], [1, 0]]), 2.0, least=0.25)
    assert graph.weights.tolist() == [4.0, 1.0, 4.0, 1.0, 1.0, 1.0]


def test_there_are_no_other_kernels() -> None:
    with pytest.raises(ValueError, match="no kernel cosine"):
        kernel_weights("cosine", np.zeros(1))


@given(seed=st.integers(0, 999), shift=st.floats(-1e3, 1e3), scale=st.floats(0.01, 100))
def test_adaptive_weights_do_not_depend_on_origin_or_unit(
    seed: int, shift: float, scale: float
) -> None:
    points = scattered(seed, 20)
    found, moved = (
        build_adaptive_kernel(p, "quartic", 4) for p in (points, shift + scale * points)
    )
    np.testing.assert_array_equal(found.indices, moved.indices)
    np.testing.assert_allclose(found.weights, moved.weights, atol=1e-7)


@given(seed=st.integers(0, 999))
def test_weights_do_not_depend_on_the_order_of_rows(seed: int) -> None:
    points, order = scattered(seed, 20), np.random.default_rng(seed).permutation(20)
    found = build_fixed_kernel(points, "gaussian", 4.0).matrix.toarray()
    shuffled = build_fixed_kernel(points[order], "gaussian", 4.0).matrix.toarray()
    np.testing.assert_allclose(shuffled, found[order][:, order], rtol=1e-12)


@given(parents=st.lists(st.integers(-1, 4), min_size=1, max_size=30))
def test_siblings_are_all_others_of_the_same_parent(parents: list[int]) -> None:
    codes = np.array(parents)
    expected = (codes[:, None] == codes) & (codes >= 0) & ~np.eye(len(codes), dtype=bool)
    graph = build_siblings(codes)
    assert (graph.matrix.toarray() > 0).tolist() == expected.tolist()
    assert sibling_links(codes) == expected.sum()


def test_siblings_equal_the_block_weights_of_libpysal() -> None:
    parents = np.random.default_rng(0).integers(0, 6, size=50)
    peer = PysalGraph.build_block_contiguity(parents)
    graph = build_siblings(parents)
    links = set(zip(graph.focal.tolist(), graph.indices.tolist(), strict=True))
    assert links == set(peer.adjacency.index)


def test_the_four_nearest_are_those_of_spdep(spdep: pd.DataFrame) -> None:
    graph = build_knn(centres(spdep), 4)
    keys = spdep.POLYID.to_numpy()[graph.indices].reshape(-1, 4)
    assert [" ".join(map(str, sorted(row))) for row in keys] == spdep.knn.tolist()
    assert describe(graph).symmetric == spdep.knn_symmetric[0]


def test_a_distance_band_looks_as_spdep_says(spdep: pd.DataFrame) -> None:
    points = centres(spdep)
    graph = build_distance_band(points, 0.62)
    assert graph.cardinalities.tolist() == spdep.band.tolist()
    assert describe(graph).symmetric
    distances = mean_distances(graph, points)
    np.testing.assert_allclose(distances, spdep.band_mean_distance, rtol=1e-9)
    np.testing.assert_allclose(nearest_distances(points), spdep.nearest_distance, rtol=1e-9)


def test_components_are_those_of_spdep_the_largest_first(spdep: pd.DataFrame) -> None:
    found = components(build_distance_band(centres(spdep), 0.62))
    pairs = set(zip(found.tolist(), spdep.band_component.tolist(), strict=True))
    assert len(pairs) == found.max() == spdep.band_component.nunique()
    assert (np.diff(np.bincount(found)[1:]) <= 0).all()


@given(seed=st.integers(0, 999), links=st.integers(0, 25))
@settings(max_examples=30)
def test_components_one_way_links_and_islands_are_those_of_libpysal(seed: int, links: int) -> None:
    pairs = np.random.default_rng(seed).integers(0, 12, size=(links, 2))
    graph = Graph.from_pairs(*pairs[pairs[:, 0] != pairs[:, 1]].T, np.arange(12))
    found, peer = describe(graph), graph.to_libpysal()
    assert found.components == peer.n_components
    assert 2 * found.one_way == len(peer.asymmetry(intrinsic=False))  # they count both ways
    assert found.islands == len(peer.isolates)
