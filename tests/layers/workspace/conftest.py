"""Small workspaces to try the store on."""

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pytest
import shapely

from gridloom_layers.workspace import FolderStore, TableField, TableSpec, create_workspace
from gridloom_layers.workspace.encrypting import create_encrypted

FIELDS = (TableField(name="code", type="text"), TableField(name="count", type="integer"))


def records(codes: list[str], first_key: int = 0) -> pa.RecordBatch:
    """Return a batch of records with the given codes."""
    rows = range(len(codes))
    return pa.record_batch(
        {
            "row_key": pa.array([first_key + row for row in rows], pa.int64()),
            "source_number": pa.array([1] * len(codes), pa.int64()),
            "source_row": pa.array([row + 2 for row in rows], pa.int64()),
            "code": pa.array(codes, pa.string()),
            "count": pa.array([10 * row for row in rows], pa.int64()),
        }
    )


def cells(codes: list[str]) -> pa.RecordBatch:
    """Return a batch of square cells in a row, 100 m each."""
    squares = [shapely.MultiPolygon([shapely.box(i * 100, 0, i * 100 + 100, 100)]) for i, _ in
               enumerate(codes)]  # fmt: skip
    return records(codes).append_column("geometry", pa.array(shapely.to_wkb(squares), pa.binary()))


def put_persons(store: FolderStore, codes: list[str]) -> None:
    """Write the table ``person``."""
    with store.change() as change:
        change.write(TableSpec("person", "person", FIELDS, key="code"), [records(codes)])


def put_grid(store: FolderStore, codes: list[str]) -> None:
    """Write the layer ``grid``."""
    with store.change() as change:
        change.write(TableSpec("grid", "grid", FIELDS, key="code", geometry="area"), [cells(codes)])


@pytest.fixture(params=["plain", "encrypted"])
def store(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> FolderStore:
    """An empty workspace; every test of the store holds for an encrypted one too."""
    path, date = tmp_path / "城 市.gridloom", dt.date(2026, 1, 1)
    if request.param == "plain":
        return create_workspace(path, "EPSG:4547", date)
    monkeypatch.setenv("GRIDLOOM_KEY_FILE", str(tmp_path / "keys"))
    return create_encrypted(path, "EPSG:4547", date)[0]


@pytest.fixture
def city(store: FolderStore) -> FolderStore:
    """A workspace with two cells and three persons."""
    put_grid(store, ["a", "b"])
    put_persons(store, ["p", "q", "r"])
    return store
