from pathlib import Path

import geopandas as gpd
import libpysal
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from libpysal.graph import Graph as PysalGraph
from scipy.sparse import csr_array
from scipy.spatial.distance import cdist

from gridloom_analytics.statistics.graphs import graph as graph_module
from gridloom_analytics.statistics.graphs.contiguity import _ring_lengths, build_contiguity
from gridloom_analytics.statistics.graphs.contiguity_kernels import number_pairs
from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.graphs.proximity import (
    build_distance_band,
    build_knn,
    links_within,
)


@pytest.fixture(scope="module")
def columbus() -> gpd.GeoDataFrame:
    return gpd.read_file(libpysal.examples.get_path("columbus.shp"))


def links(graph: Graph) -> set[tuple[int, int]]:
    return set(zip(graph.focal.tolist(), graph.indices.tolist(), strict=True))


def pysal_links(graph: PysalGraph) -> set[tuple[int, int]]:
    return links(Graph.from_libpysal(graph))


def test_queen_on_columbus_has_the_236_links_of_spdep(columbus: gpd.GeoDataFrame) -> None:
    assert len(build_contiguity(columbus.geometry).indices) == 236


@pytest.mark.parametrize("kind", ["queen", "rook"])
def test_contiguity_on_columbus_equals_libpysal(columbus: gpd.GeoDataFrame, kind: str) -> None:
    peer = PysalGraph.build_contiguity(columbus, rook=kind == "rook", strict=True)
    assert links(build_contiguity(columbus.geometry, kind)) == pysal_links(peer)


@pytest.mark.parametrize("file", ["taipei/taipei_village.geojson", "boston/tracts.geojson"])
def test_real_areas_that_touch_are_all_found(cities: Path, file: str) -> None:
    areas = gpd.read_file(cities / file).geometry.make_valid()
    focal, neighbour = areas.sindex.query(areas, predicate="intersects")
    touching = set(zip(focal.tolist(), neighbour.tolist(), strict=True))
    assert links(build_contiguity(areas)) == {pair for pair in touching if pair[0] != pair[1]}


@pytest.mark.parametrize("kind", ["queen", "rook"])
def test_borders_digitised_twice_are_still_borders(kind: str) -> None:
    whole = [shapely.box(x, y, x + 1, y + 1) for y in range(4) for x in range(4)]
    finer = [shapely.segmentize(cell, 0.3) if i % 2 else cell for i, cell in enumerate(whole)]
    assert links(build_contiguity(finer, kind)) == links(build_contiguity(whole, kind))


def test_an_area_that_touches_the_middle_of_an_edge_at_one_point_is_a_queen_neighbour() -> None:
    base = shapely.box(0, -1, 4, 0)
    left = shapely.Polygon([(0, 0), (2, 0), (1, 1), (0, 1)])
    wedge = shapely.Polygon([(2, 0), (3, 1), (1, 1)])
    right = shapely.Polygon([(2, 0), (4, 0), (4, 1), (3, 1)])
    assert (0, 2) in links(build_contiguity([base, left, wedge, right], "queen"))
    assert (0, 2) not in links(build_contiguity([base, left, wedge, right], "rook"))


def test_holes_and_parts_have_neighbours_too() -> None:
    ring = shapely.box(0, 0, 3, 3) - shapely.box(1, 1, 2, 2)
    island = shapely.MultiPolygon([shapely.box(1, 1, 2, 2), shapely.box(9, 9, 10, 10)])
    far = shapely.box(10, 9, 11, 10)
    assert links(build_contiguity([ring, island, far])) == {(0, 1), (1, 0), (1, 2), (2, 1)}


def test_a_border_in_common_may_be_that_of_a_hole() -> None:
    inner = shapely.Polygon([(1, 1), (2, 1), (1.5, 2)])
    holed = shapely.box(0, 0, 3, 3) - inner
    row = [shapely.box(x, 0, x + 3, 3) for x in (3, 6)]
    found = links(build_contiguity([row[1], holed, inner, row[0]], "rook"))
    assert found == {(0, 3), (3, 0), (1, 2), (2, 1), (1, 3), (3, 1)}


def test_rings_are_told_apart_where_some_have_holes() -> None:
    holed = shapely.box(0, 0, 3, 3) - shapely.Polygon([(1, 1), (2, 1), (1.5, 2)])
    pair = shapely.multipolygons([shapely.box(4, 0, 5, 1), shapely.box(6, 0, 7, 1)])
    lengths = _ring_lengths(np.array([pair, holed, shapely.box(3, 0, 4, 1)]))
    assert lengths.tolist() == [5, 5, 5, 4, 5]


def test_a_graph_survives_the_way_to_libpysal_and_back() -> None:
    cells = [shapely.box(x, 0, x + 1, 1) for x in (0, 1, 2, 7)]
    graph = build_contiguity(cells, ids=np.array([10, 20, 30, 40])).row_standardised()
    back = Graph.from_libpysal(graph.to_libpysal())
    for name in ("indptr", "indices", "weights", "ids"):
        np.testing.assert_array_equal(getattr(back, name), getattr(graph, name))


