"""A shape drawn anew, as values: what is done to its vertices, and what it is then."""

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gridloom_desktop.window.model.sketch import Sketch, Vertex
from gridloom_desktop.window.model.snapping import Snap, Surroundings

SQUARE = shapely.MultiPolygon([shapely.box(0, 0, 100, 100)])
HOLED = shapely.MultiPolygon(
    [shapely.box(0, 0, 100, 100) - shapely.box(40, 40, 60, 60), shapely.box(200, 0, 210, 10)]
)
LINES = shapely.MultiLineString([[(0, 0), (50, 0)], [(0, 10), (50, 10), (60, 20)]])


@pytest.mark.parametrize("shape", [SQUARE, HOLED, LINES, shapely.Point(3, 4)])
def test_a_sketch_is_the_shape_that_it_was_made_of(shape: shapely.Geometry) -> None:
    assert Sketch.of(shape).shape.equals_exact(shape)


@given(dx=st.integers(-500, 500), dy=st.integers(-500, 500))
def test_a_shape_is_shifted_as_a_whole(dx: int, dy: int) -> None:
    moved = Sketch.of(HOLED).shifted(dx, dy).shape
    assert moved.equals_exact(shapely.affinity.translate(HOLED, dx, dy))


def test_the_nearest_vertex_within_reach_is_found() -> None:
    sketch = Sketch.of(HOLED)
    assert sketch.spot(sketch.vertex_near((97, 98), 8)) == (100, 100)
    assert sketch.spot(sketch.vertex_near((42, 42), 8)) == (40, 40)
    assert sketch.vertex_near((50, 50), 8) is None


def test_the_last_side_of_a_ring_leads_back_to_its_first_vertex() -> None:
    sides = {Sketch.of(SQUARE).side_near(at, 5)[1] for at in ((50, 2), (98, 50), (50, 99), (1, 50))}
    assert sides == {(50, 0), (100, 50), (50, 100), (0, 50)}
    assert Sketch.of(LINES).side_near((25, 5.5), 1) is None


def test_a_vertex_put_in_and_moved_makes_a_bulge() -> None:
    sketch = Sketch.of(SQUARE)
    after, at = sketch.side_near((50, 102), 5)
    bulged = sketch.inserted(after, at).moved(Vertex(after.line, after.place + 1), (50, 120))
    assert bulged.shape.area == 10_000 + 100 * 20 / 2


def test_a_ring_keeps_three_vertices_and_a_line_two() -> None:
    ring, line = Sketch.of(SQUARE), Sketch.of(LINES)
    for _ in range(5):
        ring, line = ring.without(Vertex(0, 0)), line.without(Vertex(1, 0))
    assert [len(ring.lines[0]), len(line.lines[1])] == [3, 2]


AROUND = Surroundings.of([shapely.box(0.1, 0.2, 100.3, 7.7), None, shapely.Point(200, 5)])


def test_a_place_snaps_to_the_very_vertex_of_a_neighbour() -> None:
    assert AROUND.snap((98, 8), 8) == Snap((100.3, 7.7), "vertex")
    assert AROUND.snap((203, 7), 8) == Snap((200, 5), "vertex")
    assert AROUND.snap((150, 50), 8) is None
    assert Surroundings.of([]).snap((50, 50), 8) is None


def test_a_place_snaps_to_a_side_where_no_vertex_is_near() -> None:
    snap = AROUND.snap((50, 9.7), 3)
    assert (snap.on, snap.spot) == ("side", pytest.approx((50, 7.7)))


def test_what_follows_a_dragged_vertex_does_not_hold_it_back() -> None:
    rest = AROUND.without((100.3, 7.7))
    assert rest.snap((100.3, 7.7), 5) is None
    assert rest.snap((0, 0), 5) == Snap((0.1, 0.2), "vertex")
