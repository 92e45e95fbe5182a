"""In the window: tools select, two fields colour, places and scales are typed, maps are pinned."""

import pytest
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtWidgets import QApplication

from gridloom_desktop.window.city_window import CityWindow
from gridloom_desktop.window.map.bivariate_legend import BivariateLegend
from gridloom_desktop.window.map.coordinate_grid import grid_step
from gridloom_desktop.window.model.symbology import Variable
from gridloom_desktop.window.screenshot import wait_until_idle

LEFT = Qt.MouseButton.LeftButton


def drag(qtbot, window: CityWindow, start, end, keys=Qt.KeyboardModifier.NoModifier) -> None:
    canvas = window.canvas
    begin, stop = canvas.position(*start), canvas.position(*end)
    qtbot.mousePress(canvas, LEFT, keys, begin)
    qtbot.mouseMove(canvas, begin + QPoint(20, -20))
    qtbot.mouseMove(canvas, stop)
    qtbot.mouseRelease(canvas, LEFT, keys, stop)
    wait_until_idle(window)


def only_communities(window: CityWindow) -> None:
    window.bench.layers.switch("people", False)
    wait_until_idle(window)


def count(window: CityWindow) -> int:
    selection = window.session.selection
    return 0 if selection is None else len(selection.keys)


def test_a_rectangle_selects_what_it_touches_and_more_with_shift(qtbot, window):
    only_communities(window)
    window.bench.tooling.use("rectangle")
    drag(qtbot, window, (110, 110), (290, 290))
    assert count(window) == 4
    drag(qtbot, window, (510, 510), (590, 590), Qt.KeyboardModifier.ShiftModifier)
    assert count(window) == 5
    drag(qtbot, window, (110, 110), (190, 290), Qt.KeyboardModifier.ControlModifier)
    assert count(window) == 3


def test_a_buffer_selects_around_what_is_selected(qtbot, window):
    only_communities(window)
    window.bench.tooling.use("rectangle")
    drag(qtbot, window, (320, 320), (380, 380))
    window.bench.tooling.use("buffer")
    qtbot.keyClicks(window.canvas, "50")
    qtbot.keyClick(window.canvas, Qt.Key.Key_Return)
    wait_until_idle(window)
    assert count(window) == 9  # the community and the eight around it


def test_a_tool_is_a_command_that_is_on_while_it_is_in_use(window):
    action = window.menus.actions["circle"]
    action.trigger()
    assert window.canvas.tool.name == "circle" and action.isChecked()
    action.trigger()
    assert window.canvas.tool.name == "pan" and not action.isChecked()


def test_no_two_commands_share_a_shortcut(window):
    keys = [command.keys for command in window.menus.commands.values() if command.keys]
    assert sorted(one for one in set(keys) if keys.count(one) > 1) == []


def test_a_place_that_is_typed_is_shown_in_the_middle(qtbot, window):
    field = window.status.place_field
    field.setFocus()
    field.setText("300, 450")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    middle = QPointF(window.canvas.width() / 2, window.canvas.height() / 2)
    shown = window.canvas.view.to_plane(middle.x(), middle.y())
    assert shown == pytest.approx((300, 450), abs=0.1)


def test_a_scale_that_is_typed_is_shown(qtbot, window):
    field = window.status.scale_field
    field.setFocus()
    field.setText("1:25000")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window.canvas.view.scale == pytest.approx(96 / 0.0254 / 25_000)
    assert field.text() == "1 : 25,000"


def test_what_is_no_scale_leaves_the_map_as_it_is(qtbot, window):
    before, field = window.canvas.view, window.status.scale_field
    field.setFocus()
    field.setText("large")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window.canvas.view == before and field.text() == field.shown


def test_escape_brings_back_what_was_shown(qtbot, window):
    field = window.status.scale_field
    field.setFocus()
    field.setText("1:99")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == field.shown != "1:99"


def test_the_place_under_the_pointer_can_be_copied(qtbot, window):
    qtbot.mouseMove(window.canvas, QPoint(50, 50))
    qtbot.mouseMove(window.canvas, QPoint(60, 60))
    window.status.copy_place()
    assert QApplication.clipboard().text() == window.status.place != ""


def test_the_pinned_map_follows_the_other_and_the_other_follows_it(window):
    window.bench.comparing.switch()
    wait_until_idle(window)
    for moved, other in ((window.canvas, window.pair.second), (window.pair.second, window.canvas)):
        moved.zoom(1.5, QPointF(20, 30))
        assert other.view == moved.view.resized(other.width(), other.height())


def test_the_pointer_in_one_map_is_a_cross_in_the_other(qtbot, window):
    window.bench.comparing.switch()
    wait_until_idle(window)
    before = window.pair.second.grab().toImage()
    window.canvas.pointed.emit(350.0, 250.0)
    assert window.pair.second.grab().toImage() != before


def test_the_pinned_map_keeps_its_layers(window):
    window.bench.comparing.switch()
    wait_until_idle(window)
    before = window.pair.second.grab().toImage()
    window.bench.layers.switch("community", False)
    wait_until_idle(window)
    assert window.pair.second.grab().toImage() == before


def test_a_map_that_is_not_pinned_any_more_goes_its_own_way(window):
    window.bench.comparing.switch()
    wait_until_idle(window)
    window.bench.comparing.switch()
    left = window.pair.second.view
    window.canvas.zoom(2)
    assert window.pair.second.view == left and not window.pair.second.isVisible()


def test_the_pinned_map_is_remembered_and_undone(window, opened, workspace):
    window.bench.comparing.switch()
    window.bench.layers.switch("community", False)
    wait_until_idle(window)
    again = opened(workspace)
    assert again.pair.split and again.bench.comparing._pinned[0].visible
    assert not again.session.document.layer("community").visible
    again.bench.comparing.switch()
    again.session.undo()
    assert again.pair.split
    again.session.redo()
    assert not again.pair.split


def test_the_coordinate_grid_is_drawn_where_the_coordinates_are(window):
    step = grid_step(window.canvas.view)
    place = window.canvas.position(step, step / 2)
    before = window.canvas.grab().toImage().pixelColor(place)
    window.bench.tooling.switch_grid()
    after = window.canvas.grab().toImage().pixelColor(place)
    assert after.lightness() < before.lightness()
    window.session.undo()
    assert window.canvas.grab().toImage().pixelColor(place) == before


def choose(window: CityWindow, name: str, value: object) -> None:
    window.bench.layers.tree.choose("community")
    choice = getattr(window.bench.layers.inspector, name)
    choice.setFocus()
    choice.fill()
    offered = [choice.itemData(place) for place in range(choice.count())]
    choice.setCurrentIndex(offered.index(value))
    choice.activated.emit(choice.currentIndex())
    wait_until_idle(window)


def test_two_fields_are_crossed_and_the_legend_tells_what_a_colour_means(aged_window):
    window = aged_window
    choose(window, "colour_by", Variable(column="residents"))
    choose(window, "second", Variable(column="age"))
    legend = window.bench.layers.findChild(BivariateLegend)
    top = legend.told(QPointF(legend.width() / 2, 22))
    counts = window.session.layer("community").class_counts()
    assert counts.sum() == 64
    assert top.splitlines()[0].startswith("residents: ") and top.endswith("features")
