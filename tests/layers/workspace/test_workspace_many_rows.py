"""Many rows at once are the same rows, whichever way they are read."""

import datetime as dt
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from gridloom_layers.workspace import FolderStore, TableField, TableSpec, create_workspace
from gridloom_layers.workspace.mapped import MANY

ROWS = 3 * MANY


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    """A city whose register has names, days and gaps between its row keys."""
    made = create_workspace(tmp_path / "城 市.gridloom", "EPSG:4547", dt.date(2026, 1, 1))
    keys = np.arange(ROWS, dtype=np.int64) * 3 + 5
    table = pa.table(
        {
            "row_key": keys,
            "source_number": np.ones(ROWS, np.int64),
            "source_row": np.arange(ROWS) + 2,
            "name": pa.array([None if row % 7 == 0 else f"名{row}" for row in range(ROWS)]),
            "starts": pa.array(np.arange(ROWS).astype("M8[D]"), pa.date32()),
        }
    )
    fields = (TableField(name="name", type="text"), TableField(name="starts", type="date"))
    with made.change() as change:
        change.write(TableSpec("lease", "register", fields), table.to_batches(1000))
    return made


def test_many_rows_come_in_the_order_asked_for(store: FolderStore) -> None:
    keys = np.random.default_rng(1).permutation(np.arange(ROWS) * 3 + 5)
    found = store.rows("lease", pa.array(keys), ["name", "starts"])
    every = store.attributes("lease", ["name", "starts"])
    assert found.to_pylist() == every.take(pa.array((keys - 5) // 3)).to_pylist()


def test_many_rows_are_typed_as_few_are(store: FolderStore) -> None:
    keys = pa.array(np.arange(ROWS) * 3 + 5)
    few = store.rows("lease", keys.slice(0, 3), ["starts", "name"])
    assert store.rows("lease", keys, ["starts", "name"]).schema == few.schema


def test_keys_of_rows_that_are_not_there_are_left_out(store: FolderStore) -> None:
    found = store.rows("lease", pa.array(np.arange(3 * ROWS)), ["name"])
    assert found.column("row_key").to_pylist() == [k for k in range(5, 3 * ROWS) if k % 3 == 2]


def test_a_change_of_the_rows_is_seen(store: FolderStore) -> None:
    keys = pa.array(np.arange(ROWS) * 3 + 5)
    store.rows("lease", keys, ["name"])
    renamed = store.attributes("lease", ["source_number", "source_row", "name", "starts"])
    renamed = renamed.set_column(3, "name", pa.array(["新"] * ROWS))
    with store.change() as change:
        change.write(TableSpec("lease", "register", store.table("lease").fields),
                     renamed.to_batches())  # fmt: skip
    assert set(store.rows("lease", keys, ["name"]).column("name").to_pylist()) == {"新"}


def test_few_rows_are_the_same_whether_many_were_read_before(store: FolderStore) -> None:
    few = pa.array([ROWS * 3 - 1, 5, 4])
    before = store.rows("lease", few, ["starts", "name"])
    store.rows("lease", pa.array(np.arange(ROWS) * 3 + 5), ["name", "starts"])
    after = store.rows("lease", few, ["starts", "name"])
    assert (after.schema, after.to_pylist()) == (before.schema, before.to_pylist())
