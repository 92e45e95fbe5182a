"""The tools of the map, driven by mouse and keys."""

import math
from collections.abc import Iterator

import pytest
import shapely
from PyQt6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from gridloom_desktop.canvas import View
from gridloom_desktop.window.map.canvas import MapCanvas
from gridloom_desktop.window.map.tools import (
    Buffer,
    CircleSelect,
    MeasureArea,
    MeasureDistance,
    PolygonSelect,
    RectangleSelect,
    ZoomBox,
)
from gridloom_desktop.window.model.measuring import Ruler
from gridloom_layers.language import use_language

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
WEST, NORTH = 500_000.0, 2_500_000.0


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[MapCanvas]:
    """A map on which a pixel is a metre; its upper left corner is (500000, 2500000)."""
    use_language("en")
    canvas = MapCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(400, 300)
    canvas.show()
    canvas.ruler = Ruler("EPSG:4547")
    canvas.set_view(View(WEST, NORTH, 1.0, 400, 300))
    yield canvas
    canvas.close_worker()


@pytest.fixture
def drawn(canvas: MapCanvas) -> list[tuple[shapely.Geometry, str]]:
    found: list[tuple[shapely.Geometry, str]] = []
    canvas.drawn.connect(lambda geometry, how: found.append((geometry, how)))
    return found


