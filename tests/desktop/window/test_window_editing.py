"""Editing on the map with mouse and keys: drawn, asked why, kept, undone and done again."""

import threading
from pathlib import Path

import numpy as np
import pytest
import shapely
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QDialogButtonBox, QMessageBox

from gridloom_analytics.selecting import Rows
from gridloom_desktop.window.city_window import CityWindow
from gridloom_desktop.window.editing.history_dialog import HistoryDialog
from gridloom_desktop.window.editing.reason_dialog import ReasonDialog
from gridloom_desktop.window.model.data_step import taken
from gridloom_desktop.window.screenshot import wait_until_idle
from gridloom_layers.editing import Reason, edits, merge_areas
from gridloom_layers.language import tr, use_language
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import FolderStore, open_workspace

LEFT = Qt.MouseButton.LeftButton
WHY = Reason("one place on the ground", "Li")
MERGE = tr("Merge the selected areas …")
AROUND_101 = (100, 102, 108, 109, 110)
"""The communities that share vertices with one at the southern edge."""


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the author that tests give out of the user's own settings."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def select(window: CityWindow, *keys: int) -> None:
    window.session.select("community", Rows(keys=keys))
    wait_until_idle(window)


def begin(window: CityWindow, tool: str, key: int = 100) -> None:
    """Begin to draw at the community in the south-west, 100 m wide."""
    select(window, key)
    window.canvas.show_box((-50, -50, 350, 250))
    wait_until_idle(window)
    window.menus.actions[tool].trigger()
    wait_until_idle(window)


def at(window: CityWindow, x: float, y: float) -> QPoint:
    return window.canvas.position(x, y)


def drag(window: CityWindow, start: tuple[float, float], end: tuple[float, float]) -> None:
    canvas = window.canvas
    QTest.mousePress(canvas, LEFT, pos=at(window, *start))
    QTest.mouseMove(canvas, at(window, *end))
    QTest.mouseRelease(canvas, LEFT, pos=at(window, *end))


def answer(window: CityWindow, reason: str = "seen on the spot") -> ReasonDialog:
    """Give a reason in the dialog that is open, and save."""
    wait_until_idle(window)
    dialog = window.bench.editing.committing.dialog
    dialog.reason.setPlainText(reason)
    dialog.author.setText("Li")
    dialog._check()
    wait_until_idle(window)
    return dialog


def community(window: CityWindow, key: int = 100) -> shapely.Geometry:
    return window.session.store.layer("community", []).geometry[key]


def test_a_vertex_is_dragged_and_the_neighbours_follow(window: CityWindow) -> None:
    begin(window, "reshape")
    drag(window, (100, 100), (130, 120))
    window.bench.editing.drawing.bar.apply.click()
    answer(window)
    corner = (np.array([130, 120]) - shapely.get_coordinates(community(window))).round(0)
    assert (corner == 0).all(axis=1).any()
    layer = window.session.store.layer("community", []).geometry
    assert shapely.union_all(layer.to_numpy()).equals(shapely.box(0, 0, 800, 800))
    assert [one.act for one in edits(window.session.store, "community")].count("follow") == 3


def test_an_edit_is_drawn_on_the_map_undone_and_done_again(window: CityWindow) -> None:
    begin(window, "reshape")
    drag(window, (100, 100), (130, 120))
    window.bench.editing.drawing.bar.apply.click()
    answer(window)
    drawn = window.session.layer("community").shapes.rings_of(0)[0].max()
    assert drawn == pytest.approx(130, abs=1)
    for name, expected in (("undo", 100), ("redo", 130)):
        window.menus.actions[name].trigger()  # the selection was a step before it
        wait_until_idle(window)
        found = window.session.layer("community").shapes.rings_of(0)[0].max()
        assert found == pytest.approx(expected, abs=1)
    assert "Draw an outline of “Community” anew" in window.menus.actions["undo"].text()


def test_a_double_click_on_a_side_puts_a_vertex_in_and_delete_takes_it_out(
    window: CityWindow,
) -> None:
    begin(window, "reshape")
    tool = window.canvas.tool
    QTest.mouseDClick(window.canvas, LEFT, pos=at(window, 50, 100))
    assert len(tool.sketch.lines[0]) == 5
    QTest.keyClick(window.canvas, Qt.Key.Key_Delete)
    assert len(tool.sketch.lines[0]) == 4


