"""Saved questions: kept with the document, put together, turned into other things."""

import pytest
from PyQt6.QtCore import Qt

from gridloom_analytics.selecting import AllOf, Not, Rows, Where
from gridloom_analytics.selecting.rows import rows_of
from gridloom_desktop.window.model.asking.questions import (
    as_expression,
    question,
    renamed,
    saved,
    without,
)
from gridloom_desktop.window.model.document import Document
from gridloom_desktop.window.screenshot import wait_while

MANY, FEW = Where(text="residents >= 1000"), Where(text="residents >= 1007")


@pytest.fixture
def kept(window):
    window.bench.asking.save("community", MANY, "many")
    window.bench.asking.save("community", FEW, "most")
    window.panels.show("ask")
    settle(window)
    return window.bench.asking.questions


def settle(window):
    wait_while(lambda: window.busy or window.bench.asking.builder.counting.waiting)


def mark(kept, *names):
    kept.list.clearSelection()
    for name in names:
        for item in kept.list.findItems(name, Qt.MatchFlag.MatchExactly):
            item.setSelected(True)


def test_names_of_questions_differ():
    document = saved(saved(Document(), "old", "t", MANY), "old", "t", FEW)
    assert [one.name for one in document.questions] == ["old", "old (2)"]
    assert question(renamed(document, "old", "old (2)"), "old (2) (2)").condition == MANY
    assert without(document, ["old"]).questions[0].condition == FEW


def test_questions_are_in_the_json_of_the_document():
    document = saved(Document(), "old", "t", AllOf(parts=(MANY, Not(condition=Rows(keys=(1,))))))
    assert Document.model_validate_json(document.model_dump_json()) == document


def test_a_question_selects_its_rows(qtbot, window, kept):
    mark(kept, "many")
    qtbot.mouseClick(kept.run_button, Qt.MouseButton.LeftButton)
    settle(window)
    assert len(window.session.selection.keys) == 9


def test_one_question_without_another(window, kept):
    mark(kept, "many", "most")
    first, second = kept.marked()
    window.bench.asking.put_together(first, second, "remove")
    made = window.session.document.questions[-1]
    assert made.name == "many without most"
    assert len(rows_of(window.session.store, "community", made.condition)) == 6


def test_all_but_a_question(window, kept):
    window.bench.asking.save_opposite(window.session.document.questions[0])
    made = window.session.document.questions[-1]
    assert len(rows_of(window.session.store, "community", made.condition)) == 55


def test_a_question_is_renamed_in_its_line_and_the_name_undone(window, kept):
    kept.list.item(0).setText("crowded")
    assert window.session.document.questions[0].name == "crowded"
    window.session.undo()
    assert kept.list.item(0).text() == "many"


def test_questions_are_deleted_by_the_key(qtbot, window, kept):
    mark(kept, "many")
    kept.list.setFocus()
    qtbot.keyClick(kept.list, Qt.Key.Key_Delete)
    assert [one.name for one in window.session.document.questions] == ["most"]


def test_a_question_is_changed_in_the_builder(qtbot, window, kept):
    mark(kept, "most")
    qtbot.mouseClick(kept.open_button, Qt.MouseButton.LeftButton)
    settle(window)
    assert window.bench.asking.builder.text.text() == "residents >= 1007"


def test_a_question_becomes_a_layer_by_its_name(window, kept):
    window.bench.asking.turn(window.session.document.questions[0], "layer")
    settle(window)
    assert window.session.layers[-1].title["en"] == "many"


def test_a_question_becomes_a_measure(window, kept):
    window.bench.asking.turn(window.session.document.questions[0], "measure")
    settle(window)
    assert window.session.store.measures["many"].text == "count(community where residents >= 1000)"


def test_a_negation_in_a_measure_counts_the_rows_without_a_value():
    condition = Not(condition=AllOf(parts=(MANY, FEW)))
    text = "not coalesce((residents >= 1000) and (residents >= 1007), false)"
    assert as_expression(condition) == text
    assert as_expression(AllOf(parts=(MANY, Rows(keys=(1,))))) is None


def test_the_rows_of_a_question_are_written_to_a_file(window, kept, tmp_path):
    window.bench.asking.write(window.session.document.questions[0], tmp_path / "many.csv")
    settle(window)
    lines = (tmp_path / "many.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 10


def test_the_selection_is_inverted(window):
    window.session.select("community", MANY)
    window.menus.actions["invert-selection"].trigger()
    settle(window)
    assert len(window.session.selection.keys) == 55


def test_the_selection_is_kept_as_a_question_that_says_what_it_is(window):
    window.session.select("community", MANY)
    window.menus.actions["save-selection"].trigger()
    assert [one.name for one in window.session.document.questions] == ["residents ≥ 1000"]


def test_only_what_is_selected_is_shown_and_all_again(window):
    window.session.select("community", MANY)
    window.menus.actions["filter-by-selection"].trigger()
    settle(window)
    assert window.session.layer("community").kept.sum() == 9
    window.session.undo()
    settle(window)
    assert window.session.layer("community").kept is None
