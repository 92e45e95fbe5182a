"""Rows by where they lie in a table, columns whole, and a second reading of one commit."""

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridloom_layers.workspace import FolderStore, TableField, TableSpec, create_workspace

from .conftest import FIELDS, put_persons, records

MANY = 10_000


@pytest.fixture
def crowd(store: FolderStore) -> FolderStore:
    """A workspace with 10,000 persons, of whom the first and the sixth are taken out."""
    put_persons(store, [f"p{row}" for row in range(MANY)])
    with store.change() as change:
        change.revise(TableSpec("person", "person", FIELDS, key="code"), [], np.array([0, 5]), 2)
    return store


def test_rows_are_read_by_where_they_lie(crowd: FolderStore) -> None:
    rows = crowd.rows_at("person", np.array([9_997, 0, 4]), ["code"])
    assert rows.to_pydict() == {"row_key": [9_999, 1, 6], "code": ["p9999", "p1", "p6"]}


def test_keys_alone_are_read_without_a_column(crowd: FolderStore) -> None:
    assert crowd.rows_at("person", np.array([4, 3]), []).to_pydict() == {"row_key": [6, 4]}


def test_rows_know_where_they_lie_and_missing_ones_that_they_do_not(crowd: FolderStore) -> None:
    keys = np.array([1, 6, 0, 5, 9_999, 10_000, -3])
    assert crowd.positions("person", keys).tolist() == [0, 4, -1, -1, 9_997, -1, -1]


@settings(max_examples=20)
@given(positions=st.lists(st.integers(0, MANY - 3), max_size=30))
def test_positions_and_keys_lead_back_to_each_other(crowd_once: FolderStore, positions) -> None:
    keys = crowd_once.rows_at("person", np.array(positions, np.int64), []).column(0)
    assert crowd_once.positions("person", keys.to_numpy()).tolist() == positions


@pytest.fixture(scope="module")
def crowd_once(tmp_path_factory: pytest.TempPathFactory) -> FolderStore:
    """A workspace with 9,998 persons for many questions."""
    path = tmp_path_factory.mktemp("pages") / "city.gridloom"
    made = create_workspace(path, "EPSG:4547", dt.date(2026, 1, 1))
    put_persons(made, [f"p{row}" for row in range(MANY)])
    with made.change() as change:
        change.revise(TableSpec("person", "person", FIELDS, key="code"), [], np.array([0, 5]), 2)
    return made


def test_a_column_is_that_of_the_table_texts_as_a_dictionary(crowd: FolderStore) -> None:
    codes, counts = crowd.column("person", "code"), crowd.column("person", "count")
    assert pa.types.is_dictionary(codes.type)
    assert codes.cast(pa.string()).equals(crowd.attributes("person", ["code"]).column("code"))
    assert counts.to_pylist() == crowd.attributes("person", ["count"]).column("count").to_pylist()


def test_a_column_that_older_rows_lack_is_null_in_them(store: FolderStore) -> None:
    put_persons(store, ["p", "q"])
    wider = (*FIELDS, TableField(name="note", type="text"))
    added = records(["r"], 7).append_column("note", pa.array(["new"]))
    with store.change() as change:
        change.append(TableSpec("person", "person", wider, key="code"), [added])
    assert store.column("person", "note").cast(pa.string()).to_pylist() == [None, None, "new"]


def test_a_second_reading_stays_at_its_commit(crowd: FolderStore) -> None:
    other = crowd.again()
    with crowd.change() as change:
        change.put_measure("m", "count of person")
    assert other.sequence == crowd.sequence - 1 and other.table("person").rows == MANY - 2
    assert other.rows_at("person", np.array([0]), ["code"])["code"].to_pylist() == ["p1"]
    other.close()
