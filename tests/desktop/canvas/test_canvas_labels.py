"""Labels: where one may stand, and that none lies on another."""

import math
from itertools import combinations

import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridloom_desktop.canvas import Shapes, View, build_shapes
from gridloom_desktop.canvas.labels import Labels, Placed, place

VIEW = View(0, 600, 1.0, 900, 600)
WIDTH, HEIGHT = 60.0, 16.0


def sizes(texts, rank):
    return np.tile([[WIDTH, HEIGHT]], (len(texts), 1))


def shapes(kind, geometries) -> Shapes:
    return build_shapes(kind, [pa.array(shapely.to_wkb(geometries), pa.binary())])


def labels(kind, geometries, **further) -> Labels:
    texts = [f"label {row}" for row in range(len(geometries))]
    return Labels("layer", shapes(kind, geometries), texts, **further)


def boxes(placed: list[Placed]) -> list[shapely.Geometry]:
    flat = [shapely.box(-WIDTH / 2, -HEIGHT / 2, WIDTH / 2, HEIGHT / 2) for _ in placed]
    turned = [
        shapely.affinity.rotate(box, -one.angle, origin=(0, 0), use_radians=True)
        for box, one in zip(flat, placed, strict=True)
    ]
    return [
        shapely.affinity.translate(box, one.x, one.y)
        for box, one in zip(turned, placed, strict=True)
    ]


def random_points(count: int, seed: int = 0) -> list[shapely.Geometry]:
    places = np.random.default_rng(seed).random((count, 2)) * (900, 600)
    return shapely.points(places).tolist()


@st.composite
def star(draw) -> shapely.Geometry:
    """A polygon around a middle, as jagged as it comes, perhaps with a hole."""
    reaches = draw(st.lists(st.floats(5, 250), min_size=5, max_size=24))
    angles = np.linspace(0, 2 * math.pi, len(reaches), endpoint=False)
    corners = np.column_stack([np.cos(angles), np.sin(angles)]) * np.array(reaches)[:, None] + 300
    area = shapely.Polygon(corners)
    hole = shapely.box(298, 298, 302, 302) if draw(st.booleans()) else shapely.Polygon()
    return shapely.difference(area, hole)


@settings(max_examples=60)
@given(star())
def test_the_label_of_an_area_stands_inside_it(area):
    x, y, _ = labels("area", [area]).anchors(np.array([0]))[0]
    assert shapely.dwithin(area, shapely.Point(x, y), 1e-3)


def test_the_label_of_a_ring_does_not_stand_in_its_hole():
    ring = shapely.difference(shapely.box(0, 0, 300, 300), shapely.box(50, 50, 250, 200))
    x, y, _ = labels("area", [ring]).anchors(np.array([0]))[0]
    assert ring.contains(shapely.Point(x, y)) and y > 200  # the bar above the hole is the widest


def test_the_label_of_an_area_has_nearly_as_much_room_as_anywhere():
    lake = shapely.Polygon([(0, 0), (400, 0), (400, 300), (360, 300), (360, 30), (0, 30)])
    x, y, _ = labels("area", [lake]).anchors(np.array([0]))[0]
    best = shapely.maximum_inscribed_circle(lake).length
    assert lake.exterior.distance(shapely.Point(x, y)) > 0.6 * best


def test_the_label_of_a_line_stands_half_way_along_it():
    way = shapely.LineString([(0, 0), (300, 0), (300, 100)])  # 400 long
    assert labels("line", [way]).anchors(np.array([0]))[0] == pytest.approx((200, 0, 0))


def test_the_label_of_a_line_runs_along_it_and_never_stands_on_its_head():
    ways = [shapely.LineString([(500, 500), (100, 100)]), shapely.LineString([(0, 300), (0, 0)])]
    angles = labels("line", ways).anchors(np.array([0, 1]))[:, 2]
    assert np.degrees(np.sort(angles)) == pytest.approx([45, 90])


def test_labels_do_not_lie_on_each_other():
    placed = place([labels("point", random_points(400))], VIEW, sizes)
    overlaps = [one for one in combinations(boxes(placed), 2) if one[0].intersection(one[1]).area]
    assert len(placed) > 50 and overlaps == []


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.floats(0.2, 3), st.floats(-300, 300))
def test_labels_of_lines_areas_and_points_leave_each_other_room(seed, scale, shift):
    random = np.random.default_rng(seed)
    lines = [shapely.LineString(random.random((3, 2)) * (900, 600)) for _ in range(30)]
    squares = [shapely.box(x, y, x + 90, y + 40) for x, y in random.random((40, 2)) * (900, 600)]
    layers = [labels("area", squares), labels("line", lines), labels("point", random_points(60))]
    placed = place(layers, View(shift, 600, scale, 700, 500), sizes)
    assert all(one.intersection(two).area < 1e-6 for one, two in combinations(boxes(placed), 2))


def test_nothing_is_placed_on_what_is_reserved():
    furniture = (300.0, 200.0, 300.0, 200.0)
    placed = place([labels("point", random_points(400))], VIEW, sizes, reserved=[furniture])
    plate = shapely.box(300, 200, 600, 400)
    assert placed and not any(box.intersects(plate) for box in boxes(placed))


def test_what_is_more_important_comes_first():
    same = [shapely.Point(400, 300)] * 12
    placed = place([labels("point", same, priority=np.arange(12.0))], VIEW, sizes)
    assert len(placed) < 12 and {one.row for one in placed} == set(range(12 - len(placed), 12))


def test_the_label_of_the_upper_layer_comes_first():
    lower, upper = (labels("area", [shapely.box(300, 200, 500, 400)]) for _ in range(2))
    placed = place([lower, Labels("upper", upper.shapes, upper.texts)], VIEW, sizes)
    assert [one.layer for one in placed] == ["upper"]


def test_a_point_is_named_at_its_upper_right_where_there_is_room():
    (placed,) = place([labels("point", [shapely.Point(400, 300)])], VIEW, sizes)
    assert placed.x > 400 + WIDTH / 2 and placed.y < 300


def test_an_area_smaller_than_its_label_has_none():
    squares = [shapely.box(100, 100, 130, 130), shapely.box(300, 300, 380, 330)]
    assert [one.row for one in place([labels("area", squares)], VIEW, sizes)] == [1]


def test_rows_that_are_hidden_or_have_no_text_are_not_named():
    found = labels("point", random_points(4), hidden=np.array([True, False, False, False]))
    found = Labels("layer", found.shapes, ["a", "", "c", "d"], hidden=found.hidden)
    assert {one.row for one in place([found], VIEW, sizes)} == {2, 3}


@settings(max_examples=25)
@given(st.floats(-40, 40), st.floats(-40, 40))
def test_labels_stay_where_they_are_when_the_map_is_moved(dx, dy):
    found = labels("point", random_points(500))
    before = place([found], VIEW, sizes)
    moved = VIEW.panned(dx, dy)
    after = {
        one.key: one for one in place([found], moved, sizes, kept={b.key: b.side for b in before})
    }
    inner = [one for one in before if 120 < one.x < 780 and 80 < one.y < 520]
    assert [(after[one.key].x, after[one.key].y) for one in inner] == [
        pytest.approx((one.x + dx, one.y + dy), abs=1e-6) for one in inner
    ]


def test_a_layer_without_shapes_has_no_labels():
    assert place([labels("area", [])], VIEW, sizes) == []


def test_of_a_million_shapes_in_view_none_is_named():
    points = shapely.points(np.random.default_rng(0).random((250_000, 2)) * 500)
    found = Labels("layer", shapes("point", points), ["x"] * len(points))
    assert place([found], VIEW, sizes) == []
