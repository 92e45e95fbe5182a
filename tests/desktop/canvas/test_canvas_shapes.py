"""From WKB to sorted flat arrays: nothing lost, everything where it belongs."""

import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPoint, MultiPolygon, box

from gridloom_desktop.canvas import build_shapes, pick


def column(*geometries, **form) -> pa.Array:
    return pa.array(shapely.to_wkb(list(geometries), **form), type=pa.binary())


HOLED = box(0, 0, 10, 10).difference(box(2, 2, 4, 4))
PARTS = MultiPolygon([box(20, 0, 21, 1), box(30, 0, 33, 3)])


def test_areas_are_those_of_shapely():
    shapes = build_shapes("area", [column(HOLED, PARTS)])
    assert shapes.areas[np.argsort(shapes.positions)].tolist() == [HOLED.area, PARTS.area]


def test_coordinates_of_a_real_city_are_good_to_a_centimetre():
    place = box(2_500_000.123, 38_500_000.456, 2_500_030.789, 38_500_040.012)
    far = box(2_580_000, 38_540_000, 2_580_010, 38_540_010)
    shapes = build_shapes("area", [column(place, far)])
    assert np.allclose(shapes.rings_of(0)[0].min(axis=0), place.bounds[:2], atol=0.01)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 1000), st.floats(0, 1000), st.floats(0.1, 300)), min_size=1),
    st.tuples(st.floats(-100, 1100), st.floats(-100, 1100), st.floats(1, 500)),
)
def test_the_cells_of_a_view_hold_all_that_touches_it(squares, window):
    shapes = build_shapes("area", [column(*(box(x, y, x + s, y + s) for x, y, s in squares))])
    x, y = window[0] - shapes.origin[0], window[1] - shapes.origin[1]
    view = np.array([x, y, x + window[2], y + window[2]])
    ranges = shapes.cells.ranges(*view, len(shapes))
    found = {shape for first, end in ranges for shape in range(first, end)}
    boxes = shapes.boxes
    touching = (boxes[:, :2] <= view[2:]).all(axis=1) & (boxes[:, 2:] >= view[:2]).all(axis=1)
    assert set(np.flatnonzero(touching)) <= found


def test_the_smallest_area_under_the_pointer_is_picked():
    shapes = build_shapes("area", [column(box(0, 0, 100, 100), box(10, 10, 20, 20))])
    assert (pick(shapes, 15, 15, 0), pick(shapes, 50, 50, 0)) == (1, 0)


def test_a_hole_is_not_picked():
    assert pick(build_shapes("area", [column(HOLED)]), 3, 3, 0) is None


@pytest.mark.parametrize("geometry", [LineString([(0, 0), (10, 0)]), MultiPoint([(5, 0)])])
def test_lines_and_points_are_picked_from_nearby(geometry):
    kind = "line" if geometry.geom_type == "LineString" else "point"
    shapes = build_shapes(kind, [column(geometry)])
    assert (pick(shapes, 5, 1, 2.0), pick(shapes, 5, 3, 2.0)) == (0, None)
