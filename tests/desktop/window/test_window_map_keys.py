"""The map by keys alone: what a hand does with the mouse, Space, Enter and the arrows do too."""

import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest

from gridloom_desktop.window.map.canvas import MapCanvas
from gridloom_desktop.window.map.input import FINE, PAN_SHARE
from gridloom_desktop.window.map.tools import (
    CircleSelect,
    MeasureDistance,
    PolygonSelect,
    RectangleSelect,
    ZoomBox,
)

SIZE, STEP = 400, 400 * PAN_SHARE
"""Of the map in pixels, which are metres here; of an arrow."""
SHIFT = Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


@pytest.fixture
def canvas(qtbot):
    """A map of 400 m with its middle at (200, 200), and the focus on it."""
    canvas = MapCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(SIZE, SIZE)
    canvas.show()
    canvas.show_box((0, 0, SIZE, SIZE), margin=0)
    canvas.setFocus()
    yield canvas
    canvas.close_worker()


def heard(signal):
    """Return a list of what a signal will tell."""
    told = []
    signal.connect(lambda *values: told.append(values))
    return told


def press(canvas, *keys, modifiers=Qt.KeyboardModifier.NoModifier):
    for key in keys:
        QTest.keyClick(canvas, key, modifiers)


@pytest.mark.parametrize("key", [Key.Key_Space, Key.Key_Return, Key.Key_Enter])
def test_space_and_enter_ask_what_is_in_the_middle(canvas, key):
    told = heard(canvas.clicked)
    press(canvas, key)
    ((x, y, tolerance),) = told
    assert (x, y) == pytest.approx((200, 200)) and tolerance > 0


def test_space_that_held_the_map_asks_nothing(canvas):
    told = heard(canvas.clicked)
    QTest.keyPress(canvas, Key.Key_Space)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(50, 50))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(50, 50))
    QTest.keyRelease(canvas, Key.Key_Space)
    assert told == []


def test_shift_and_an_arrow_move_the_map_a_little(canvas):
    press(canvas, Key.Key_Right, modifiers=SHIFT)
    assert canvas.view.box[0] == pytest.approx(FINE)
    press(canvas, Key.Key_Left)
    assert canvas.view.box[0] == pytest.approx(FINE - STEP)


def test_a_rectangle_is_drawn_from_one_press_to_the_other(canvas):
    told = heard(canvas.drawn)
    canvas.use(RectangleSelect(canvas))
    press(canvas, Key.Key_Space, Key.Key_Right, Key.Key_Up, Key.Key_Space)
    ((area, how),) = told
    assert area.bounds == pytest.approx((200, 200, 200 + STEP, 200 + STEP)) and how == "replace"


def test_shift_at_the_end_adds_to_the_selection(canvas):
    told = heard(canvas.drawn)
    canvas.use(RectangleSelect(canvas))
    press(canvas, Key.Key_Space, Key.Key_Right, Key.Key_Up)
    press(canvas, Key.Key_Space, modifiers=SHIFT)
    assert told[0][1] == "add"


def test_a_circle_is_drawn_from_its_middle(canvas):
    told = heard(canvas.drawn)
    canvas.use(CircleSelect(canvas))
    press(canvas, Key.Key_Space, Key.Key_Right, Key.Key_Space)
    ((area, _),) = told
    assert area.bounds == pytest.approx((100, 100, 300, 300), abs=0.1)


def test_a_box_to_zoom_to_is_drawn(canvas):
    canvas.use(ZoomBox(canvas))
    press(canvas, Key.Key_Space, Key.Key_Right, Key.Key_Up, Key.Key_Space)
    left, bottom, right, top = canvas.view.box
    assert ((left + right) / 2, (bottom + top) / 2) == pytest.approx((250, 250))


def test_a_polygon_has_a_corner_at_each_press_and_ends_by_enter(canvas):
    told = heard(canvas.drawn)
    canvas.use(PolygonSelect(canvas))
    press(canvas, Key.Key_Space, Key.Key_Right, Key.Key_Space, Key.Key_Up, Key.Key_Space)
    press(canvas, Key.Key_Return)
    ((area, _),) = told
    assert area.area == pytest.approx(STEP * STEP / 2)


def test_a_distance_is_measured(canvas):
    tool = MeasureDistance(canvas)
    canvas.use(tool)
    press(canvas, Key.Key_Space, Key.Key_Right)
    assert tool.path == [pytest.approx((200, 200)), pytest.approx((200 + STEP, 200))]


def test_escape_gives_up_what_is_drawn(canvas):
    told = heard(canvas.drawn)
    canvas.use(RectangleSelect(canvas))
    press(canvas, Key.Key_Space, Key.Key_Right, Key.Key_Escape, Key.Key_Up)
    press(canvas, Key.Key_Space, Key.Key_Left)
    assert told == []


def test_arrows_tell_the_place_in_the_middle(canvas):
    told = heard(canvas.pointed)
    press(canvas, Key.Key_Right)
    assert told == [pytest.approx((200 + STEP, 200))]


def test_a_cross_marks_the_middle_until_the_mouse_is_used(canvas, qtbot):
    press(canvas, Key.Key_Right)
    assert canvas.key_pointer.shown
    qtbot.mouseMove(canvas, QPoint(30, 30))
    qtbot.mouseMove(canvas, QPoint(40, 40))
    qtbot.waitUntil(lambda: not canvas.key_pointer.shown)
