"""The city as it was at an earlier day, from the sources of several days."""

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp

from gridloom_layers.errors import BadInput
from gridloom_layers.importing import ImportOptions, ImportReport, import_source
from gridloom_layers.joins import join
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import FolderStore, Reading, create_workspace, open_workspace
from gridloom_layers.workspace.encrypting import encrypt

ImportText = Callable[..., ImportReport]
JANUARY, MARCH, MAY = (dt.date(2026, month, 1) for month in (1, 3, 5))
State = dict[str, str]


def text(state: State) -> str:
    """Return a state as the source that a department sends."""
    return "\n".join(["身份证号,姓名", *(f"{key},{name}" for key, name in state.items())]) + "\n"


def people(city: Reading) -> list[tuple[Any, ...]]:
    """Return row keys, IDs and names."""
    table = city.attributes("person", ["citizen_id", "name"])
    return [tuple(row.values()) for row in table.to_pylist()]


def test_each_day_has_its_state(store: FolderStore, import_text: ImportText) -> None:
    import_text(text({"A1": "甲", "A2": "乙", "A3": "丙"}), "person", "a.csv", as_of=JANUARY)
    import_text(text({"A1": "甲", "A2": "丁", "A4": "戊"}), "person", "b.csv", as_of=MARCH,
                mode="replace")  # fmt: skip
    assert people(store.at(JANUARY)) == [(1, "A1", "甲"), (2, "A2", "乙"), (3, "A3", "丙")]
    assert people(store.at(MARCH)) == [(1, "A1", "甲"), (2, "A2", "丁"), (4, "A4", "戊")]
    assert store.at(JANUARY).table("person").rows == 3
    assert store.at(JANUARY).data_date == JANUARY


def test_before_the_first_source_there_is_no_state(
    store: FolderStore, import_text: ImportText
) -> None:
    import_text(text({"A1": "甲"}), "person", "a.csv", as_of=MARCH)
    with pytest.raises(BadInput, match="no state of 2026-01-01: the first source is of 2026-03-01"):
        store.at(JANUARY)


def test_a_column_that_came_later_is_null_before(
    store: FolderStore, import_text: ImportText
) -> None:
    import_text(text({"A1": "甲"}), "person", "a.csv", as_of=JANUARY)
    import_text("身份证号,备注\nA1,新\n", "person", "b.csv", as_of=MARCH, mode="upsert")
    before = store.at(JANUARY).attributes("person", ["name", "备注"]).to_pylist()
    assert before == [{"row_key": 1, "name": "甲", "备注": None}]


def test_a_column_may_come_after_rows_have_become_history(
    store: FolderStore, import_text: ImportText
) -> None:
    import_text(text({"A1": "甲"}), "person", "a.csv", as_of=JANUARY)
    import_text(text({"A1": "乙"}), "person", "b.csv", as_of=MARCH, mode="upsert")
    import_text("身份证号,备注\nA1,新\n", "person", "c.csv", as_of=MAY, mode="upsert")
    before = store.at(JANUARY).attributes("person", ["name", "备注"]).to_pylist()
    assert before == [{"row_key": 1, "name": "甲", "备注": None}]


def test_a_join_may_be_made_after_rows_have_become_history(
    store: FolderStore, import_text: ImportText
) -> None:
    import_text("房间编码,用途\nR1,住宅\n", "room", "r.csv")
    import_text("身份证号,房间编码\nA1,R2\nA2,R1\n", "person", "a.csv", as_of=JANUARY)
    import_text("身份证号,房间编码\nA1,R1\n", "person", "b.csv", as_of=MARCH, mode="upsert")
    join(store, "person", "room")
    before = store.at(JANUARY).attributes("person", ["room_code"]).to_pylist()
    assert before == [{"row_key": 1, "room_code": "R2"}, {"row_key": 2, "room_code": "R1"}]


def test_history_whose_columns_differ_can_be_encrypted(
    store: FolderStore,
    import_text: ImportText,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import_text(text({"A1": "甲"}), "person", "a.csv", as_of=JANUARY)
    import_text(text({"A1": "乙"}), "person", "b.csv", as_of=MARCH, mode="upsert")
    import_text("身份证号,备注\nA1,新\n", "person", "c.csv", as_of=MAY, mode="upsert")
    monkeypatch.setenv("GRIDLOOM_KEY_FILE", str(tmp_path / "keys"))
    encrypt(store, Progress())
    assert [people(store.at(day)) for day in (JANUARY, MAY)] == [
        [(1, "A1", "甲")], [(1, "A1", "乙")],
    ]  # fmt: skip


def test_a_row_is_there_once_where_an_earlier_day_is_imported_later(
    store: FolderStore, import_text: ImportText
) -> None:
    for state, day in (("甲", JANUARY), ("丙", MAY), ("乙", MARCH)):
        import_text(text({"A1": state}), "person", f"{day}.csv", as_of=day, mode="replace")
    assert people(store.at(dt.date(2026, 4, 1))) == [(1, "A1", "乙")]


def test_the_state_of_a_day_is_told_where_nothing_can_be_written(
    store: FolderStore, import_text: ImportText
) -> None:
    import_text(text({"A1": "甲"}), "person", "a.csv", as_of=JANUARY)
    import_text(text({"A1": "乙"}), "person", "b.csv", as_of=MARCH, mode="upsert")
    store.close()
    shutil.rmtree(store.path / "derived", ignore_errors=True)
    (store.path / "derived").touch()  # even root cannot make the folder now
    asked = open_workspace(store.path).at(JANUARY)
    found = asked.select(exp.select("name").from_("person"))
    assert found.to_pylist() == [{"name": "甲"}]


STATES = st.dictionaries(
    st.sampled_from([f"A{n}" for n in range(8)]), st.sampled_from("甲乙丙丁"), min_size=1
)


@settings(max_examples=12, deadline=None)
@given(st.lists(STATES, min_size=2, max_size=4))
def test_a_state_that_was_imported_is_found_again(
    tmp_path_factory: pytest.TempPathFactory, states: list[State]
) -> None:
    folder = tmp_path_factory.mktemp("city")
    city = create_workspace(folder / "c.gridloom", "EPSG:4547", dt.date(2026, 12, 1))
    days = [dt.date(2026, 1 + number, 1) for number in range(len(states))]
    for day, state in zip(days, states, strict=True):
        (folder / f"{day}.csv").write_text(text(state), encoding="utf-8")
        options = ImportOptions("person", as_of=day, mode="replace")
        import_source(city, folder / f"{day}.csv", options)
    found = [{key: name for _, key, name in people(city.at(day))} for day in days]
    assert found == states
