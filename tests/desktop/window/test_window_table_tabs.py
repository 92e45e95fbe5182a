"""Attribute tables in the window: opened by F6, one with the map and its other views."""

import numpy as np
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QTabBar, QToolButton
from tests.desktop.window.conftest import open_window

from gridloom_analytics.selecting import Everything, Rows, Where
from gridloom_desktop.window.attribute_table import arranging
from gridloom_desktop.window.looks import switch_language
from gridloom_desktop.window.model.data_step import taken
from gridloom_desktop.window.model.rows.view import ColumnsView, SortKey, TableView
from gridloom_desktop.window.screenshot import wait_until_idle
from gridloom_layers.editing import Reason, correct_value
from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr
from gridloom_layers.workspace import TableSpec

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def opened(window):
    """The window with the table of communities open."""
    window.bench.tables.open("community")
    wait_until_idle(window)
    return window


def table_of(window, place: int = 0):
    return window.bench.tables.tables[place]


def click_row(qtbot, window, row: int, keys=Qt.KeyboardModifier.NoModifier) -> None:
    view = table_of(window).view
    at = view.visualRect(view.rows.index(row, 0)).center()
    qtbot.mouseClick(view.viewport(), LEFT, keys, at)
    wait_until_idle(window)


def test_a_key_opens_the_table_of_the_topmost_layer(qtbot, window):
    window.menus.actions["table"].trigger()
    wait_until_idle(window)
    assert window.bench.tables.isVisible() and table_of(window).name == "people"


def test_a_table_that_is_open_comes_to_the_front(opened):
    opened.bench.tables.open("people")
    opened.bench.tables.open("community")
    assert opened.bench.tables.count() == 2 and opened.bench.tables.currentIndex() == 0


def test_a_row_that_is_clicked_is_selected_in_all_views(qtbot, opened):
    click_row(qtbot, opened, 3)
    selection = opened.session.selection
    assert selection.table == "community" and selection.keys.tolist() == [103]
    assert table_of(opened).rows.is_selected(3)


def test_a_row_is_added_by_control_and_the_step_undone(qtbot, opened):
    click_row(qtbot, opened, 3)
    click_row(qtbot, opened, 5, Qt.KeyboardModifier.ControlModifier)
    both = opened.session.selection.keys.tolist()
    opened.session.undo()
    wait_until_idle(opened)
    assert both == [103, 105] and opened.session.selection.keys.tolist() == [103]


def test_what_the_map_selects_is_marked_in_the_table(opened):
    opened.session.select("community", Rows(keys=(101,)))
    wait_until_idle(opened)
    assert [table_of(opened).rows.is_selected(row) for row in (0, 1)] == [False, True]
    assert table_of(opened).bar._said.text() == "64 rows · 1 selected"


def test_a_selection_of_another_table_unmarks_the_rows(opened):
    opened.session.select("community", Rows(keys=(101,)))
    wait_until_idle(opened)
    opened.session.select("people", Everything())
    wait_until_idle(opened)
    assert not table_of(opened).rows.is_selected(1)