def test_what_was_drawn_is_taken_back_before_it_is_applied(window: CityWindow) -> None:
    begin(window, "reshape")
    before = window.session.steps.last
    drag(window, (100, 100), (130, 120))
    QTest.keyClick(window.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.canvas.tool.sketch.shape.equals(community(window))
    assert not window.bench.editing.drawing.bar.apply.isEnabled()
    assert window.session.steps.last is before


def test_a_dragged_vertex_snaps_to_a_neighbours(window: CityWindow) -> None:
    begin(window, "reshape")
    near = at(window, 200, 100) + QPoint(5, -4)
    QTest.mousePress(window.canvas, LEFT, pos=at(window, 100, 100))
    QTest.mouseMove(window.canvas, near)
    QTest.mouseRelease(window.canvas, LEFT, pos=near)
    assert [200.0, 100.0] in window.canvas.tool.sketch.lines[0].tolist()


def test_other_tools_wait_while_a_shape_is_drawn(window: CityWindow) -> None:
    begin(window, "reshape")
    tools = ("rectangle", "pan", "measure-distance")
    assert not any(window.menus.actions[name].isEnabled() for name in tools)
    QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
    assert all(window.menus.actions[name].isEnabled() for name in tools)


def test_a_click_beside_the_shape_selects_nothing_else(window: CityWindow) -> None:
    begin(window, "reshape")
    QTest.mouseClick(window.canvas, LEFT, pos=at(window, 250, 150))
    wait_until_idle(window)
    assert window.session.selection.keys.tolist() == [100]


def test_steps_are_named_in_the_language_that_the_window_has_now(window: CityWindow) -> None:
    select(window, 100, 101)
    window.menus.actions["merge"].trigger()
    answer(window)
    try:
        use_language("zh")
        window.retranslate()
        assert "Community" not in window.menus.actions["undo"].text()
        assert "社区" in window.menus.actions["undo"].text()
    finally:
        use_language("en")


def test_escape_gives_up_and_nothing_is_changed(window: CityWindow) -> None:
    begin(window, "reshape")
    before = window.session.store.at_commit
    drag(window, (100, 100), (130, 120))
    QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
    assert (window.bench.editing.drawing.tool, window.session.store.at_commit) == (None, before)
    assert window.canvas.tool.name == "pan"


def test_a_map_is_dragged_beside_the_shape_while_it_is_edited(window: CityWindow) -> None:
    begin(window, "reshape")
    before = window.canvas.view
    drag(window, (250, 200), (300, 220))
    assert window.canvas.view.left < before.left
    assert not window.canvas.tool.is_changed
    assert window.session.selection.keys.tolist() == [100]


def test_an_area_is_split_by_a_drawn_line(window: CityWindow) -> None:
    begin(window, "split")
    QTest.mouseClick(window.canvas, LEFT, pos=at(window, 60, -20))
    QTest.mouseClick(window.canvas, LEFT, pos=at(window, 60, 120))
    QTest.keyClick(window.canvas, Qt.Key.Key_Return)
    answer(window)
    assert window.session.store.table("community").rows == 65
    assert community(window).area == pytest.approx(6_000, rel=0.05)
    assert window.session.layer("community").count == 65


def test_selected_areas_are_merged(window: CityWindow) -> None:
    select(window, 100, 101)
    window.menus.actions["merge"].trigger()
    answer(window)
    assert community(window).equals(shapely.box(0, 0, 200, 100))
    assert window.session.store.table("community").rows == 63


def test_a_shape_is_moved_and_what_it_then_lies_over_is_told(window: CityWindow) -> None:
    begin(window, "move")
    drag(window, (50, 50), (80, 50))
    window.bench.editing.drawing.bar.together.setChecked(False)
    window.bench.editing.drawing.bar.apply.click()
    answer(window)
    (box,) = [one for one in window.findChildren(QMessageBox) if one.isVisible()]
    assert "lie over each other" in box.text()
    box.close()


def test_areas_of_a_division_are_moved_with_their_neighbours(window: CityWindow) -> None:
    begin(window, "move", key=101)
    drag(window, (150, 50), (150, 70))
    window.bench.editing.drawing.bar.apply.click()
    answer(window)
    assert [one for one in window.findChildren(QMessageBox) if one.isVisible()] == []
    acts = {one.row_key: one.act for one in edits(window.session.store, "community")}
    assert acts == {101: "move", **dict.fromkeys(AROUND_101, "follow")}
    layer = window.session.store.layer("community", []).geometry
    assert shapely.union_all(layer.to_numpy()).area == pytest.approx(layer.area.sum())


def test_a_value_is_corrected_with_old_and_new_value_shown(window: CityWindow) -> None:
    select(window, 100)
    window.menus.actions["correct"].trigger()
    wait_until_idle(window)
    dialog = window.bench.editing.committing.dialog
    dialog.choose("residents")
    assert dialog.old.text() == "100"
    dialog.new.setCurrentText("120")
    answer(window)
    column = window.session.store.attributes("community", ["residents"]).column("residents")
    assert column[0].as_py() == 120
    assert "Correct “residents” in “Community”" in window.menus.actions["undo"].text()


def test_what_a_field_cannot_hold_is_told_in_the_dialog_and_stays_there(
    window: CityWindow,
) -> None:
    select(window, 100)
    window.menus.actions["correct"].trigger()
    wait_until_idle(window)
    window.bench.editing.committing.dialog.choose("residents")
    window.bench.editing.committing.dialog.new.setCurrentText("many")
    dialog = answer(window)
    assert "“many” cannot be a value" in dialog.told
    assert (dialog.new.currentText(), dialog.isVisible()) == ("many", True)
    dialog.reject()


def begin_to_merge(window: CityWindow) -> threading.Event:
    """Save a merger that waits at its first report of progress until the event is set."""
    go = threading.Event()

    def waiting(store: FolderStore, progress: Progress) -> object:
        go.wait(20)
        progress.report("merge", 0, 1)
        return merge_areas(store, "community", [100, 101], 100, WHY, progress)

    committing = window.bench.editing.committing
    dialog = ReasonDialog(window, lambda: MERGE, window.bench.editing._preferences)
    committing.ask(dialog, lambda: committing.commit(MERGE, waiting, dialog))
    dialog.reason.setPlainText(WHY.text)
    dialog.author.setText(WHY.author)
    dialog._check()
    return go


@pytest.mark.parametrize("how", ["escape", "cancel", "close"])
def test_a_dialog_cannot_be_left_while_its_edit_is_saved(window: CityWindow, how: str) -> None:
    go = begin_to_merge(window)
    dialog = window.bench.editing.committing.dialog
    cancel = dialog.buttons.button(QDialogButtonBox.StandardButton.Cancel)
    leave = {
        "escape": lambda: QTest.keyClick(dialog, Qt.Key.Key_Escape),
        "cancel": lambda: QTest.mouseClick(cancel, LEFT),
        "close": dialog.close,
    }
    leave[how]()
    assert dialog.isVisible() and not cancel.isEnabled()
    go.set()
    wait_until_idle(window)
    assert window.session.steps.last.title == MERGE and window.session.steps.last.data is not None
    assert not [box for box in window.findChildren(QMessageBox) if box.isVisible()]


def test_an_edit_that_is_cancelled_gives_its_dialog_back(window: CityWindow) -> None:
    go = begin_to_merge(window)
    window.operations.cancel()
    go.set()
    wait_until_idle(window)
    dialog = window.bench.editing.committing.dialog
    assert window.session.store.table("community").rows == 64
    assert dialog.isVisible() and all(each.isEnabled() for each in dialog.buttons.buttons())
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    wait_until_idle(window)
    assert not window.findChildren(ReasonDialog)


def test_without_a_reason_nothing_is_saved(window: CityWindow) -> None:
    select(window, 100, 101)
    window.menus.actions["merge"].trigger()
    dialog = answer(window, reason="  ")
    assert "needs a reason" in dialog.told
    dialog.reason.setPlainText("seen on the spot")
    assert dialog.told == ""
    assert window.session.store.table("community").rows == 64
    dialog.reject()


def test_the_author_is_remembered(window: CityWindow) -> None:
    select(window, 100, 101)
    window.menus.actions["merge"].trigger()
    answer(window)
    select(window, 103, 104)
    window.menus.actions["merge"].trigger()
    wait_until_idle(window)
    assert window.bench.editing.committing.dialog.author.text() == "Li"
    window.bench.editing.committing.dialog.reject()


def test_the_edits_of_a_row_are_listed(window: CityWindow) -> None:
    begin(window, "move")
    drag(window, (50, 50), (80, 50))
    window.bench.editing.drawing.bar.apply.click()
    answer(window)
    for box in window.findChildren(QMessageBox):
        box.close()
    select(window, 100)
    window.menus.actions["edits"].trigger()
    wait_until_idle(window)
    (dialog,) = window.findChildren(HistoryDialog)
    texts = [dialog.table.item(0, column).text() for column in (1, 2, 5)]
    assert texts == ["Li", "moved", "seen on the spot"]
    dialog.close()


def test_personal_values_are_masked_where_they_are_corrected(window: CityWindow) -> None:
    window.session.select("people", Rows(keys=(100,)))
    wait_until_idle(window)
    window.menus.actions["correct"].trigger()
    wait_until_idle(window)
    dialog = window.bench.editing.committing.dialog
    dialog.choose("name")
    assert "伟" not in dialog.old.text() and dialog.new.currentText() == ""
    dialog.new.setCurrentText("张炜")
    answer(window)
    assert "张" not in window.menus.actions["undo"].text()
    names = window.session.store.attributes("people", ["name"]).column("name").to_pylist()
    assert names == ["张炜", "欧阳娜娜"]


def test_what_another_program_did_since_is_not_undone(window: CityWindow, workspace: Path) -> None:
    select(window, 100, 101)
    window.menus.actions["merge"].trigger()
    answer(window)
    with open_workspace(workspace).change() as change:
        change.put_measure("m", "count(people)")
    window.menus.actions["undo"].trigger()
    wait_until_idle(window)
    (box,) = [one for one in window.findChildren(QMessageBox) if one.isVisible()]
    assert "Another program has changed" in box.text()
    assert window.session.store.table("community").rows == 63
    box.close()


def test_a_commit_of_another_in_between_makes_no_step(window: CityWindow, workspace: Path) -> None:
    def two(store: object) -> None:
        for name in "mn":
            with open_workspace(workspace).change() as change:
                change.put_measure(name, "count(people)")
        window.session.store.refresh()

    assert taken(window.session.store, two) == (None, None)