@given(seed=st.integers(0, 10_000), n=st.integers(3, 40), k=st.integers(1, 8))
def test_the_k_nearest_are_no_farther_than_any_other(seed: int, n: int, k: int) -> None:
    k = min(k, n - 1)
    points = np.random.default_rng(seed).integers(0, 6, size=(n, 2)).astype(float)
    graph = build_knn(points, k)
    distances = cdist(points, points)
    np.fill_diagonal(distances, np.inf)
    found = np.sort(distances[graph.focal, graph.indices].reshape(n, k), axis=1)
    np.testing.assert_allclose(found, np.sort(distances, axis=1)[:, :k])


@given(seed=st.integers(0, 10_000), distance=st.floats(0.5, 4))
def test_a_distance_band_holds_all_pairs_up_to_the_distance(seed: int, distance: float) -> None:
    points = np.random.default_rng(seed).uniform(0, 6, size=(25, 2))
    expected = cdist(points, points) <= distance
    np.fill_diagonal(expected, False)
    graph = build_distance_band(points, distance)
    assert (graph.matrix.toarray() > 0).tolist() == expected.tolist()
    assert links_within(points, distance) == expected.sum()


def test_a_graph_cannot_be_changed_or_made_wrong() -> None:
    graph = Graph.from_pairs(np.array([0]), np.array([1]), np.arange(2))
    with pytest.raises(ValueError, match="read-only"):
        graph.weights[0] = 5
    with pytest.raises(ValueError, match="its own neighbour"):
        Graph(np.array([0, 1]), np.array([0], dtype=np.int32), np.ones(1), np.arange(1))


@given(seed=st.integers(0, 999))
def test_lags_are_those_of_the_sparse_matrix(seed: int) -> None:
    rng = np.random.default_rng(seed)
    dense = rng.uniform(size=(15, 15)) * (rng.random((15, 15)) < 0.2)
    graph, values = Graph.from_matrix(csr_array(dense)), rng.normal(size=15)
    for one in (graph, graph.binary(), graph.row_standardised()):
        np.testing.assert_allclose(one.lag(values), one.matrix @ values, atol=1e-12)
        np.testing.assert_allclose(one.row_sums()[0], one.matrix.sum(axis=1), atol=1e-12)
        np.testing.assert_allclose(one.row_sums()[1], (one.matrix**2).sum(axis=1), atol=1e-12)


@pytest.mark.parametrize("uneven", [False, True])
def test_a_lag_on_two_threads_is_the_lag_on_one(
    monkeypatch: pytest.MonkeyPatch, uneven: bool
) -> None:
    rng = np.random.default_rng(0)
    graph, values = build_knn(rng.uniform(size=(501, 2)), 5), rng.normal(size=501)
    weights = rng.uniform(size=len(graph.indices)) if uneven else graph.weights
    graph = Graph(graph.indptr, graph.indices, weights, graph.ids)
    alone = graph.lag(values)
    monkeypatch.setattr(graph_module, "SPLIT", 0)
    assert graph.lag(values).tobytes() == alone.tobytes()


@given(pairs=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1))
def test_pairs_are_numbered_as_pandas_does(pairs: list[tuple[int, int]]) -> None:
    numbers, known = number_pairs(np.array(pairs, dtype=np.uint64))
    expected, unique = pd.factorize(pd.Series(pairs))
    assert numbers.tolist() == expected.tolist()
    assert known == len(unique)


def test_zero_and_minus_zero_are_one_place() -> None:
    left, right = shapely.box(-1, 0.0, 0.0, 1), shapely.box(-0.0, -0.0, 1, 1)
    assert links(build_contiguity([left, right])) == {(0, 1), (1, 0)}


@given(seed=st.integers(0, 999), shift=st.integers(-1000, 1000), scale=st.sampled_from([0.5, 4]))
def test_who_touches_does_not_depend_on_place_unit_or_order(
    seed: int, shift: int, scale: float
) -> None:
    rng = np.random.default_rng(seed)
    cells = np.array([shapely.box(x, y, x + 1, y + 1) for y in range(4) for x in range(4)])
    cells = cells[rng.random(16) < 0.7]
    order = rng.permutation(len(cells))
    moved = shapely.transform(cells, lambda xy: xy * scale + shift)
    there = {(order[a], order[b]) for a, b in links(build_contiguity(moved[order]))}
    assert there == links(build_contiguity(cells))


def test_areas_that_all_lie_apart_are_islands() -> None:
    cells = [shapely.box(2 * x, 0, 2 * x + 1, 1) for x in range(4)]
    assert build_contiguity(cells).islands.all()


@pytest.mark.parametrize(
    ("indptr", "indices", "weights", "fault"),
    [
        ([0, 1, 2], [1, 0], [1, -1], "finite and not negative"),
        ([0, 1, 2], [1, 0], [1, np.nan], "finite and not negative"),
        ([0, 1, 2], [1, 2], [1, 1], "not among the sites"),
        ([0, 1, 2], [1, -1], [1, 1], "not among the sites"),
        ([0, 2, 2, 2], [2, 1], [1, 1], "ascend"),
        ([0, 2, 2], [1, 1], [1, 1], "ascend"),
        ([0, 1], [1, 0], [1, 1], "rise from 0"),
    ],
)
def test_arrays_that_are_no_graph_are_refused(indptr, indices, weights, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        Graph(
            np.array(indptr), np.array(indices, dtype=np.int32), np.array(weights, dtype=float),
            np.arange(len(indptr) - 1),
        )  # fmt: skip
