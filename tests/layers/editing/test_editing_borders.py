"""Shapes cut, and borders that follow: the areas add up, no gap and no overlap comes."""

import time
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st

from gridloom_layers.editing.borders import following, redrawn
from gridloom_layers.editing.cutting import halves
from gridloom_layers.errors import BadInput

whole = st.integers(-20, 120)
corners = st.tuples(whole, whole)


def star(radii: list[int]) -> shapely.Polygon:
    """Return a star around (50, 50)."""
    spokes = [
        shapely.affinity.rotate(shapely.Point(50 + radius, 50), 360 * at / len(radii), (50, 50))
        for at, radius in enumerate(radii)
    ]
    return shapely.Polygon([(point.x, point.y) for point in spokes])


stars = st.lists(st.integers(10, 60), min_size=3, max_size=9).map(star)
lines = st.lists(corners, min_size=2, max_size=4, unique=True).map(shapely.LineString)


@given(area=stars, line=lines)
def test_the_halves_of_an_area_add_up_to_it_and_do_not_overlap(
    area: shapely.Polygon, line: shapely.LineString
) -> None:
    assume(area.is_valid and line.is_simple)
    try:
        larger, smaller = halves(area, line)
    except BadInput:
        assert len(shapely.get_parts(shapely.ops.split(area, line))) == 1
        return
    assert larger.area >= smaller.area > 0
    assert larger.area + smaller.area == pytest.approx(area.area)
    assert larger.intersection(smaller).area == pytest.approx(0, abs=1e-6)
    assert larger.is_valid and smaller.is_valid


def test_a_line_that_ends_inside_does_not_cut() -> None:
    with pytest.raises(BadInput, match="does not cut"):
        halves(shapely.box(0, 0, 10, 10), shapely.LineString([(-1, 5), (5, 5)]))


def test_of_several_parts_what_lies_to_the_left_is_one_half() -> None:
    area = shapely.MultiPolygon([shapely.box(0, 0, 10, 10), shapely.box(20, 0, 22, 10)])
    larger, smaller = halves(area, shapely.LineString([(4, -1), (4, 11)]))
    assert (larger.area, smaller.area) == (60 + 20, 40)


def test_a_hole_is_cut_too() -> None:
    ring = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 4, 6, 6))
    larger, smaller = halves(ring, shapely.LineString([(-1, 5), (11, 5)]))
    assert larger.area == smaller.area == 48


def tiles(xs: list[float], ys: list[float]) -> list[shapely.MultiPolygon]:
    """Return areas side by side that share all vertices."""
    return [
        shapely.MultiPolygon([shapely.box(*low, *high)])
        for low, high in (
            ((x0, y0), (x1, y1)) for x0, x1 in pairwise(xs) for y0, y1 in pairwise(ys)
        )
    ]


def drawn(shape: shapely.MultiPolygon, old: object, *new: object) -> shapely.MultiPolygon:
    """Return an area with a vertex replaced by others."""
    ring = shape.geoms[0].exterior.coords[:-1]
    at = ring.index(old)
    return shapely.MultiPolygon([shapely.Polygon([*ring[:at], *new, *ring[at + 1 :]])])


@given(dx=st.floats(-40, 40), dy=st.floats(-40, 40))
def test_a_corner_that_four_areas_share_moves_in_all_of_them(dx: float, dy: float) -> None:
    four, corner = tiles([0, 100, 200], [0, 100, 200]), (100.0, 100.0)
    first = drawn(four[0], corner, (100 + dx, 100 + dy))
    assume(first.is_valid)
    change = redrawn(four[0], first)
    after = [first, *(following(each, change) for each in four[1:])]
    assert shapely.union_all(after).equals(shapely.box(0, 0, 200, 200))
    assert sum(each.area for each in after) == pytest.approx(40_000)


@given(bulge=st.floats(-60, 60).filter(lambda value: abs(value) > 1e-3))
def test_a_vertex_put_into_a_shared_side_is_put_into_the_neighbour_too(bulge: float) -> None:
    left, right = tiles([0, 100, 200], [0, 100])
    shared = (100.0, 100.0)
    new = drawn(left, shared, (100 + bulge, 50.0), shared)  # the ring goes up the shared side
    assume(new.is_valid)
    other = following(right, redrawn(left, new))
    assert new.area == pytest.approx(10_000 + 50 * bulge)
    assert new.area + other.area == pytest.approx(20_000)
    assert new.intersection(other).area == pytest.approx(0)


