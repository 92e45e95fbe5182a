"""A value is corrected where it is read, and told what it was before."""

import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QLineEdit

from gridloom_analytics.bilingual import same
from gridloom_analytics.selecting import Rows
from gridloom_desktop.window.city_window import CityWindow
from gridloom_desktop.window.editing.history_dialog import HistoryDialog
from gridloom_desktop.window.editing.value_dialog import ValueDialog
from gridloom_desktop.window.facts_table import MARK, VALUE, FactsTable
from gridloom_desktop.window.model.asking.subjects import Subject
from gridloom_desktop.window.screenshot import wait_until_idle
from gridloom_layers.editing import Reason, correct_value, merge_areas

LEFT = Qt.MouseButton.LeftButton
WHY = Reason("counted on the spot", "Li")


def open_page(window: CityWindow, table: str = "community") -> FactsTable:
    """Show the page about the first row of a table in the panel."""
    window.bench.identifying.open(Subject(table, 100, same("it")))
    wait_until_idle(window)
    return window.bench.feature.table


def row_of(facts: FactsTable, name: str) -> int:
    return next(row for row in range(facts.rowCount()) if facts.fact(row).now.name == name)


def begin(qtbot, facts: FactsTable, name: str, kind: type = QLineEdit):
    """Double-click on a value; return the editor that opens in its place."""
    cell = facts.visualItemRect(facts.item(row_of(facts, name), VALUE)).center()
    qtbot.mouseClick(facts.viewport(), LEFT, pos=cell)
    qtbot.mouseDClick(facts.viewport(), LEFT, pos=cell)
    return facts.findChild(kind)


def save(window: CityWindow) -> ValueDialog:
    wait_until_idle(window)
    dialog = window.bench.editing.committing.dialog
    dialog.reason.setPlainText(WHY.text)
    dialog.author.setText(WHY.author)
    dialog._check()
    wait_until_idle(window)
    return dialog


def test_a_value_is_written_in_its_place_and_the_reason_asked(qtbot, window: CityWindow) -> None:
    facts = open_page(window)
    editor = begin(qtbot, facts, "residents")
    assert editor.text() == "100"
    qtbot.keyClicks(editor, "120")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    wait_until_idle(window)
    dialog = window.bench.editing.committing.dialog
    assert (dialog.old.text(), dialog.value) == ("100", "120")
    assert dialog.focusWidget() is dialog.reason
    save(window)
    assert facts.item(row_of(facts, "residents"), VALUE).text() == "120"


def test_f2_edits_the_chosen_value_and_escape_leaves_it(qtbot, window: CityWindow) -> None:
    facts = open_page(window)
    facts.setFocus()
    facts.setCurrentCell(row_of(facts, "name"), 0)
    qtbot.keyClick(facts, Qt.Key.Key_F2)
    editor = facts.findChild(QLineEdit)
    assert editor.text() == "社区00"
    qtbot.keyClicks(editor, "x")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    wait_until_idle(window)
    assert window.bench.editing.committing.dialog is None


def test_a_value_entered_unchanged_asks_nothing(qtbot, window: CityWindow) -> None:
    facts = open_page(window)
    qtbot.keyClick(begin(qtbot, facts, "residents"), Qt.Key.Key_Return)
    wait_until_idle(window)
    assert window.bench.editing.committing.dialog is None


def test_what_was_corrected_is_marked_and_told(qtbot, window: CityWindow) -> None:
    correct_value(window.session.store, "community", 100, "residents", "120", WHY)
    facts = open_page(window)
    row = row_of(facts, "residents")
    assert "Was “100”" in facts.item(row, VALUE).toolTip()
    assert "Li: counted on the spot" in facts.item(row, VALUE).toolTip()
    mark = facts.visualItemRect(facts.item(row, MARK)).center()
    qtbot.mouseClick(facts.viewport(), LEFT, pos=mark)
    wait_until_idle(window)
    (dialog,) = window.findChildren(HistoryDialog)
    assert [dialog.table.item(0, column).text() for column in (1, 3, 4)] == ["Li", "100", "120"]
    dialog.close()


def test_a_field_of_a_list_offers_it_in_words(qtbot, window: CityWindow) -> None:
    facts = open_page(window, "people")
    editor = begin(qtbot, facts, "sex", QComboBox)
    assert editor.currentText() == "male"
    editor.setCurrentText("female")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    save(window)
    column = window.session.store.attributes("people", ["sex"]).column("sex")
    assert column.to_pylist() == ["F", "F"]


def test_a_masked_value_is_written_anew_and_never_shown(qtbot, window: CityWindow) -> None:
    facts = open_page(window, "people")
    editor = begin(qtbot, facts, "name")
    assert editor.text() == ""
    editor.setText("张炜")  # QTest types no Chinese
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    save(window)
    row = row_of(facts, "name")
    assert "伟" not in facts.item(row, VALUE).toolTip()
    assert "炜" not in facts.item(row, VALUE).text() + facts.item(row, VALUE).toolTip()


def test_a_masked_value_is_left_where_nothing_was_typed(qtbot, window: CityWindow) -> None:
    facts, asked = open_page(window, "people"), []
    facts.corrected.connect(lambda *_: asked.append("corrected"))
    begin(qtbot, facts, "name")
    cell = facts.visualItemRect(facts.item(row_of(facts, "sex"), VALUE)).center()
    qtbot.mouseClick(facts.viewport(), LEFT, pos=cell)
    qtbot.waitUntil(lambda: facts.state() == QAbstractItemView.State.NoState)
    assert asked == []


def test_a_page_follows_undo(qtbot, window: CityWindow) -> None:
    facts = open_page(window)
    editor = begin(qtbot, facts, "residents")
    qtbot.keyClicks(editor, "7")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    save(window)
    assert facts.item(row_of(facts, "residents"), VALUE).text() == "7"
    window.menus.actions["undo"].trigger()
    wait_until_idle(window)
    assert facts.item(row_of(facts, "residents"), VALUE).text() == "100"


def test_the_page_of_a_row_that_was_merged_away_is_closed(window: CityWindow) -> None:
    open_page(window)
    merge_areas(window.session.store, "community", [100, 101], 101, WHY)
    window.session.follow_data(["community"])
    wait_until_idle(window)
    assert window.bench.feature.page is None


@pytest.mark.parametrize("corrected", [False, True])
def test_the_menu_of_a_value_offers_its_history_where_there_is_one(
    qtbot, window: CityWindow, corrected: bool
) -> None:
    if corrected:
        correct_value(window.session.store, "community", 100, "residents", "120", WHY)
    facts = open_page(window)
    at = facts.visualItemRect(facts.item(row_of(facts, "residents"), VALUE)).center()
    facts.customContextMenuRequested.emit(QPoint(at))
    menu = QApplication.activePopupWidget()
    assert [action.isEnabled() for action in menu.actions()] == [True, corrected]
    menu.close()


def test_the_selected_row_is_corrected_by_f2_elsewhere(qtbot, window: CityWindow) -> None:
    window.session.select("community", Rows(keys=(100,)))
    wait_until_idle(window)
    window.canvas.setFocus()
    window.menus.actions["correct"].trigger()
    wait_until_idle(window)
    assert window.bench.editing.committing.dialog.now.name == "name"
    window.bench.editing.committing.dialog.reject()
