"""A value corrected by hand: checked, kept with the old one, and not overwritten in silence."""

from pathlib import Path

import pyarrow as pa
import pytest

from gridloom_layers.editing import Reason, correct_value, edits
from gridloom_layers.errors import BadInput
from gridloom_layers.importing import ImportOptions, import_source
from gridloom_layers.ownership.listing import conflicts_of
from gridloom_layers.ownership.settling import resolve_by_hand
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import FolderStore, TableField, TableSpec, open_workspace

from .conftest import BUILDINGS, GRIDS, WHY, buildings, column, save


def deliver(store: FolderStore, folder: Path, **values: object) -> None:
    """Import the buildings again, with other values."""
    frame = buildings().assign(**values)
    source = save(frame, folder / f"again {len(store.imports)}.gpkg")
    import_source(store, source, ImportOptions("building", mode="upsert"))


def test_a_value_is_corrected_and_the_old_one_kept(town: FolderStore) -> None:
    made = correct_value(town, "building", 3, "floors", "12", WHY)
    assert column(town, "building", "floors")[2] == 12
    (known,) = edits(open_workspace(town.path), "building", 3)
    assert known == made
    assert (known.old, known.new, known.author, known.number) == ("3", "12", "Li", 1)
    assert known.reason == "door plate seen on the spot"


def test_edits_are_told_in_the_order_they_were_made(town: FolderStore) -> None:
    for key, value in ((5, "50"), (2, "20"), (5, "51")):
        correct_value(town, "building", key, "floors", value, WHY)
    assert [(one.row_key, one.new) for one in edits(town, "building")] == [
        (5, "50"), (2, "20"), (5, "51"),
    ]  # fmt: skip
    assert [one.number for one in edits(town, "building", 5)] == [1, 3]


def test_an_import_does_not_overwrite_a_correction_but_is_told_as_a_conflict(
    town: FolderStore, tmp_path: Path
) -> None:
    correct_value(town, "building", 3, "floors", "12", WHY)
    deliver(town, tmp_path, floors=30)
    assert column(town, "building", "floors") == [30, 30, 12, 30, 30, 30, 30, 30]
    (conflict,) = [row for part in conflicts_of(town, "building") for row in part.to_pylist()]
    assert (conflict["kept"], conflict["other"]) == ("12", "30")
    assert (conflict["decided_by"], conflict["state"]) == ("hand", "settled")
    assert town.imports[-1].report["conflicts"] == {"floors": 1}


def test_a_value_that_was_taken_out_stays_out(town: FolderStore, tmp_path: Path) -> None:
    correct_value(town, "building", 3, "floors", None, WHY)
    deliver(town, tmp_path, floors=30)
    assert column(town, "building", "floors")[2] is None
    deliver(town, tmp_path, floors=31)
    assert column(town, "building", "floors") == [31, 31, None, 31, 31, 31, 31, 31]


def test_a_correction_is_corrected_again(town: FolderStore, tmp_path: Path) -> None:
    correct_value(town, "building", 3, "floors", None, WHY)
    correct_value(town, "building", 3, "floors", "9", WHY)
    deliver(town, tmp_path, floors=30)
    assert column(town, "building", "floors")[2] == 9


def test_resolve_decides_otherwise(town: FolderStore, tmp_path: Path) -> None:
    correct_value(town, "building", 3, "floors", "12", WHY)
    resolve_by_hand(town, "building", "floors", "3", "asked", Progress(), value=lambda *_: "13")
    assert column(town, "building", "floors")[2] == 13
    deliver(town, tmp_path, floors=30)
    assert column(town, "building", "floors")[2] == 30  # a choice between what was known then


@pytest.mark.parametrize(("field", "value", "code"), [
    ("floors", "many", "unfit-value"),
    ("code", "440306", "wrong-code"),
    ("code", BUILDINGS[4], "key-taken"),
    ("code", None, "no-key-value"),
    ("floors", "3", "nothing-to-do"),
    ("grid_key", "2", "field-of-join"),
    ("storeys", "2", "unknown-field"),
])  # fmt: skip
def test_what_a_field_cannot_hold_is_refused_and_nothing_is_changed(
    town: FolderStore, field: str, value: str | None, code: str
) -> None:
    before = town.at_commit
    with pytest.raises(BadInput) as refused:
        correct_value(town, "building", 3, field, value, WHY)
    assert refused.value.code == code
    assert open_workspace(town.path).at_commit == before


@pytest.mark.parametrize(("reason", "author"), [(" ", "Li"), ("seen", "")])
def test_a_correction_without_reason_or_author_is_refused(reason: str, author: str) -> None:
    with pytest.raises(BadInput):
        Reason(reason, author)


def test_a_row_that_is_gone_is_told(town: FolderStore) -> None:
    with pytest.raises(BadInput, match="no such row"):
        correct_value(town, "building", 99, "floors", "3", WHY)


def test_a_code_corrected_joins_the_row_anew(town: FolderStore) -> None:
    correct_value(town, "person", 1, "building_code", BUILDINGS[7], WHY)
    assert column(town, "person", "building_key") == [8, 2, 3, 4, 5, 6, 7, 8]
    correct_value(town, "building", 3, "code", "4403060096" + "99999T017", WHY)
    assert column(town, "person", "building_key")[2] is None


def test_a_field_that_no_join_goes_by_leaves_the_files_of_other_tables(town: FolderStore) -> None:
    before = {part.file for part in town.table("person").records}
    correct_value(town, "building", 3, "floors", "12", WHY)
    assert {part.file for part in town.table("person").records} == before


def test_the_log_tells_who_edited_which_row_and_neither_value_nor_reason(town: FolderStore) -> None:
    correct_value(town, "person", 1, "name", "张三", WHY)
    said = town.acts()[-1]
    assert (said["act"], said["who"], said["row_key"], said["field"]) == ("edit", "Li", 1, "name")
    assert "张三" not in str(said) and "door" not in str(said)


def test_edits_survive_a_replacing_import_of_the_same_rows(
    town: FolderStore, tmp_path: Path
) -> None:
    correct_value(town, "building", 3, "floors", "12", WHY)
    source = save(buildings(), tmp_path / "new.gpkg")
    import_source(town, source, ImportOptions("building", mode="replace"))
    assert [one.new for one in edits(town, "building", 3)] == ["12"]
    assert column(town, "grid", "code") == GRIDS


def test_a_table_that_came_from_no_source_is_corrected_all_the_same(town: FolderStore) -> None:
    fields = (TableField(name="lamps", type="integer"), TableField(name="note", type="text"))
    rows = pa.record_batch({
        "row_key": pa.array([1, 2]), "source_number": pa.array([1, 7]),
        "source_row": pa.array([0, 0]), "lamps": pa.array([3, 4]), "note": pa.array(["a", None]),
    })  # fmt: skip
    with town.change() as change:
        change.write(TableSpec("lamps", "register", fields), [rows])
    correct_value(town, "lamps", 2, "lamps", "5", WHY)
    correct_value(town, "lamps", 2, "note", "new", WHY)
    correct_value(town, "lamps", 1, "lamps", None, WHY)
    assert column(town, "lamps", "lamps") == [None, 5]
    assert column(town, "lamps", "note") == ["a", "new"]
    assert town.problems() == []
