"""The city as it was at an earlier day, from the sources of several days."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridloom_layers.importing import ImportOptions, ImportReport, import_source
from gridloom_layers.workspace import FolderStore, Reading, create_workspace

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


def test_before_the_first_source_there_was_nobody(
    store: FolderStore, import_text: ImportText
) -> None:
    import_text(text({"A1": "甲"}), "person", "a.csv", as_of=MARCH)
    assert people(store.at(JANUARY)) == []


def test_a_column_that_came_later_is_null_before(
    store: FolderStore, import_text: ImportText
) -> None:
    import_text(text({"A1": "甲"}), "person", "a.csv", as_of=JANUARY)
    import_text("身份证号,备注\nA1,新\n", "person", "b.csv", as_of=MARCH, mode="upsert")
    before = store.at(JANUARY).attributes("person", ["name", "备注"]).to_pylist()
    assert before == [{"row_key": 1, "name": "甲", "备注": None}]


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