def test_all_rows_of_a_filter_are_selected_by_its_condition(qtbot, opened):
    table_of(opened).filter("residents > 1000")
    wait_until_idle(opened)
    qtbot.keyClick(table_of(opened).view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    wait_until_idle(opened)
    assert opened.session.document.picked.condition == Where(text="residents > 1000")
    assert len(opened.session.selection.keys) == 9


def test_a_row_is_shown_on_the_map(opened):
    table_of(opened).shown.emit(np.array([163]))
    xmin, ymin, xmax, _ = opened.canvas.view.box
    assert xmin > 500 and ymin > 500 and xmax - xmin < 400


def test_a_layer_is_mapped_by_a_field(opened):
    table_of(opened).mapped.emit("residents")
    wait_until_idle(opened)
    assert opened.session.document.layer("community").colouring.column == "residents"


def test_a_table_is_closed_by_its_cross(qtbot, opened):
    (cross,) = opened.bench.tables.findChildren(QToolButton, "close-table")
    qtbot.mouseClick(cross, LEFT)
    assert opened.bench.tables.count() == 0


def test_a_table_that_is_closed_behind_another_stays_closed(qtbot, opened):
    opened.bench.tables.open("people")
    opened.bench.tables.open("community")
    wait_until_idle(opened)
    cross = opened.bench.tables.tabBar().tabButton(1, QTabBar.ButtonPosition.RightSide)
    qtbot.mouseClick(cross, LEFT)
    assert [one.table for one in opened.session.document.tables] == ["community"]
    assert opened.session.undo() is None


def test_the_corner_offers_every_table(opened):
    opened.bench.tables._fill_menu()
    titles = [action.text() for action in opened.bench.tables._menu.actions()]
    assert titles == ["Community", "people"]


def test_titles_follow_the_language(opened):
    switch_language("zh")
    wait_until_idle(opened)
    seen = opened.bench.tables.tabText(0), table_of(opened).bar._said.text()
    switch_language("en")
    wait_until_idle(opened)
    assert seen == ("社区", "64 行") and opened.bench.tables.tabText(0) == "Community"


def test_a_table_that_is_gone_is_closed_and_a_changed_one_read_anew(opened):
    store = opened.session.store
    spec = TableSpec("community", "community", store.table("community").fields, geometry="area")
    with store.change() as change:
        change.revise(spec, [], np.array([100]), 2)
    opened.session.data_changed.emit(frozenset({"community"}))
    wait_until_idle(opened)
    rows = table_of(opened).rows.rowCount()
    with store.change() as change:
        change.remove("community")
    opened.session.data_changed.emit(frozenset({"community"}))
    assert rows == 63 and opened.bench.tables.count() == 0


def test_a_filter_is_a_step_that_can_be_undone(opened):
    table_of(opened).filter("residents > 1000")
    wait_until_idle(opened)
    opened.session.undo()
    wait_until_idle(opened)
    assert table_of(opened).rows.rowCount() == 64 and not table_of(opened).bar.where.text()
    opened.session.redo()
    wait_until_idle(opened)
    assert table_of(opened).rows.rowCount() == 9


def correct_a_filtered_table(window) -> None:
    """Correct a value in a table of which few rows are shown: two steps."""
    window.bench.tables.tables[0].filter("residents > 1000")
    wait_until_idle(window)

    def work(store):
        correct_value(store, "community", 163, "residents", "5000", Reason("counted", "Li"))

    _, step = taken(window.session.store, work)
    window.session.take(tr("Correct a value"), step)
    wait_until_idle(window)


def titles(window) -> list[str]:
    return [str(step.title) for step in window.session.steps.all]


def test_a_value_corrected_in_a_filtered_table_is_one_step_undone_and_done_again(opened):
    correct_a_filtered_table(opened)
    assert titles(opened) == ["Filter a table", "Correct a value"]
    assert table_of(opened).rows.rowCount() == 9
    for act, value in (("undo", 1007.0), ("redo", 5000.0)):
        opened.menus.actions[act].trigger()
        wait_until_idle(opened)
        column = opened.session.store.attributes("community", ["residents"]).column("residents")
        assert column[63].as_py() == value and table_of(opened).rows.rowCount() == 9
    assert titles(opened) == ["Filter a table", "Correct a value"]


def test_two_changes_at_once_leave_the_filter(opened):
    correct_a_filtered_table(opened)
    for _ in range(2):
        opened.session.data_changed.emit(frozenset({"community"}))
    wait_until_idle(opened)
    assert table_of(opened).rows.rowCount() == 9 and len(titles(opened)) == 2


def test_a_filter_that_is_refused_after_a_change_of_data_makes_no_step(opened):
    table = table_of(opened)
    correct_a_filtered_table(opened)
    opened.session.data_changed.emit(frozenset({"community"}))
    table.filter("residents > many")
    wait_until_idle(opened)
    table.view.heads.resizeSection(0, 173)  # what is noted next
    assert titles(opened) == ["Filter a table", "Correct a value"]
    assert table.rows.rowCount() == 9 and table.told(TableView(table="x")).where


def test_a_filter_that_changed_data_do_not_have_any_more_makes_no_step(opened, monkeypatch):
    table = table_of(opened)
    table.filter("residents > 1000")
    wait_until_idle(opened)

    def refuse(*_, **__):
        raise BadInput("unknown-column", tr("No row has a value."))

    monkeypatch.setattr(arranging, "arrange", refuse)
    opened.session.data_changed.emit(frozenset({"community"}))
    wait_until_idle(opened)
    table.view.heads.resizeSection(0, 173)
    assert titles(opened) == ["Filter a table"] and table.rows.rowCount() == 64


def test_masking_a_filtered_table_again_makes_no_step(opened):
    opened.bench.tables.open("people")
    people = table_of(opened, 1)
    people.filter("sex = 'M'")
    wait_until_idle(opened)
    people.unmasking.open("核对居住登记")
    wait_until_idle(opened)
    people.unmasking.bar.ended.emit()
    wait_until_idle(opened)
    assert people.arranging.found.where == "sex = 'M'" and titles(opened) == ["Filter a table"]


def test_widths_hidden_columns_and_an_order_are_kept_without_a_step(opened):
    table = table_of(opened)
    table.view.heads.resizeSection(0, 173)
    table.view.columns.hide(1)
    table.sort(SortKey("name", descending=True))
    wait_until_idle(opened)
    (view,) = opened.session.document.tables
    assert view.columns == ColumnsView(widths=(("name", 173),), hidden=("residents",))
    assert view.sort == (SortKey("name", descending=True),) and opened.session.undo() is None


def test_tables_are_there_again_when_the_workspace_is_opened_again(opened, workstation):
    table = table_of(opened)
    table.view.heads.moveSection(0, 1)
    table.filter("residents > 1000")
    opened.bench.tables.open("people")
    wait_until_idle(opened)
    path = opened.session.store.path
    opened.close()
    again = open_window(workstation, path)
    again.bench.tables.open_usual()
    wait_until_idle(again)
    found = table_of(again)
    assert [one.name for one in again.bench.tables.tables] == ["community", "people"]
    assert found.rows.rowCount() == 9 and found.view.heads.visualIndex(0) == 1


def test_a_filter_by_unmasked_values_is_not_kept(opened):
    opened.bench.tables.open("people")
    people = table_of(opened, 1)
    people.unmasking.open("核对居住登记")
    people.filter("name = '张伟'")
    wait_until_idle(opened)
    assert people.rows.rowCount() == 1
    assert [one.where for one in opened.session.document.tables] == ["", ""]


def test_control_w_closes_the_table_in_front(opened):
    opened.menus.actions["close-table"].trigger()
    assert opened.bench.tables.count() == 0
    opened.menus.update_state()
    assert not opened.menus.actions["close-table"].isEnabled()


def test_the_menu_of_a_cell_has_that_of_its_column(opened):
    menu = table_of(opened).menus.of_cell(0, 0)
    (of_column,) = [one.menu() for one in menu.actions() if one.menu() is not None]
    of_column.actions()[1].trigger()
    assert table_of(opened).arranging.found is not None and "Sort" in of_column.actions()[1].text()
    menu.deleteLater()
