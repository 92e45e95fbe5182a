"""What is painted is what is there: areas, tiles, holes, strokes, against slow twins."""

import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from gridloom_desktop.canvas import Drawing, Shapes, Symbol, Tile, View, build_shapes, paint

BLACK, RED, BLUE = (0, 0, 0), (255, 0, 0), (0, 0, 255)
VIEW = View(left=0.0, top=40.0, scale=1.0, width=60, height=40)


def shapes_of(*geometries, kind="area") -> Shapes:
    return build_shapes(kind, [pa.array(shapely.to_wkb(list(geometries)), type=pa.binary())])


def drawing_of(*geometries, kind="area", colours=(BLACK,), classes=None, **look) -> Drawing:
    rows = np.zeros(len(geometries), dtype=int) if classes is None else np.array(classes)
    shapes = shapes_of(*geometries, kind=kind)
    return Drawing(shapes, Symbol(colours=colours, classes=rows, **look))


def darkness(frame) -> np.ndarray:
    """How much black covers each pixel of white paper, 0 to 1."""
    return 1 - (frame & 0xFF) / 255


def sampled(geometry, view: View, times: int = 16) -> np.ndarray:
    """The share of ``times`` × ``times`` points of each pixel inside a geometry."""
    fine = view.sharpened(times)
    columns = fine.left + (np.arange(fine.width) + 0.5) / fine.scale
    rows = fine.top - (np.arange(fine.height) + 0.5) / fine.scale
    inside = shapely.contains_xy(geometry, *np.meshgrid(columns, rows))
    return inside.reshape(view.height, times, view.width, times).mean(axis=(1, 3))


SCENES = {
    "slanted": Polygon([(3.3, 2.1), (41.7, 9.4), (30.2, 33.9)]),
    "hole": box(5.5, 5.5, 40.2, 30.7).difference(Point(20, 18).buffer(7.3)),
    "parts": MultiPolygon([box(2, 2, 9.5, 9.5), Point(40, 20).buffer(11)]),
    "past every border": Polygon([(-20, 20), (30, 70), (90, 21), (28, -30)]),
    "sliver": Polygon([(1, 1), (55, 37), (55, 37.4)]),
}


@pytest.mark.parametrize("name", SCENES)
def test_coverage_equals_that_of_many_samples(name):
    painted = darkness(paint([drawing_of(SCENES[name])], VIEW))
    assert np.abs(painted - sampled(SCENES[name], VIEW)).max() < 0.06


@pytest.mark.parametrize("name", SCENES)
def test_the_direction_of_rings_does_not_matter(name):
    turned = shapely.reverse(SCENES[name])
    first, second = (paint([drawing_of(shape)], VIEW) for shape in (SCENES[name], turned))
    assert np.array_equal(first, second)


corner = st.tuples(st.floats(3, 57), st.floats(3, 37))


@settings(max_examples=150, deadline=None)
@given(st.lists(corner, min_size=3, max_size=12))
def test_the_painted_alpha_adds_up_to_the_area(corners):
    shape = shapely.MultiPoint(corners).convex_hull
    if shape.geom_type != "Polygon":
        return
    painted = darkness(paint([drawing_of(shape)], VIEW)).sum()
    edge_pixels = shape.length * 2 + 8
    assert abs(painted - shape.area) <= edge_pixels * (0.5 / 255 + 1 / 4096)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.floats(-30, 90), st.floats(-30, 70)), min_size=3, max_size=9),
    st.integers(0, 50), st.integers(0, 30), st.integers(1, 60), st.integers(1, 40),
)  # fmt: skip
def test_a_tile_is_the_whole_frame_bit_for_bit(corners, left, top, width, height):
    tile = Tile(left, top, min(width, 60 - left), min(height, 40 - top))
    drawing = drawing_of(Polygon(corners), outline=RED, outline_width=1.3)
    whole = paint([drawing], VIEW)
    part = paint([drawing], VIEW, tile=tile)
    assert np.array_equal(part, whole[top : top + tile.height, left : left + tile.width])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(-2, 61), st.floats(-2, 41)), min_size=1, max_size=30))
def test_tiles_of_tiny_shapes_are_the_whole_frame(corners):
    shapes = [box(x, y, x + 0.7, y + 0.6) for x, y in corners]
    drawing = drawing_of(*shapes, minimum_cover=0.3)
    whole = paint([drawing], VIEW)
    tiles = [paint([drawing], VIEW, tile=Tile(left, 0, 20, 40)) for left in (0, 20, 40)]
    assert np.array_equal(np.hstack(tiles), whole)


def test_a_tiny_shape_covers_as_much_as_its_area():
    painted = darkness(paint([drawing_of(box(10.8, 20.7, 11.3, 21.2))], VIEW))
    assert painted.sum() == pytest.approx(0.25, abs=0.01)


def test_a_minimum_keeps_tiny_shapes_visible():
    tiny = drawing_of(box(10.1, 20.1, 10.2, 20.2), minimum_cover=0.5)
    assert darkness(paint([tiny], VIEW)).max() == pytest.approx(0.5, abs=0.01)


def test_neighbours_leave_no_seam():
    halves = Polygon([(5, 5), (50, 5), (50, 31)]), Polygon([(5, 5), (50, 31), (5, 31)])
    painted = darkness(paint([drawing_of(*halves)], VIEW))
    assert painted[10:34, 6:49].min() == 1.0


def test_classes_have_their_colours():
    drawing = drawing_of(box(0, 0, 30, 40), box(30, 0, 60, 40), colours=(RED, BLUE), classes=[1, 0])
    frame = paint([drawing], VIEW)
    assert (frame[20, 10], frame[20, 50]) == (0xFF0000FF, 0xFFFF0000)


def test_a_class_without_a_colour_is_not_drawn():
    drawing = drawing_of(box(0, 0, 30, 40), colours=(None,))
    assert (paint([drawing], VIEW) == 0xFFFFFFFF).all()


def test_an_upper_layer_covers_a_lower_one():
    lower, upper = drawing_of(box(0, 0, 60, 40)), drawing_of(box(0, 0, 60, 40), colours=(RED,))
    assert (paint([lower, upper], VIEW) == 0xFFFF0000).all()


def test_opacity_lets_the_paper_through():
    frame = paint([drawing_of(box(0, 0, 60, 40), opacity=0.5)], VIEW)
    assert darkness(frame)[20, 30] == pytest.approx(0.5, abs=0.01)


def test_a_line_covers_its_length_times_its_width():
    line = drawing_of(LineString([(5, 5), (45, 30)]), kind="line", line_width=2.0)
    assert darkness(paint([line], VIEW)).sum() == pytest.approx(2 * np.hypot(40, 25), rel=0.01)


def test_a_point_covers_the_area_of_its_disc():
    drawing = drawing_of(Point(20.3, 20.8), kind="point", radius=4.0)
    assert darkness(paint([drawing], VIEW)).sum() == pytest.approx(np.pi * 16, rel=0.01)


def test_crowded_points_shrink():
    points = [Point(x, y) for x in range(0, 60, 2) for y in range(0, 40, 2)]
    drawing = drawing_of(*points, kind="point", radius=4.0)
    assert drawing.radius(1.0) < 1.0 < 4.0 == drawing.radius(100.0)


def test_an_outline_is_drawn_over_the_filling():
    drawing = drawing_of(box(10, 10, 40, 30), outline=RED, outline_width=2.0)
    assert paint([drawing], VIEW)[20, 10] == 0xFFFF0000


def test_an_empty_layer_leaves_the_paper():
    assert (paint([drawing_of()], VIEW) == 0xFFFFFFFF).all()
