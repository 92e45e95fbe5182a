from pathlib import Path

import geopandas as gpd
import libpysal
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from libpysal.graph import Graph as PysalGraph
from scipy.spatial.distance import cdist

from gridloom_analytics.statistics.graphs.contiguity import build_contiguity
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
