"""The nearest point, line or area, against GEOS asked about every pair."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import GeometryCollection, LineString, MultiPoint, MultiPolygon, Point, Polygon, box

from gridloom_layers.geometry import NearestFinder, nearest, repair
from gridloom_layers.geometry.outlines import outlines
from gridloom_layers.geometry.packing import PackedTree
from gridloom_layers.geometry.vicinity import Vicinity
from gridloom_layers.slices import SLICE

SQUARE = box(0, 0, 4, 4)
RING = SQUARE - box(1, 1, 3, 3)


def slowly(xy, targets, within=np.inf):
    """The slow twin: the distance of every pair by GEOS; the lowest position of the nearest."""
    away = shapely.distance(shapely.points(np.asarray(xy, float))[:, None], np.array(targets)[None])
    away = np.where(np.isnan(away), np.inf, away)
    reached = np.isfinite(away.min(axis=1)) & (away.min(axis=1) <= within)
    return np.where(reached, away.argmin(axis=1), -1).tolist()


number = st.integers(0, 24).map(lambda n: n / 2)
corner = st.tuples(number, number)
corners = st.lists(corner, min_size=3, max_size=7)


@st.composite
def shapes(draw):
    """Points, lines and valid areas on a small lattice, and None: touching, in holes, alike."""
    kind = st.one_of(
        corner.map(Point),
        st.lists(corner, min_size=1, max_size=3).map(MultiPoint),
        corners.map(LineString),
        st.lists(corners, min_size=1, max_size=2).map(shapely.MultiLineString),
        st.none() | st.just(MultiPolygon()),
    )
    given_areas = st.lists(corners, min_size=1, max_size=6)
    areas = repair([Polygon(ring) for ring in draw(given_areas)], "area").shapes
    return draw(st.permutations([*areas, *draw(st.lists(kind, max_size=6))]))


points = st.lists(st.tuples(*[st.integers(-8, 60).map(lambda n: n / 4)] * 2), min_size=1)


@settings(max_examples=200, deadline=None)
@given(points, shapes(), st.sampled_from([0.25, 0.5, 1.0, 2.5, np.inf]))
def test_the_kernel_agrees_with_its_slow_twin(xy, targets, within):
    assert nearest(xy, targets, within).tolist() == slowly(xy, targets, within)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([0.01, 0.1, np.inf]))
def test_the_kernel_agrees_on_real_numbers_and_at_vertices(seed, within):
    random = np.random.default_rng(seed)
    cells = shapely.get_parts(shapely.voronoi_polygons(MultiPoint(random.random((60, 2)))))
    targets = shapely.buffer(cells[::2], -0.01)
    xy = np.vstack([random.random((200, 2)) * 1.2 - 0.1, shapely.get_coordinates(cells)])
    assert nearest(xy, targets, within).tolist() == slowly(xy, targets, within)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_tree_and_the_cells_agree_with_the_tree_of_geos(seed):
    random = np.random.default_rng(seed)
    targets = shapely.buffer(shapely.points(random.random((3_000, 2)) * 1000), 3, quad_segs=2)
    xy = random.random((2_000, 2)) * 1000
    pairs = shapely.STRtree(targets).query_nearest(shapely.points(xy), all_matches=True)
    expected = np.full(len(xy), len(targets))
    np.minimum.at(expected, pairs[0], pairs[1])
    away = shapely.distance(shapely.points(xy), targets[expected])
    assert isinstance(NearestFinder.of(targets).index, PackedTree)
    assert isinstance(NearestFinder.of(targets, 20).index, Vicinity)
    assert nearest(xy, targets).tolist() == expected.tolist()
    assert nearest(xy, targets, 20).tolist() == np.where(away <= 20, expected, -1).tolist()


@given(st.lists(corner, min_size=1, max_size=12), st.lists(corner, min_size=1, max_size=8))
@settings(deadline=None)
def test_the_nearest_point_is_that_of_an_exhaustive_search(xy, targets):
    away = np.linalg.norm(np.array(xy)[:, None] - np.array(targets)[None], axis=2)
    expected = np.where(away.min(axis=1) <= 3, away.argmin(axis=1), -1)
    assert nearest(xy, shapely.points(targets), within=3).tolist() == expected.tolist()


@pytest.mark.parametrize(("within", "expected"), [(1, [0, -1]), (np.inf, [0, 1])])
def test_the_nearest_area_is_within_the_distance(within, expected):
    areas = np.array([SQUARE, box(10, 0, 11, 1)])
    assert nearest([[4.5, 2], [20, 0]], areas, within=within).tolist() == expected


@pytest.mark.parametrize("targets", [[SQUARE], [Point(4, 2)], [LineString([(4, 0), (4, 4)])]])
def test_the_distance_itself_is_within(targets):
    assert nearest([[6, 2], [np.nextafter(6, 7), 2]], targets, within=2).tolist() == [0, -1]


def test_the_area_around_a_point_is_nearest():
    assert nearest([[4, 0.5]], np.array([box(5, 0, 6, 1), SQUARE])).tolist() == [1]


def test_of_areas_around_a_point_the_lowest_position_is_nearest():
    assert nearest([[2, 2], [4, 4]], [box(4, 4, 5, 5), box(-1, -1, 6, 6), SQUARE]).tolist() == [
        1,
        0,
    ]


def test_in_a_hole_the_nearest_is_what_is_nearer_than_its_rim():
    assert nearest([[2, 2], [1.1, 2]], [RING, Point(2.2, 2)]).tolist() == [1, 0]


@pytest.mark.parametrize("within", [1, np.inf])
def test_points_that_are_not_finite_are_near_nothing(within):
    xy = [[np.nan, 1], [1, np.inf], [1, 1]]
    assert nearest(xy, [SQUARE], within).tolist() == [-1, -1, 0]


def test_targets_that_are_none_or_empty_keep_their_position():
    targets = [None, Point(), MultiPolygon(), Point(9, 9), SQUARE]
    assert nearest([[1, 1], [9, 8]], targets, within=2).tolist() == [4, 3]


@pytest.mark.parametrize("targets", [[], [None], [Point()], [Point(np.inf, 0)]])
def test_without_targets_every_point_is_near_nothing(targets):
    assert nearest([[0, 0]], targets).tolist() == [-1]


def test_no_points_are_no_positions():
    assert nearest(np.empty((0, 2)), [SQUARE]).shape == (0,)


def test_targets_with_a_height_are_taken_flat():
    assert nearest([[0, 0]], [Point(0, 3, 0), Point(0, 1, 99)]).tolist() == [1]


def test_a_collection_is_refused():
    with pytest.raises(ValueError, match="collections"):
        nearest([[0, 0]], [GeometryCollection([SQUARE])])


def test_one_target_in_one_place_is_found():
    assert nearest([[0, 0], [3, 0]], [Point(0, 0)] * 3, within=1).tolist() == [0, -1]


def test_a_long_line_among_many_points_is_found():
    targets = [*shapely.points(np.random.default_rng(1).random((500, 2)) * 100),
               LineString([(-1e3, -1e3), (1e3, 1e3)])]  # fmt: skip
    xy = np.random.default_rng(2).random((300, 2)) * 300 - 100
    assert nearest(xy, targets, within=5).tolist() == slowly(xy, targets, 5)


def test_long_lines_that_would_fill_the_cells_are_found_in_the_tree():
    targets = [LineString([(x, -500), (x + 1000, 500)]) for x in range(0, 200, 2)]
    xy = np.random.default_rng(2).random((300, 2)) * 1000
    assert isinstance(NearestFinder.of(targets, 5).index, PackedTree)
    assert nearest(xy, targets, within=5).tolist() == slowly(xy, targets, 5)


def test_a_stray_target_far_away_slows_nothing():
    near = np.random.default_rng(1).random((2_000, 2)) * 1000 + 2e6
    targets = shapely.points(np.vstack([[[0, 0]], near]))
    xy = np.vstack([near[:300] + 3, [[1, 1]]])
    assert isinstance(NearestFinder.of(targets, 20).index, PackedTree)
    assert nearest(xy, targets, within=20).tolist() == slowly(xy, targets, 20)


@pytest.mark.parametrize("within", [0.5, np.inf])
@pytest.mark.parametrize("far", [1e9, 1e150, -1e150])
def test_points_far_away_harm_nothing(within, far):
    targets = shapely.points(np.random.default_rng(1).random((50, 2)))
    xy = [[far, 0.5], [0.5, far], [far, far], [0.5, 0.5]]
    assert nearest(xy, targets, within).tolist() == slowly(xy, targets, within)


@pytest.mark.parametrize("threads", [1, 2, 5])
@pytest.mark.parametrize("within", [0.5, np.inf])
def test_the_number_of_threads_changes_nothing(threads, within):
    xy = np.random.default_rng(3).random((SLICE * 2 + 7, 2)) * 8 - 1
    finder = NearestFinder.of(outlines([RING, box(6, 0, 7, 9), Point(2, 2)]), within)
    assert finder.find(xy, threads).tolist() == slowly(
        xy, [RING, box(6, 0, 7, 9), Point(2, 2)], within
    )
