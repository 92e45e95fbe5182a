"""The shapes that a workspace keeps of a large layer are those that are read from it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridloom_desktop.canvas.shapes import FLAT
from gridloom_desktop.window.model import opening
from gridloom_desktop.window.model.row_keys import flags_of
from gridloom_layers.workspace import open_workspace


@pytest.fixture
def store(workspace):
    store = open_workspace(workspace)
    yield store
    store.close()


def test_kept_shapes_are_those_that_are_read(store):
    table = store.table("community")
    read, keys = opening.read_shapes(store, table, "area")
    for _ in range(2):  # made, then found
        again, same_keys = opening.load_shapes(store, table)
        assert (again.kind, again.origin, again.size) == (read.kind, read.origin, read.size)
        assert all(np.array_equal(getattr(again, one), getattr(read, one)) for one in FLAT)
        assert again.extent == read.extent and same_keys.tolist() == keys.tolist()


def test_shapes_are_kept_in_the_folder_of_what_can_be_made_again(store):
    opening.load_shapes(store, store.table("community"))
    assert len(list((store.path / "derived").glob("*.arrays"))) == 1


rising = st.sets(st.integers(0, 40)).map(lambda keys: np.array(sorted(keys), dtype=np.int64))


@given(rising, rising)
def test_flags_tell_which_row_keys_are_among_others(row_keys, keys):
    assert flags_of(row_keys, keys).tolist() == np.isin(row_keys, keys).tolist()


@given(st.integers(0, 9), st.integers(1, 30), rising)
def test_flags_of_row_keys_without_a_gap_are_the_same(first, count, keys):
    row_keys = np.arange(first, first + count)
    assert flags_of(row_keys, keys).tolist() == np.isin(row_keys, keys).tolist()