def drag(qtbot, canvas, start, end, button=LEFT, keys=Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.mousePress(canvas, button, keys, QPoint(*start))
    qtbot.mouseMove(canvas, QPoint((start[0] + end[0]) // 2, (start[1] + end[1]) // 2))
    qtbot.mouseMove(canvas, QPoint(*end))
    qtbot.mouseRelease(canvas, button, keys, QPoint(*end))


def click(qtbot, canvas, *places, keys=Qt.KeyboardModifier.NoModifier) -> None:
    for place in places:
        qtbot.mouseClick(canvas, LEFT, keys, QPoint(*place))


def on_map(x: float, y: float) -> tuple[float, float]:
    return WEST + x, NORTH - y


def test_a_rectangle_is_given_as_it_was_drawn(qtbot, canvas, drawn):
    canvas.use(RectangleSelect(canvas))
    drag(qtbot, canvas, (200, 150), (50, 40))
    ((area, how),) = drawn
    assert area.bounds == (*on_map(50, 150), *on_map(200, 40)) and how == "replace"


@pytest.mark.parametrize(
    ("keys", "how"),
    [(SHIFT, "add"), (CONTROL, "remove"), (ALT, "remove"), (SHIFT | CONTROL, "within")],
)
def test_keys_say_what_becomes_of_the_selection(qtbot, canvas, drawn, keys, how):
    canvas.use(RectangleSelect(canvas))
    drag(qtbot, canvas, (50, 40), (200, 150), keys=keys)
    assert [one for _, one in drawn] == [how]


def test_a_click_with_a_selecting_tool_selects_what_is_there(qtbot, canvas, drawn):
    canvas.use(RectangleSelect(canvas))
    click(qtbot, canvas, (120, 80))
    assert drawn[0][0].centroid.coords[0] == pytest.approx(on_map(120, 80))


def test_a_polygon_is_clicked_and_ended_by_a_double_click(qtbot, canvas, drawn):
    canvas.use(PolygonSelect(canvas))
    click(qtbot, canvas, (50, 50), (150, 50), (150, 150))
    qtbot.mouseDClick(canvas, LEFT, pos=QPoint(150, 150))
    assert [area.area for area, _ in drawn] == [5000]


def test_enter_ends_a_polygon_and_backspace_takes_a_vertex_back(qtbot, canvas, drawn):
    canvas.use(PolygonSelect(canvas))
    click(qtbot, canvas, (50, 50), (150, 50), (150, 150), (390, 290))
    qtbot.keyClick(canvas, Qt.Key.Key_Backspace)
    qtbot.keyClick(canvas, Qt.Key.Key_Return, SHIFT)
    assert [(area.area, how) for area, how in drawn] == [(5000, "add")]


def test_undo_takes_a_vertex_back_while_a_polygon_is_drawn(qtbot, canvas, drawn):
    canvas.use(PolygonSelect(canvas))
    assert not canvas.tool.drawing  # then it is the step before that is undone
    click(qtbot, canvas, (100, 100), (200, 100), (200, 200), (50, 250))
    qtbot.keyClick(canvas, Qt.Key.Key_Z, CONTROL)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert shapely.area(drawn[0][0]) == 5_000


def test_escape_drops_a_polygon(qtbot, canvas, drawn):
    canvas.use(PolygonSelect(canvas))
    click(qtbot, canvas, (50, 50), (150, 50), (150, 150))
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert drawn == []


def test_a_polygon_that_crosses_itself_is_the_areas_that_it_surrounds(qtbot, canvas, drawn):
    canvas.use(PolygonSelect(canvas))
    click(qtbot, canvas, (50, 50), (150, 150), (150, 50), (50, 150))
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert shapely.is_valid(drawn[0][0]) and drawn[0][0].area == pytest.approx(5000)


def test_a_polygon_of_two_vertices_is_none(qtbot, canvas, drawn):
    canvas.use(PolygonSelect(canvas))
    click(qtbot, canvas, (50, 50), (150, 50))
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert drawn == []


def test_a_circle_is_dragged_from_its_middle(qtbot, canvas, drawn):
    canvas.use(CircleSelect(canvas))
    drag(qtbot, canvas, (200, 150), (260, 230))  # 3-4-5: the radius is 100
    assert drawn[0][0].centroid.coords[0] == pytest.approx(on_map(200, 150))
    assert drawn[0][0].area == pytest.approx(math.pi * 100**2, rel=1e-3)


def test_a_distance_is_measured_to_the_pointer_and_stays_when_it_is_ended(qtbot, canvas):
    tool = MeasureDistance(canvas)
    canvas.use(tool)
    click(qtbot, canvas, (50, 50), (150, 50))
    qtbot.mouseMove(canvas, QPoint(150, 250))
    moving = tool.lines
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert moving == ["Length 300.00 m", "Last stretch 200.00 m"]
    assert tool.lines == ["Length 100.00 m"]


def test_an_area_is_measured_with_its_perimeter(qtbot, canvas):
    tool = MeasureArea(canvas)
    canvas.use(tool)
    click(qtbot, canvas, (50, 50), (150, 50), (150, 250), (50, 250))
    assert tool.lines == ["Area 2.000 ha", "Perimeter 600.00 m"]


def test_a_buffer_takes_the_metres_that_are_typed(qtbot, canvas):
    asked: list[tuple[float, str]] = []
    canvas.drawn_around.connect(lambda metres, how: asked.append((metres, how)))
    shapes = (shapely.Point(on_map(200, 150)),)
    canvas.selected_shapes = lambda: shapes
    canvas.use(Buffer(canvas))
    qtbot.keyClicks(canvas, "1250")
    qtbot.keyClick(canvas, Qt.Key.Key_Backspace)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert asked == [(125.0, "replace")]


def test_without_a_selection_a_buffer_gives_nothing(qtbot, canvas, drawn):
    canvas.use(Buffer(canvas))
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert drawn == [] and canvas.grab().width() > 0  # it is told on the map


def test_a_box_is_zoomed_to(qtbot, canvas):
    canvas.use(ZoomBox(canvas))
    drag(qtbot, canvas, (100, 100), (200, 150))
    xmin, _, xmax, ymax = canvas.view.box
    assert canvas.view.scale == pytest.approx(4 * 0.92)
    assert (xmin + xmax) / 2 == pytest.approx(WEST + 150) and ymax > NORTH - 100


def test_shift_and_a_drag_of_the_hand_zooms_to_a_box(qtbot, canvas):
    drag(qtbot, canvas, (100, 100), (200, 150), keys=SHIFT)
    assert canvas.view.scale == pytest.approx(4 * 0.92)


def test_the_middle_button_drags_the_map_under_any_tool(qtbot, canvas, drawn):
    canvas.use(RectangleSelect(canvas))
    drag(qtbot, canvas, (100, 100), (160, 130), button=MIDDLE)
    assert (canvas.view.left, canvas.view.top) == (WEST - 60, NORTH + 30) and drawn == []


def test_space_and_a_drag_moves_the_map_under_any_tool(qtbot, canvas, drawn):
    canvas.use(PolygonSelect(canvas))
    click(qtbot, canvas, (50, 50), (150, 50), (150, 150))
    qtbot.keyPress(canvas, Qt.Key.Key_Space)
    drag(qtbot, canvas, (100, 100), (160, 130))
    qtbot.keyRelease(canvas, Qt.Key.Key_Space)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert canvas.view.left == WEST - 60 and [area.area for area, _ in drawn] == [5000]


def test_keys_move_and_zoom_the_map(qtbot, canvas):
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    qtbot.keyClick(canvas, Qt.Key.Key_Down)
    assert (canvas.view.left, canvas.view.top) == (WEST + 100, NORTH - 75)
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.view.scale == 1.25


def test_home_asks_for_all(qtbot, canvas):
    with qtbot.waitSignal(canvas.wants_all, timeout=1000):
        qtbot.keyClick(canvas, Qt.Key.Key_Home)


def test_the_outer_buttons_of_the_mouse_go_to_the_previous_view_and_back(qtbot, canvas):
    first = canvas.view
    canvas.set_view(first.zoomed(3, 10, 10))
    second = canvas.view
    qtbot.mousePress(canvas, Qt.MouseButton.BackButton, pos=QPoint(5, 5))
    assert canvas.view == first
    qtbot.mousePress(canvas, Qt.MouseButton.ForwardButton, pos=QPoint(5, 5))
    assert canvas.view == second


def test_alt_and_an_arrow_goes_to_the_previous_view(qtbot, canvas):
    first = canvas.view
    canvas.set_view(first.zoomed(3, 10, 10))
    qtbot.keyClick(canvas, Qt.Key.Key_Left, ALT)
    assert canvas.view == first


def test_a_single_place_is_shown_with_what_is_around_it(canvas):
    canvas.show_box((WEST, NORTH, WEST, NORTH))
    xmin, ymin, xmax, ymax = canvas.view.box
    assert min(xmax - xmin, ymax - ymin) >= 50 and xmin < WEST < xmax
