import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridloom_layers.geometry import AreaLocator, locate, repair
from gridloom_layers.geometry.orientation import orientation
from gridloom_layers.slices import SLICE

SQUARE = shapely.box(0, 0, 4, 4)
RING = SQUARE - shapely.box(1, 1, 3, 3)


def slowly(xy, areas):
    """The slow twin: every point against every area, by GEOS."""
    points = shapely.points(np.asarray(xy, float))
    covered = np.array([shapely.covers(area, points) for area in areas])
    return np.where(covered.any(axis=0), covered.argmax(axis=0), -1)


def test_a_point_in_a_hole_is_nowhere_and_one_on_its_border_is_inside():
    assert locate([[2, 2], [1, 2], [0.5, 2]], [RING]).tolist() == [-1, 0, 0]


def test_a_shared_border_belongs_to_the_lower_position():
    areas = [shapely.box(4, 0, 8, 4), SQUARE]
    assert locate([[4, 2], [3.9, 2]], areas).tolist() == [0, 1]


def test_each_part_of_a_multipart_counts():
    parts = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(5, 5, 6, 6)])
    assert locate([[0.5, 0.5], [5.5, 5.5], [3, 3]], [parts]).tolist() == [0, 0, -1]


def test_a_point_that_is_not_finite_is_nowhere():
    assert locate([[np.nan, 1], [1, np.inf], [1, 1]], [SQUARE]).tolist() == [-1, -1, 0]


def test_areas_that_are_none_keep_their_position():
    assert locate([[1, 1]], [None, SQUARE]).tolist() == [1]


def test_without_areas_every_point_is_nowhere():
    assert locate([[1, 1]], []).tolist() == [-1]


def test_no_points_are_no_positions():
    assert locate(np.empty((0, 2)), [SQUARE]).shape == (0,)


corner = st.tuples(st.integers(0, 12), st.integers(0, 12))
polygons = st.lists(corner, min_size=3, max_size=8)


@st.composite
def places(draw):
    """Valid areas on a small lattice, and points on it, on borders and between."""
    rings = draw(st.lists(polygons, min_size=1, max_size=5))
    shapes = repair([shapely.Polygon(ring) for ring in rings], "area").shapes
    areas = [shape for shape in shapes if shape is not None]
    halves = st.tuples(st.integers(-2, 26), st.integers(-2, 26))
    points = draw(st.lists(halves.map(lambda p: (p[0] / 2, p[1] / 2)), min_size=1, max_size=20))
    return areas, points


@settings(max_examples=200, deadline=None)
@given(places())
def test_the_kernel_agrees_with_its_slow_twin(given_places):
    areas, points = given_places
    expected = slowly(points, areas) if areas else [-1] * len(points)
    assert locate(points, areas).tolist() == list(expected)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_kernel_agrees_on_real_numbers_and_at_vertices(seed):
    random = np.random.default_rng(seed)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(random.random((30, 2)))))
    points = np.vstack([random.random((200, 2)) * 1.2 - 0.1, shapely.get_coordinates(cells)])
    assert locate(points, cells).tolist() == slowly(points, cells).tolist()


@given(*[st.floats(-1, 1)] * 4, st.floats(0, 1))
def test_the_side_changes_sign_with_the_direction_of_the_line(ax, ay, bx, by, t):
    px, py = ax + t * (bx - ax), ay + t * (by - ay)
    assert orientation(ax, ay, bx, by, px, py) == -orientation(bx, by, ax, ay, px, py)


def test_the_side_is_right_where_doubles_alone_are_not():
    from fractions import Fraction

    ax, ay, bx, by, px, py = 12.0, 12.0, 24.0, 24.0, 0.5, 0.5 + 2**-53
    true = (Fraction(ax) - Fraction(px)) * (Fraction(by) - Fraction(py)) - (
        Fraction(ay) - Fraction(py)
    ) * (Fraction(bx) - Fraction(px))
    assert orientation(ax, ay, bx, by, px, py) == (true > 0) - (true < 0) != 0


def test_points_in_the_villages_of_taipei_are_where_geopandas_finds_them(cities):
    villages = gpd.read_file(cities / "taipei" / "taipei_village.geojson").to_crs(3826)
    areas = repair(villages.geometry.to_numpy(), "area").shapes
    xmin, ymin, xmax, ymax = shapely.total_bounds(areas)
    random = np.random.default_rng(1).random((20_000, 2))
    xy = random * (xmax - xmin, ymax - ymin) + (xmin, ymin)
    joined = gpd.GeoDataFrame(geometry=gpd.points_from_xy(*xy.T)).sjoin(
        gpd.GeoDataFrame(geometry=areas), predicate="intersects"
    )
    expected = joined.groupby(level=0)["index_right"].min().reindex(range(len(xy)), fill_value=-1)
    assert (AreaLocator.of(areas).locate(xy) == expected.to_numpy()).all()


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_the_number_of_threads_changes_nothing(threads):
    xy = np.random.default_rng(3).random((SLICE * 3 + 7, 2)) * 6 - 1
    areas = [RING, shapely.box(1.5, 1.5, 5, 5)]
    found = AreaLocator.of(areas).locate(xy, threads)
    assert found.tolist() == slowly(xy, areas).tolist()


def test_what_is_no_area_covers_nothing():
    line = shapely.LineString([(0, 0), (4, 0), (4, 4), (0, 0)])
    assert locate([[3, 1]], [None, line, shapely.Point(3, 1), SQUARE]).tolist() == [3]


@pytest.mark.filterwarnings("ignore:invalid value")  # shapely compares the ends of the ring
def test_an_area_with_a_coordinate_that_is_not_finite_covers_nothing():
    endless = shapely.Polygon([(0, 0), (np.inf, 0), (0, 4)])
    assert locate([[1, 1]], [endless, SQUARE]).tolist() == [1]
