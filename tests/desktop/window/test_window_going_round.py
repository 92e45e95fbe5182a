"""Ctrl+F6 leads round the parts of a window, Escape back to the map."""

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QMenuBar

from gridloom_desktop.window.map.tool_strip import ToolStrip
from gridloom_desktop.window.map.tools import TOOLS
from gridloom_desktop.window.screenshot import wait_until_idle

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def round_about(window, qtbot):
    """The window with all its sides open and the focus on the map."""
    window.panels.show("charts")
    window.panels.show("analysis")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.canvas.setFocus()
    wait_until_idle(window)
    return window


def press(key, keys=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, keys)


def here(window):
    """Say in which part of the window the focus is."""
    focus = QApplication.focusWidget()
    if isinstance(focus, QMenuBar):
        return "menus"
    if window.findChild(ToolStrip).isAncestorOf(focus):
        return "tools"
    sides = [one.objectName() for one in window.panels.docks if one.isAncestorOf(focus)]
    return sides[0] if sides else "map" if focus is window.canvas else repr(focus)


def test_ctrl_f6_leads_round_all_parts_and_comes_back(round_about):
    seen = []
    for _ in range(6):
        press(Qt.Key.Key_F6, CTRL)
        seen.append(here(round_about))
    assert seen == ["left", "right", "bottom", "tools", "menus", "map"]


def test_ctrl_shift_f6_leads_round_the_other_way(round_about):
    seen = []
    for _ in range(6):
        press(Qt.Key.Key_F6, CTRL | Qt.KeyboardModifier.ShiftModifier)
        seen.append(here(round_about))
    assert seen == ["menus", "tools", "bottom", "right", "left", "map"]


def test_a_side_that_is_hidden_is_passed_over(round_about):
    round_about.panels.toggle("left")
    press(Qt.Key.Key_F6, CTRL)
    assert here(round_about) == "right"


def test_a_panel_gets_the_focus_where_it_was(round_about):
    wanted = round_about.bench.layers.inspector.filter
    wanted.setFocus()
    round_about.canvas.setFocus()
    press(Qt.Key.Key_F6, CTRL)
    assert QApplication.focusWidget() is wanted


def test_a_panel_that_was_asked_for_has_the_focus(round_about):
    press(Qt.Key.Key_F9)
    assert here(round_about) == "bottom"
    round_about.menus.actions["panel-layers"].trigger()
    assert here(round_about) == "left"


@pytest.mark.parametrize("steps", range(1, 6))
def test_escape_leads_back_to_the_map_from_any_part(round_about, steps):
    for _ in range(steps):
        press(Qt.Key.Key_F6, CTRL)
    press(Qt.Key.Key_Escape)
    assert here(round_about) == "map"


def test_the_map_that_was_reached_by_a_key_is_framed_until_the_mouse_is_used(round_about):
    plain = round_about.grab().toImage()
    round_about.bench.going.go(1)
    press(Qt.Key.Key_Escape)
    framed = round_about.grab().toImage()
    QTest.mouseClick(round_about.canvas, Qt.MouseButton.MiddleButton)
    assert framed != plain and round_about.grab().toImage() == plain


def test_arrows_lead_through_the_menus_that_the_keys_reached(round_about):
    press(Qt.Key.Key_F6, CTRL | Qt.KeyboardModifier.ShiftModifier)
    press(Qt.Key.Key_Right)
    bar = round_about.menus.bar
    assert bar.activeAction() is bar.actions()[1]
    press(Qt.Key.Key_F6, CTRL)
    assert bar.activeAction() is None


def buttons(window):
    strip = window.findChild(ToolStrip)
    return [one for one in strip.buttons if one.isVisible()], strip


def test_a_low_map_has_its_last_tools_in_a_menu(window):
    assert len(buttons(window)[0]) == 8 and not buttons(window)[1].more.isVisible()
    window.canvas.setFixedHeight(250)
    wait_until_idle(window)
    seen, strip = buttons(window)
    in_menu = [one.objectName() for one in strip.menu.actions()]
    assert [one.defaultAction().objectName() for one in seen] + in_menu == [t.name for t in TOOLS]
    assert len(in_menu) > 1 and strip.more.isVisible() and strip.geometry().bottom() < 250


def test_labels_keep_clear_of_the_tools_whatever_room_these_take(window):
    window.canvas.setFixedHeight(250)
    wait_until_idle(window)
    assert list(window.canvas.covered) == [buttons(window)[1].box]
