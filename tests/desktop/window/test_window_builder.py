"""The query builder: lines write the expression, the expression writes lines, both are counted."""

import pytest
from PyQt6.QtCore import QPoint, Qt

from gridloom_analytics.selecting import Where
from gridloom_analytics.selecting.rows import rows_of
from gridloom_desktop.window.asking.histogram import Histogram
from gridloom_desktop.window.asking.values import _Listed
from gridloom_desktop.window.model.asking.fields import Spread
from gridloom_desktop.window.screenshot import wait_while


@pytest.fixture
def builder(window):
    window.panels.show("ask")
    found = window.bench.asking.builder
    found.table_box.setCurrentIndex(found.table_box.findData("community"))
    settle(window)
    return found


def settle(window):
    wait_while(lambda: window.busy or window.bench.asking.builder.counting.waiting)


def test_a_line_writes_the_expression_and_is_counted(qtbot, window, builder):
    builder.group.add_line()
    line = builder.group.parts[0]
    line.field_box.setCurrentIndex(line.field_box.findData("residents"))
    qtbot.keyClicks(line.edit.focusProxy(), "1000")
    settle(window)
    assert builder.text.text() == "residents >= 1000"
    assert builder.count.text() == "9 of 64 rows"


def test_an_expression_that_is_typed_becomes_lines(qtbot, window, builder):
    qtbot.keyClicks(builder.text, "residents < 101 or name is null")
    settle(window)
    assert builder.group.kind_box.currentData() == "any"
    assert [part.line().field for part in builder.group.parts] == ["residents", "name"]
    assert builder.count.text() == "8 of 64 rows"


def test_a_fault_is_told_beside_the_expression(window, builder):
    builder.text.setText("resident >= 3")
    settle(window)
    assert "Did you mean residents?" in builder.fault.text()
    assert not builder.select_button.isEnabled()


def test_what_says_more_than_lines_is_counted_all_the_same(window, builder):
    builder.text.setText("residents * 2 > 2000")
    settle(window)
    assert builder.note.isVisible()
    assert not builder.group.isEnabled()
    assert builder.count.text() == "9 of 64 rows"


def test_groups_hold_lines_of_their_own(window, builder):
    builder.text.setText("residents > 900 and not (name = 'a' or name = 'b')")
    settle(window)
    inner = builder.group.parts[1]
    assert inner.kind_box.currentData() == "none"
    inner.parts[0].removed.emit()
    assert builder.text.text() == "residents > 900 and not (name = 'b')"


def test_only_the_latest_of_many_questions_is_counted(qtbot, window, builder, monkeypatch):
    asked = []
    counted = builder._counted
    monkeypatch.setattr(builder, "_counted", lambda *a: asked.append(a[1]) or counted(*a))
    qtbot.keyClicks(builder.text, "residents > 900")
    settle(window)
    assert asked == [Where(text="residents > 900")]


def test_few_persons_are_not_counted(window, builder):
    builder.table_box.setCurrentIndex(builder.table_box.findData("people"))
    builder.text.setText("sex = 'F'")
    settle(window)
    assert builder.count.text() == "Fewer than 10 persons: the number is withheld."


def test_a_name_is_not_counted_by(window, builder):
    builder.table_box.setCurrentIndex(builder.table_box.findData("people"))
    builder.text.setText("name = '张伟'")
    settle(window)
    assert "tells single persons apart" in builder.fault.text()


def test_select_selects_what_was_written(qtbot, window, builder):
    builder.text.setText("residents >= 1000")
    settle(window)
    qtbot.mouseClick(builder.select_button, Qt.MouseButton.LeftButton)
    settle(window)
    selection = window.session.selection
    store = window.session.store
    assert selection.keys.tolist() == rows_of(store, "community", selection.condition).tolist()
    assert len(selection.keys) == 9


def test_a_selection_is_narrowed_by_the_next_condition(window, builder):
    window.session.select("community", Where(text="residents >= 1000"))
    settle(window)
    builder.text.setText("residents >= 1007")
    settle(window)
    builder._ways["within"].trigger()
    settle(window)
    assert len(window.session.selection.keys) == 3


def test_a_layer_is_filtered_and_the_filter_undone(qtbot, window, builder):
    builder.text.setText("residents >= 1000")
    settle(window)
    qtbot.mouseClick(builder.filter_button, Qt.MouseButton.LeftButton)
    settle(window)
    assert window.session.layer("community").kept.sum() == 9
    window.session.undo()
    settle(window)
    assert window.session.layer("community").kept is None


def test_a_condition_becomes_a_layer_of_its_own(qtbot, window, builder):
    builder.text.setText("residents >= 1000")
    settle(window)
    qtbot.mouseClick(builder.layer_button, Qt.MouseButton.LeftButton)
    settle(window)
    top = window.session.layers[-1]
    assert (top.table, top.title["en"]) == ("community", "residents ≥ 1000")
    assert top.kept.sum() == 9


def test_values_are_ticked(qtbot, window, builder):
    builder.table_box.setCurrentIndex(builder.table_box.findData("community"))
    builder.group.add_line()
    line = builder.group.parts[0]
    settle(window)
    assert isinstance(line.edit, _Listed)
    line.edit.list.item(3).setCheckState(Qt.CheckState.Checked)
    assert builder.text.text().startswith("name in ('社区")


def test_the_language_can_be_switched_while_a_condition_is_written(window, builder):
    builder.text.setText("residents >= 1000")
    settle(window)
    window.menus.actions["language"].trigger()
    settle(window)
    assert builder.group.kind_box.currentText() == "满足以下全部条件"
    assert builder.text.text() == "residents >= 1000"


def test_a_range_is_drawn_on_the_histogram(qtbot):
    histogram = Histogram()
    qtbot.addWidget(histogram)
    histogram.resize(200, 52)
    histogram.show_spread(Spread(0.0, 100.0, (1, 2, 3, 4)), "0", "100")
    histogram.show()
    with qtbot.waitSignal(histogram.drawn) as told:
        qtbot.mousePress(histogram, Qt.MouseButton.LeftButton, pos=QPoint(50, 10))
        qtbot.mouseMove(histogram, QPoint(150, 10))
        qtbot.mouseRelease(histogram, Qt.MouseButton.LeftButton, pos=QPoint(150, 10))
    assert [round(value) for value in told.args] == [25, 75]
