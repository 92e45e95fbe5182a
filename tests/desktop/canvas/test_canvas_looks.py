"""Highlights, opacity, hidden rows, widths of lines, crowds of points."""

import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, box

from gridloom_desktop.canvas import (
    Drawing,
    Highlight,
    Shapes,
    Symbol,
    Tile,
    View,
    build_shapes,
    paint,
)

BLACK, RED = (0, 0, 0), (255, 0, 0)
PAPER = 0xFFFFFFFF
VIEW = View(left=0.0, top=40.0, scale=1.0, width=60, height=40)


def shapes_of(*geometries, kind="area") -> Shapes:
    return build_shapes(kind, [pa.array(shapely.to_wkb(list(geometries)), type=pa.binary())])


def black(shapes: Shapes, shown=None, **look) -> Drawing:
    classes = np.zeros(len(shapes), dtype=int)
    return Drawing(shapes, Symbol((BLACK,), classes, **look), shown)


def red(frame) -> np.ndarray:
    """Which pixels are all but wholly covered by red."""
    red, green = frame >> 16 & 0xFF, frame >> 8 & 0xFF
    return (red > 250) & (green < 5)


def darkness(frame) -> np.ndarray:
    return 1 - (frame & 0xFF) / 255


@pytest.mark.parametrize("side", [0.01, 0.4, 1.0, 3.0, 20.0])
def test_a_highlight_is_seen_at_every_size(side):
    shapes = shapes_of(box(30.3, 20.4, 30.3 + side, 20.4 + side), box(0, 0, 5, 5))
    frame = paint([black(shapes), Highlight(shapes, np.array([True, False]), RED)], VIEW)
    assert red(frame).sum() >= 4


def test_a_highlight_keeps_to_the_rows_that_are_selected():
    shapes = shapes_of(box(2, 2, 12, 12), box(30, 20, 50, 35))
    frame = paint([Highlight(shapes, np.array([False, True]), RED)], VIEW)
    assert (frame[25:, :20] == PAPER).all() and (frame[5:20, 30:50] != PAPER).any()


@pytest.mark.parametrize(("scale", "passes"), [(0.3, 3), (1.0, 5), (2.0, 3)])
def test_a_highlight_passes_over_the_shapes_only_for_what_some_of_them_need(scale, passes):
    shapes = shapes_of(box(2, 2, 5, 5), box(20, 10, 30, 20))
    layer = Highlight(shapes, np.array([True, True]), RED)
    view = View(left=0.0, top=40.0, scale=scale, width=60, height=40)
    assert len(layer.prepared(view).passes) == passes


def test_a_highlight_has_a_halo_over_dark_ground():
    shapes = shapes_of(box(0, 0, 60, 40), box(20, 10, 40, 30))
    frame = paint([black(shapes), Highlight(shapes, np.array([False, True]), RED)], VIEW)
    assert red(frame)[20, 20] and frame[20, 18] & 0xFF > 150


@pytest.mark.parametrize(
    ("kind", "shape"), [("line", LineString([(5, 5), (50, 30)])), ("point", Point(30, 20))]
)
def test_lines_and_points_are_highlighted_too(kind, shape):
    frame = paint([Highlight(shapes_of(shape, kind=kind), np.array([True]), RED)], VIEW)
    assert red(frame).sum() > 10


@settings(max_examples=40)
@given(st.lists(st.tuples(st.floats(-2, 61), st.floats(-2, 41), st.floats(0.1, 12)), min_size=1))
def test_tiles_of_a_highlight_are_the_whole(squares):
    shapes = shapes_of(*(box(x, y, x + side, y + side) for x, y, side in squares))
    layer = Highlight(shapes, np.ones(len(shapes), dtype=bool), RED)
    tiles = [paint([layer], VIEW, tile=Tile(left, 0, 20, 40)) for left in (0, 20, 40)]
    assert np.array_equal(np.hstack(tiles), paint([layer], VIEW))


def test_nothing_selected_paints_nothing():
    shapes = shapes_of(box(0, 0, 60, 40))
    assert (paint([Highlight(shapes, np.array([False]), RED)], VIEW) == PAPER).all()


def test_hidden_rows_are_not_drawn():
    shapes = shapes_of(box(0, 0, 30, 40), box(30, 0, 60, 40))
    frame = paint([black(shapes, np.array([True, False]), outline=RED)], VIEW)
    assert (frame[:, 31:] == PAPER).all() and frame[20, 15] == 0xFF000000


def test_the_opacity_of_a_layer_is_that_of_fill_and_outline_together():
    shapes = shapes_of(box(10, 10, 50, 30))
    solid = paint([black(shapes, outline=RED, outline_width=4.0)], VIEW)
    half = paint([black(shapes, outline=RED, outline_width=4.0, layer_opacity=0.5)], VIEW)
    channels = solid.view(np.uint8).astype(float)
    assert np.abs(half.view(np.uint8) - (channels + 255) / 2).max() <= 1


def test_each_class_of_lines_has_its_width():
    lines = [LineString([(5, y), (55, y)]) for y in (10, 30)]
    symbol = Symbol((BLACK, BLACK), np.array([0, 1]), line_widths=(1.0, 2.0))
    dark = darkness(paint([Drawing(shapes_of(*lines, kind="line"), symbol)], VIEW))
    assert (dark[20:].sum(), dark[:20].sum()) == pytest.approx((50, 100), rel=0.01)


def test_a_wide_line_has_no_gap_at_a_corner():
    bent = LineString([(10, 10), (30, 30), (50, 10)])
    dark = darkness(paint([black(shapes_of(bent, kind="line"), line_width=10.0)], VIEW))
    rows, columns = np.mgrid[:40, :60] + 0.5
    inside = shapely.contains_xy(bent.buffer(4.2), columns, 40 - rows)
    assert dark[inside & (rows < 25)].min() > 0.99


def test_ten_thousand_points_at_one_place_are_one_disc():
    many = shapes_of(*[Point(30.3, 20.2)] * 10_000, kind="point")
    one = shapes_of(Point(30.3, 20.2), kind="point")
    crowd, single = (darkness(paint([black(drawn, radius=2.0)], VIEW)) for drawn in (many, one))
    assert crowd.max() == 1.0
    assert ((crowd > 0.5) >= (single > 0.05)).all() and ((crowd > 0) <= (single > 0)).all()


def test_a_city_that_shrinks_to_a_pixel_is_still_in_its_colour():
    rng = np.random.default_rng(1)
    corners = rng.uniform(0, 1000, (20_000, 2))
    shapes = shapes_of(*shapely.box(*corners.T, *(corners + 5).T))
    far = View(left=-30_000, top=20_000, scale=0.001, width=60, height=40)
    frame = paint([black(shapes, minimum_cover=0.45)], far)
    assert set(np.unique(frame >> 8 & 0xFF)) >= {255} and darkness(frame).max() > 0.3
