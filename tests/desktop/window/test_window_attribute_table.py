"""The attribute table on the screen: real mouse and keys."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyogrio
import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtWidgets import QApplication

from gridloom_desktop.window.attribute_table.attribute_table import AttributeTable
from gridloom_desktop.window.attribute_table.unmask_dialog import UnmaskDialog
from gridloom_desktop.window.looks import switch_language
from gridloom_desktop.window.model.rows.view import SortKey
from gridloom_desktop.window.operations import Operations
from gridloom_desktop.window.screenshot import wait_while
from gridloom_layers.workspace import TableSpec, open_workspace

LEFT = Qt.MouseButton.LeftButton
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def store(workspace):
    opened = open_workspace(workspace)
    yield opened
    opened.close()


@pytest.fixture
def show(qtbot, store) -> Iterator:
    """A function that shows a table of the small city, with its rows."""
    operations, tables = Operations(), []

    def shown(name: str) -> AttributeTable:
        table = AttributeTable(store, operations, name)
        tables.append(table)
        qtbot.addWidget(table)
        table.resize(900, 400)
        table.show()
        settled(table)
        return table

    yield shown
    for table in tables:
        table.close()
    operations.end()


@pytest.fixture
def table(show) -> AttributeTable:
    return show("community")


def settled(table: AttributeTable) -> AttributeTable:
    wait_while(lambda: table.busy)
    return table


def texts(table: AttributeTable, column: int, rows: int = 3) -> list[str]:
    return [table.rows.text(row, column) for row in range(rows)]


def place(table: AttributeTable, row: int, column: int = 0) -> QPoint:
    return table.view.visualRect(table.rows.index(row, column)).center()


def click(qtbot, table: AttributeTable, row: int, column: int = 0, keys=NONE) -> None:
    qtbot.mouseClick(table.view.viewport(), LEFT, keys, place(table, row, column))
    settled(table)


def click_title(qtbot, table: AttributeTable, column: int, keys=NONE) -> None:
    heads = table.view.heads
    at = QPoint(heads.sectionViewportPosition(column) + 20, heads.height() // 2)
    if keys == SHIFT:
        qtbot.keyPress(table, Qt.Key.Key_Shift)
    qtbot.mouseClick(heads.viewport(), LEFT, keys, at)
    settled(table)


def type_filter(qtbot, table: AttributeTable, text: str) -> None:
    table.bar.where.setText(text)
    qtbot.keyClick(table.bar.where, Qt.Key.Key_Return)
    settled(table)


def test_a_table_opens_with_titles_and_its_first_rows(table):
    assert texts(table, 0) == ["社区00", "社区10", "社区20"]
    assert table.rows.headerData(0, Qt.Orientation.Horizontal) == "community name"
    assert table.bar._said.text() == "64 rows"


def test_a_click_on_a_title_sorts_the_next_one_the_other_way(qtbot, table):
    click_title(qtbot, table, 1)
    rising = texts(table, 1, 2)
    click_title(qtbot, table, 1)
    assert rising == ["100", "100"]
    assert texts(table, 1, 1) == ["1,007"]
    assert table.rows.headerData(1, Qt.Orientation.Horizontal) == "residents ▼"


def test_two_columns_are_numbered_in_their_titles(table):
    table.sort(SortKey("residents", descending=True), SortKey("name"))
    settled(table)
    heads = [table.rows.headerData(column, Qt.Orientation.Horizontal) for column in range(2)]
    assert heads == ["community name ▲₂", "residents ▼₁"]
    assert texts(table, 0, 3) == ["社区75", "社区76", "社区77"]


def test_a_condition_filters_the_rows(qtbot, table):
    type_filter(qtbot, table, "residents > 1000")
    assert table.rows.rowCount() == 9 and table.bar._said.text() == "9 of 64 rows"


def test_a_wrong_condition_is_told_below_it_and_the_rows_stay(qtbot, table):
    type_filter(qtbot, table, "inhabitants > 1000")
    assert "inhabitants" in table.bar._fault.text() and table.bar._fault.isVisible()
    assert table.rows.rowCount() == 64


def test_an_emptied_condition_shows_all_rows(qtbot, table):
    type_filter(qtbot, table, "residents > 1000")
    table.bar.where.clear()
    settled(table)
    assert table.rows.rowCount() == 64


def test_no_row_is_said_where_the_rows_would_be(qtbot, table):
    type_filter(qtbot, table, "residents > 9999")
    assert table.rows.rowCount() == 0 and table.bar._said.text() == "0 of 64 rows"
    assert not table.view.grab().isNull()


def test_a_click_picks_a_row(qtbot, table):
    with qtbot.waitSignal(table.picked) as told:
        click(qtbot, table, 2)
    assert told.args[0].tolist() == [102] and told.args[1] == "replace"


def test_shift_picks_the_rows_between_in_the_order_that_is_shown(qtbot, table):
    table.sort(SortKey("residents", descending=True), SortKey("name"))
    settled(table)
    click(qtbot, table, 0)
    with qtbot.waitSignal(table.picked) as told:
        click(qtbot, table, 2, keys=SHIFT)
    assert told.args[0].tolist() == [147, 155, 163] and told.args[1] == "replace"


def test_control_adds_a_row_and_takes_a_marked_one_away(qtbot, table):
    table.show_selected(np.array([101]))
    with qtbot.waitSignal(table.picked) as added:
        click(qtbot, table, 3, keys=CONTROL)
    with qtbot.waitSignal(table.picked) as removed:
        click(qtbot, table, 1, keys=CONTROL)
    assert (added.args[0].tolist(), added.args[1]) == ([103], "add")
    assert (removed.args[0].tolist(), removed.args[1]) == ([101], "remove")


def test_a_drag_over_the_row_numbers_picks_whole_rows(qtbot, table):
    numbers = table.view.numbers.viewport()
    heights = [QPoint(10, place(table, row).y()) for row in (1, 4)]
    qtbot.mousePress(numbers, LEFT, pos=heights[0])
    qtbot.mouseMove(numbers, heights[1])
    with qtbot.waitSignal(table.picked) as told:
        qtbot.mouseRelease(numbers, LEFT, pos=heights[1])
    assert told.args[0].tolist() == [101, 102, 103, 104]
    assert table.view.columns_of(table.view.block) == [0, 1]


def test_keys_walk_and_pick(qtbot, table):
    click(qtbot, table, 0)
    qtbot.keyClick(table.view, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.picked) as told:
        qtbot.keyClick(table.view, Qt.Key.Key_Down, SHIFT)
    assert told.args[0].tolist() == [101, 102]
    with qtbot.waitSignal(table.picked) as told:
        qtbot.keyClick(table.view, Qt.Key.Key_Space)
    assert told.args[0].tolist() == [102]


def test_walking_alone_picks_nothing(qtbot, table):
    click(qtbot, table, 0)
    with qtbot.assertNotEmitted(table.picked):
        qtbot.keyClick(table.view, Qt.Key.Key_Down)


def test_select_all_gives_the_condition_not_the_rows(qtbot, table):
    type_filter(qtbot, table, "residents > 1000")
    with qtbot.waitSignal(table.all_picked) as told, qtbot.assertNotEmitted(table.picked):
        qtbot.keyClick(table.view, Qt.Key.Key_A, CONTROL)
    assert told.args == ["residents > 1000"]


def test_selected_rows_are_marked_wherever_they_are_sorted_to(table):
    table.show_selected(np.array([100, 163]))
    assert [table.rows.is_selected(row) for row in (0, 1, 63)] == [True, False, True]
    table.sort(SortKey("residents", descending=True), SortKey("name", descending=True))
    settled(table)
    assert [table.rows.is_selected(row) for row in (0, 1)] == [True, False]


def test_only_selected_rows_are_shown_and_follow_the_selection(qtbot, table):
    table.show_selected(np.array([105, 107]))
    qtbot.mouseClick(table.bar.only_selected, LEFT)
    settled(table)
    assert texts(table, 0, 2) == ["社区50", "社区70"]
    table.show_selected(np.array([101]))
    settled(table)
    assert table.rows.rowCount() == 1 and texts(table, 0, 1) == ["社区10"]


def test_a_double_click_shows_the_row_on_the_map(qtbot, table):
    with qtbot.waitSignal(table.shown) as told:
        qtbot.mouseDClick(table.view.viewport(), LEFT, pos=place(table, 4))
    assert told.args[0].tolist() == [104]


def test_cells_are_copied_with_their_titles(qtbot, table):
    click(qtbot, table, 0)
    click(qtbot, table, 1, column=1, keys=SHIFT)
    qtbot.keyClick(table.view, Qt.Key.Key_C, CONTROL)
    settled(table)
    content = QApplication.clipboard().mimeData()
    assert content.text().split("\n")[:2] == ["community name\tresidents", "社区00\t100.0"]
    assert "<th>residents</th>" in content.html()


def test_a_selection_from_elsewhere_is_copied_whole(qtbot, table):
    table.show_selected(np.array([103]))
    table.view.setFocus()
    qtbot.keyClick(table.view, Qt.Key.Key_C, CONTROL)
    settled(table)
    assert QApplication.clipboard().text().split("\n")[1:] == ["社区30\t103.0"]


def test_selected_rows_are_exported_with_their_places(qtbot, table, monkeypatch, tmp_path):
    out = tmp_path / "社区.gpkg"
    monkeypatch.setattr(table.leaving, "_ask_file", lambda _: out)
    table.show_selected(np.array([101, 108]))
    with qtbot.waitSignal(table.said) as told:
        table.bar.exported.emit(True)
    frame = pyogrio.read_dataframe(out)
    corners = dict(
        zip(frame["name"], frame.geometry.bounds[["minx", "miny"]].to_numpy().tolist(), strict=True)
    )
    assert str(told.args[0]) == "2 rows are written to 社区.gpkg."
    assert corners == {"社区10": [100, 0], "社区01": [0, 100]}


def test_rows_are_exported_in_the_order_that_is_shown(qtbot, table, monkeypatch, tmp_path):
    out = tmp_path / "sorted.gpkg"
    monkeypatch.setattr(table.leaving, "_ask_file", lambda _: out)
    table.sort(SortKey("name", descending=True))
    settled(table)
    with qtbot.waitSignal(table.said):
        table.bar.exported.emit(False)
    first = pyogrio.read_dataframe(out).iloc[0]
    assert first["name"] == "社区77" and first.geometry.bounds == (700, 700, 800, 800)


def test_find_goes_from_one_row_to_the_next(qtbot, table):
    click(qtbot, table, 0)
    qtbot.keyClick(table.view, Qt.Key.Key_F, CONTROL)
    qtbot.keyClicks(table.finding.line.text, "7")
    qtbot.keyClick(table.finding.line.text, Qt.Key.Key_Return)
    settled(table)
    first = table.view.currentIndex().row()
    qtbot.keyClick(table.finding.line.text, Qt.Key.Key_Return)
    assert (first, table.view.currentIndex().row()) == (7, 15)
    assert table.finding.line._told.text() == "2 of 15"


def test_the_figures_of_a_column_follow_the_filter(qtbot, table):
    table.show_figures_of(1)
    type_filter(qtbot, table, "residents > 1000")
    told = {str(title): value for title, value in table.figures._figures.told}
    assert told["rows"] == "9" and told["least"] == "1005"


def test_a_cell_filters_by_its_value(table):
    table.filter_by(3, 0)
    settled(table)
    assert table.bar.where.text() == "name = '社区30'" and table.rows.rowCount() == 1


def test_a_hidden_column_comes_back_from_the_menu(table):
    table.view.columns.hide(0)
    menu = table.menus.of_column(1)
    switches = menu.actions()[-1].menu().actions()
    switches[0].setChecked(True)
    assert not table.view.isColumnHidden(0)
    menu.deleteLater()


def test_a_column_is_sorted_and_mapped_from_its_menu(qtbot, table):
    menu = table.menus.of_column(1)
    sort, mapped = (menu.actions()[place] for place in (1, 5))
    with qtbot.waitSignal(table.mapped) as told:
        mapped.trigger()
    sort.trigger()
    settled(table)
    assert told.args == ["residents"] and table.arranging.asked.sort[0].descending
    menu.deleteLater()


def test_values_are_told_in_the_language_of_the_window(show):
    people = show("people")
    switch_language("zh")
    settled(people)
    seen = texts(people, 1, 2)
    switch_language("en")
    settled(people)
    assert seen == ["男", "女"] and texts(people, 1, 2) == ["male", "female"]


def test_personal_values_are_masked_until_a_reason_is_given(qtbot, show):
    people = show("people")
    assert texts(people, 0, 2) == ["张*", "欧阳**"]
    qtbot.mouseClick(people.bar.unmask, LEFT)
    (dialog,) = people.findChildren(UnmaskDialog)
    assert not dialog.accept_button.isEnabled()
    qtbot.keyClicks(dialog.reason, "case 2026-17")
    qtbot.mouseClick(dialog.accept_button, LEFT)
    settled(people)
    assert texts(people, 0, 2) == ["张伟", "欧阳娜娜"] and people.unmasking.bar.isVisible()
    assert people.arranging.store.acts()[-1]["reason"] == "case 2026-17"


def test_masked_again_rows_tell_nothing_that_was_asked_meanwhile(qtbot, show):
    people = show("people")
    people.unmasking.open("case 2026-17")
    people.sort(SortKey("name", descending=True))
    settled(people)
    opened = texts(people, 0, 2)
    qtbot.mouseClick(people.unmasking.bar._end, LEFT)
    settled(people)
    assert sorted(opened) == sorted(["张伟", "欧阳娜娜"])
    assert texts(people, 0, 2) == ["张*", "欧阳**"] and people.arranging.asked.sort == ()


def test_values_are_masked_when_the_time_is_over(qtbot, show):
    people = show("people")
    people.unmasking.open("case 2026-17")
    settled(people)
    people.unmasking.bar.start("case 2026-17", 0.01)
    with qtbot.waitSignal(people.unmasking.changed):
        pass
    settled(people)
    assert texts(people, 0, 1) == ["张*"] and not people.unmasking.bar.isVisible()


def test_a_masked_column_is_not_sorted_by(qtbot, show):
    people = show("people")
    click_title(qtbot, people, 0)
    assert "“name” is masked" in people.bar._fault.text()
    assert people.arranging.asked.sort == ()


def test_few_persons_do_not_leave_by_the_clipboard(qtbot, show):
    people = show("people")
    QApplication.clipboard().setText("before")
    click(qtbot, people, 0)
    qtbot.keyClick(people.view, Qt.Key.Key_C, CONTROL)
    settled(people)
    assert QApplication.clipboard().text() == "before"
    assert "fewer than 10 persons" in people.bar._fault.text()


def test_a_table_follows_a_change_of_the_workspace(store, table):
    spec = TableSpec("community", "community", store.table("community").fields, geometry="area")
    with store.change() as change:
        change.revise(spec, [], np.array([100, 101]), 2)
    table.refresh()
    settled(table)
    assert table.rows.rowCount() == 62 and texts(table, 0, 1) == ["社区20"]


def test_a_store_that_went_away_is_a_sentence(qtbot, show, store, monkeypatch):
    table = show("community")
    said = []
    monkeypatch.setattr(table.arranging.work, "report", said.append)
    for part in store.table("community").records:
        (store.path / part.file).unlink()
    table.refresh()
    qtbot.waitUntil(lambda: bool(said), timeout=5000)
    qtbot.keyClick(table.view, Qt.Key.Key_End, CONTROL)
    settled(table)
    assert isinstance(said[0], OSError) and len(said) == 1


def test_a_table_that_is_closed_is_told_nothing_any_more(qtbot, show):
    table, said = show("community"), []
    table.picked.connect(lambda *_: said.append("picked"))
    click(qtbot, table, 0)
    said.clear()
    table.view.begin((30, 0), SHIFT)
    table.view.end()
    table.close()
    qtbot.wait(50)
    assert said == []


def test_a_table_without_rows_says_so(store, show):
    spec = TableSpec("empty", "community", store.table("community").fields)
    names = ("row_key", "source_number", "source_row")
    schema = pa.schema([(name, pa.int64()) for name in names]
                       + [("name", pa.string()), ("residents", pa.float64())])  # fmt: skip
    with store.change() as change:
        change.write(spec, [pa.RecordBatch.from_pylist([], schema)])
    table = show("empty")
    assert table.rows.rowCount() == 0 and table.bar._said.text() == "0 rows"
    table.show_figures_of(1)
    settled(table)
    assert str(table.figures._figures.note) == "There are no values."


def test_a_column_keeps_its_width_and_stays_hidden_as_rows_are_sorted(qtbot, table):
    table.view.setColumnWidth(1, 173)
    table.view.columns.hide(0)
    table.sort(SortKey("residents"))
    settled(table)
    assert table.view.columnWidth(1) == 173 and table.view.isColumnHidden(0)


def test_a_column_that_is_moved_is_copied_where_it_is_seen(qtbot, table):
    table.view.heads.moveSection(1, 0)
    table.view.numbers.setFocus()
    click(qtbot, table, 2, column=1)
    click(qtbot, table, 2, column=0, keys=SHIFT)
    qtbot.keyClick(table.view, Qt.Key.Key_C, CONTROL)
    settled(table)
    assert QApplication.clipboard().text().split("\n")[0] == "residents\tcommunity name"