def test_a_vertex_taken_out_of_a_shared_side_goes_in_the_neighbour_too() -> None:
    left, right = tiles([0, 100, 200], [0, 100])
    bent = drawn(left, (100.0, 100.0), (130, 50), (100.0, 100.0))
    other = following(right, redrawn(left, bent))
    assert following(other, redrawn(bent, left)).equals(right)


def meeting() -> list[shapely.MultiPolygon]:
    """Return a long area below two others, whose common corner is on its side, not its vertex."""
    boxes = [(0, 0, 200, 100), (0, 100, 80, 200), (80, 100, 200, 200)]
    return [shapely.MultiPolygon([shapely.box(*each)]) for each in boxes]


@given(dx=st.floats(-40, 40), dy=st.floats(-60, 60))
def test_a_side_that_is_moved_takes_along_what_meets_on_it(dx: float, dy: float) -> None:
    long, left, right = meeting()
    moved = drawn(long, (200.0, 100.0), (200 + dx, 100 + dy))
    change = redrawn(long, moved, [left, right])
    after = [moved, following(left, change), following(right, change)]
    assert sum(each.area for each in after) == pytest.approx(shapely.union_all(after).area)
    assert after[1].intersection(moved).area == pytest.approx(0, abs=1e-6)


@given(bulge=st.floats(-60, 60).filter(lambda value: abs(value) > 1e-3))
def test_a_vertex_put_in_beside_a_meeting_point_is_where_they_meet_then(bulge: float) -> None:
    long, left, right = meeting()
    end = (200.0, 100.0)
    new = drawn(long, end, end, (80.0, 100 + bulge))
    after = [new, *(following(each, redrawn(long, new, [left, right])) for each in (left, right))]
    assert sum(each.area for each in after) == pytest.approx(40_000)
    assert shapely.union_all(after).area == pytest.approx(40_000)


@given(dx=st.floats(-20, 20), dy=st.floats(-20, 20))
def test_a_corner_on_a_side_of_another_area_bends_it(dx: float, dy: float) -> None:
    long, left, right = meeting()
    moved = drawn(left, (80.0, 100.0), (80 + dx, 100 + dy))
    change = redrawn(left, moved, [long, right])
    after = [moved, following(long, change), following(right, change)]
    assert sum(each.area for each in after) == pytest.approx(40_000)
    assert shapely.union_all(after).area == pytest.approx(40_000)


def test_what_meets_a_side_that_stays_as_it_is_stays_the_very_same() -> None:
    area = shapely.MultiPolygon([shapely.Polygon([(0, 0), (300, 100), (300, 300), (0, 300)])])
    end = (100, 100 / 3)  # on the first side, but for what a float leaves out
    below = shapely.MultiPolygon([shapely.Polygon([(0, 0), end, (100, 0)])])
    bent = drawn(area, (300.0, 300.0), (310, 310))
    assert following(below, redrawn(area, bent, [below])) is below


def ring(corners: int, radius: float) -> shapely.MultiPolygon:
    """Return a round area with so many corners."""
    turns = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    return shapely.MultiPolygon([shapely.Polygon(radius * np.c_[np.cos(turns), np.sin(turns)])])


def test_an_outline_of_many_vertices_is_compared_in_moments() -> None:
    round_, others = ring(10_000, 5_000), [ring(40_000, 6_000 + each) for each in range(5)]
    began = time.process_time()
    wider = ring(10_000, 5_001)
    change = redrawn(round_, wider, others)
    assert all(following(other, change) is other for other in others)
    assert len(change.moved) == 10_000
    assert time.process_time() - began < 10  # side by side with each vertex it is a minute


def test_an_area_without_shared_vertices_stays_the_very_same() -> None:
    left, far = shapely.box(0, 0, 1, 1), shapely.MultiPolygon([shapely.box(5, 5, 6, 6)])
    change = redrawn(shapely.MultiPolygon([left]), shapely.MultiPolygon([shapely.box(0, 0, 1, 2)]))
    assert following(far, change) is far
