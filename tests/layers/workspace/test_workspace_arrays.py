"""Arrays that a workspace keeps: the same again, and none of an encrypted one."""

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest

from gridloom_layers.workspace import TableSpec, create_workspace
from gridloom_layers.workspace import arrays as kept_arrays
from gridloom_layers.workspace.arrays import open_arrays, write_arrays
from gridloom_layers.workspace.encrypting import create_encrypted

ARRAYS = {
    "pairs": np.arange(14, dtype=np.float32).reshape(7, 2),
    "none": np.empty((0, 4), dtype=np.int64),
    "flags": np.array([True, False, True]),
    "keys": np.arange(5, dtype=np.int64) * 2**40,
}


def make_never():
    raise AssertionError("it was made already")


@pytest.fixture
def store(tmp_path):
    store = create_workspace(tmp_path / "城.gridloom", "EPSG:4547", dt.date(2026, 1, 1))
    write_rows(store, [7, 9])
    yield store
    store.close()


def write_rows(store, keys) -> None:
    names = ("row_key", "source_number", "source_row")
    with store.change() as change:
        batch = pa.record_batch({name: pa.array(keys, pa.int64()) for name in names})
        change.write(TableSpec("lease", "register", ()), [batch])


def test_arrays_come_back_as_they_were(tmp_path):
    write_arrays(tmp_path / "some.arrays", ARRAYS)
    again = open_arrays(tmp_path / "some.arrays")
    assert list(again) == list(ARRAYS)
    for name, array in ARRAYS.items():
        assert again[name].dtype == array.dtype and np.array_equal(again[name], array)


@pytest.mark.parametrize("large", [0, 1 << 22])
def test_arrays_mapped_or_read_are_aligned_and_can_be_written_to(tmp_path, monkeypatch, large):
    monkeypatch.setattr(kept_arrays, "LARGE", large)
    write_arrays(tmp_path / "some.arrays", ARRAYS)
    keys = open_arrays(tmp_path / "some.arrays")["keys"]
    keys[0] = 3
    assert keys.flags.aligned and open_arrays(tmp_path / "some.arrays")["keys"][0] == 0


def test_arrays_of_a_table_are_made_once(store):
    store.arrays("test", "lease", lambda: ARRAYS)
    assert store.arrays("test", "lease", make_never)["keys"].tolist() == ARRAYS["keys"].tolist()


def test_a_change_of_the_table_has_its_arrays_made_anew(store):
    store.arrays("test", "lease", lambda: ARRAYS)
    write_rows(store, [7, 9, 11])
    assert store.arrays("test", "lease", lambda: {"one": np.ones(1)}).keys() == {"one"}


def test_an_encrypted_workspace_keeps_no_arrays(tmp_path, monkeypatch):
    monkeypatch.setenv("GRIDLOOM_PASSPHRASE", "correct horse battery staple")
    path = tmp_path / "sealed.gridloom"
    store, _ = create_encrypted(path, "EPSG:4547", dt.date(2026, 1, 1))
    write_rows(store, [7, 9])
    store.arrays("test", "lease", lambda: ARRAYS)
    store.close()
    assert list(path.rglob("*.arrays")) == []
