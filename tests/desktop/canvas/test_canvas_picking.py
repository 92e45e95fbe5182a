"""Picking by place and by area, against GEOS over all shapes."""

import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, Polygon, box

from gridloom_desktop.canvas import Shapes, build_shapes, pick, pick_within

ORIGIN = np.array([500_000.0, 2_500_000.0])


def layer(kind, geometries) -> Shapes:
    moved = shapely.transform(np.array(geometries, dtype=object), lambda xy: xy + ORIGIN)
    return build_shapes(kind, [pa.array(shapely.to_wkb(moved), pa.binary())])


def moved(geometry):
    return shapely.transform(geometry, lambda xy: xy + ORIGIN)


# Whole numbers: what touches exactly must not depend on how coordinates are rounded.
place = st.tuples(st.integers(0, 400), st.integers(0, 400))
squares = st.lists(st.tuples(place, st.integers(1, 90)), min_size=1, max_size=60)
corners = st.lists(place, min_size=3, max_size=8)


def made(kind, drawn):
    if kind == "area":
        return [box(x, y, x + side, y + side) for (x, y), side in drawn]
    if kind == "line":
        return [LineString([(x, y), (x + side, y + 7)]) for (x, y), side in drawn]
    return [Point(x, y) for (x, y), _ in drawn]


@pytest.mark.parametrize("kind", ["area", "line", "point"])
@settings(max_examples=60)
@given(drawn=squares, corners=corners)
def test_an_area_picks_what_geos_says_touches_it(kind, drawn, corners):
    geometries, area = made(kind, drawn), shapely.MultiPoint(corners).convex_hull
    if area.geom_type != "Polygon":
        return
    found = pick_within(layer(kind, geometries), moved(area))
    assert found.tolist() == np.flatnonzero(shapely.intersects(area, geometries)).tolist()


@settings(max_examples=60)
@given(squares, place)
def test_the_smallest_area_that_holds_a_place_is_picked(drawn, at):
    geometries = made("area", drawn)
    x, y = at[0] + 0.5, at[1] + 0.5
    held = [one for one in geometries if one.contains(Point(x, y))]
    found = pick(layer("area", geometries), *(ORIGIN + np.array([x, y])), 0)
    least = None if found is None else geometries[found].area
    assert least == min((one.area for one in held), default=None)


def test_a_hole_keeps_what_lies_in_it_out():
    ring = box(0, 0, 100, 100).difference(box(20, 20, 80, 80))
    shapes = layer("area", [box(40, 40, 60, 60), box(0, 0, 5, 5)])
    assert pick_within(shapes, moved(ring)).tolist() == [1]


def test_an_area_within_a_hole_of_a_shape_does_not_touch_it():
    shapes = layer("area", [box(0, 0, 100, 100).difference(box(20, 20, 80, 80))])
    assert pick_within(shapes, moved(box(40, 40, 60, 60))).tolist() == []


def test_parts_and_holes_are_told_apart():
    parts = shapely.union(box(0, 0, 30, 30).difference(box(10, 10, 20, 20)), box(60, 0, 70, 10))
    again = layer("area", [parts]).geometries(np.array([0]))[0]
    assert (again.area, len(again.geoms)) == (900 - 100 + 100, 2)


def test_many_areas_are_picked_at_once():
    grid = [box(x, y, x + 1, y + 1) for x in range(0, 600, 2) for y in range(0, 400, 2)]
    shapes, area = layer("area", grid), Polygon([(50, 50), (550, 90), (300, 390)])
    found = pick_within(shapes, moved(area))
    assert found.tolist() == np.flatnonzero(shapely.intersects(area, grid)).tolist()


def test_rows_that_are_hidden_are_not_picked():
    shapes, shown = layer("area", [box(0, 0, 9, 9), box(0, 0, 20, 20)]), np.array([False, True])
    assert pick(shapes, *(ORIGIN + 5), 0, shown) == 1
    assert pick_within(shapes, moved(box(0, 0, 3, 3)), shown).tolist() == [1]
