"""What leads to a person is as masked where it is corrected as on the page about that person."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QWidget
from tests.desktop.window.test_window_correcting import begin, open_page, row_of

from gridloom_desktop.window.city_window import CityWindow
from gridloom_desktop.window.editing.history_dialog import HistoryDialog
from gridloom_desktop.window.facts_table import VALUE
from gridloom_desktop.window.model.editing import fields_now, told_edits
from gridloom_layers.editing import Reason, correct_value
from gridloom_layers.language import tr
from gridloom_layers.workspace import FolderStore, TableField, TableSpec, open_workspace

BUILDING = "4403060040010000123"
MASKED = "440306*************"
WHY = Reason("moved to his daughter's, says 13800138000", "Li")


def text(name: str, *, canonical: bool = True) -> TableField:
    return TableField(name=name, type="text", canonical=canonical)


def put(store: FolderStore, spec: TableSpec, columns: dict[str, list[str]]) -> None:
    numbers = {name: [1] for name in ("source_number", "source_row")}
    rows = pa.table({"row_key": [100], **numbers, **columns})
    with store.change() as change:
        change.write(spec, rows.to_batches())


@pytest.fixture
def store(workspace: Path):
    """A city with a person in a building, and an event that names a telephone number."""
    store = open_workspace(workspace)
    put(
        store,
        TableSpec("person", "person", (text("building_code"), text("remark", canonical=False))),
        {"building_code": [BUILDING], "remark": ["bedridden"]},
    )
    put(
        store,
        TableSpec("event", "event", (text("description"), text("kind", canonical=False))),
        {"description": ["call 13800138000"], "kind": ["noise"]},
    )
    yield store
    store.close()


@pytest.fixture
def window(store: FolderStore, workspace: Path, opened: Callable[[Path], CityWindow]) -> CityWindow:
    store.close()
    return opened(workspace)


def test_codes_and_texts_are_masked_where_they_are_corrected(store: FolderStore) -> None:
    seen = {
        one.name: (one.value, one.seen["en"], one.masked)
        for table in ("person", "event")
        for one in fields_now(store, table, 100)
    }
    assert seen == {
        "building_code": ("", MASKED, True),
        "remark": ("", "***", True),
        "description": ("", "call 138****8000", True),
        "kind": ("noise", "noise", False),
    }


def test_old_codes_of_a_person_are_masked_and_the_reason_withheld(store: FolderStore) -> None:
    correct_value(store, "person", 100, "building_code", "4403060040010000999", WHY)
    (told,) = told_edits(store, "person", 100)
    assert (told.field, told.old, told.new, told.reason) == ("building_code", MASKED, MASKED, "")


def test_a_withheld_reason_is_told_in_words(qtbot, store: FolderStore) -> None:
    correct_value(store, "person", 100, "building_code", "4403060040010000999", WHY)
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = HistoryDialog(parent, lambda: tr("Edits"), told_edits(store, "person", 100))
    assert dialog.table.item(0, 5).text() == "withheld"
    dialog.close()


def test_a_number_in_the_reason_of_another_edit_is_masked(store: FolderStore) -> None:
    correct_value(store, "event", 100, "kind", "smoke", WHY)
    (told,) = told_edits(store, "event", 100)
    assert (told.old, told.new) == ("noise", "smoke")
    assert told.reason == "moved to his daughter's, says 138****8000"


def test_the_editor_of_a_masked_code_begins_blank(qtbot, window: CityWindow) -> None:
    facts = open_page(window, "person")
    editor = begin(qtbot, facts, "building_code")
    assert editor.text() == ""
    qtbot.keyClick(editor, Qt.Key.Key_Escape)


def test_a_tooltip_tells_no_old_code_of_a_person(window: CityWindow) -> None:
    correct_value(window.session.store, "person", 100, "building_code", "4403060040010000999", WHY)
    facts = open_page(window, "person")
    tip = facts.item(row_of(facts, "building_code"), VALUE).toolTip()
    assert f"Was “{MASKED}” until" in tip and tip.endswith("; Li: reason withheld")
