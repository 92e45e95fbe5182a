"""An index finds the rows that a plain search over all numbers finds."""

from pathlib import Path

import numpy as np
import pytest

from gridloom_layers.workspace.index import Index, write_index
from gridloom_layers.workspace.sealing import PLAIN

RNG = np.random.default_rng(5)
SPREAD = RNG.integers(0, 1 << 64, 5000, np.uint64)
SMALL = np.arange(2500, dtype=np.uint64)
COLUMNS = {
    "spread hashes": SPREAD,
    "numbers in a row": np.arange(5000, dtype=np.uint64),
    "one number": np.full(5000, 7, np.uint64),
    "clusters far apart": np.r_[SMALL, SMALL + np.uint64(1 << 63)],
    "the greatest": np.r_[SPREAD[:10], np.full(5, (1 << 64) - 1, np.uint64)],
    "repeated": RNG.choice(SPREAD[:300], 5000),
    "none": np.empty(0, np.uint64),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_every_number_is_found_at_all_of_its_rows(name: str, tmp_path: Path) -> None:
    column = COLUMNS[name]
    write_index(tmp_path / "index", [(column, np.ones(len(column), np.bool_))], PLAIN)
    ends = np.array([0, 1, 7, (1 << 63) - 1, 1 << 63, (1 << 64) - 1], np.uint64)
    wanted = np.r_[ends, column[:200], SPREAD[-200:], column[::-1][:200]]
    at, rows = Index(tmp_path / "index", PLAIN).rows(wanted)
    places, expected = np.nonzero(wanted[:, np.newaxis] == column)
    assert at.tolist() == places.tolist()
    assert rows.tolist() == expected.tolist()


def test_as_many_numbers_as_all_cores_share_are_found(tmp_path: Path) -> None:
    column = RNG.permutation(np.arange(200_000, dtype=np.uint64) * 90_000_000_000)
    write_index(tmp_path / "index", [(column, np.ones(len(column), np.bool_))], PLAIN)
    at, rows = Index(tmp_path / "index", PLAIN).rows(column[::-1])
    assert (at == np.arange(200_000)).all()
    assert (rows == np.arange(200_000)[::-1]).all()
