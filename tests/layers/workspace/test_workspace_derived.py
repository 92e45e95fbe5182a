"""Files that can be made again: damaged ones are, and no other process takes away what is used."""

import datetime as dt
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from sqlglot import parse_one

from gridloom_layers.notices import heard
from gridloom_layers.workspace import (
    FolderStore,
    SourceInfo,
    TableSpec,
    create_workspace,
    open_workspace,
)

from .conftest import FIELDS, put_grid, put_persons, records

COUNT = parse_one("select count(*) as n from person")
ROWS = 200_000
"""As many rows as have an index that is not small."""


def flip(file: Path) -> None:
    """Flip one bit in the middle of a file."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def derived(store: FolderStore, kind: str) -> Path:
    """Return the one derived file of a kind."""
    (file,) = (file for file in (store.path / "derived").glob(f"{kind}-*")
               if file.suffix != ".json")  # fmt: skip
    return file


def test_a_kept_answer_with_a_flipped_bit_is_asked_anew(city: FolderStore) -> None:
    assert city.answer(COUNT).to_pylist() == [{"n": 3}]
    flip(derived(city, "answer"))
    assert city.answer(COUNT).to_pylist() == [{"n": 3}]


def test_a_small_index_with_a_flipped_bit_is_made_anew(city: FolderStore) -> None:
    city.find("person", "code", pa.array(["q"]))
    before = derived(city, "index").read_bytes()
    flip(derived(city, "index"))
    assert open_workspace(city.path).find("person", "code", pa.array(["q"])).num_rows == 1
    assert derived(city, "index").read_bytes() == before or city.seal.encrypted


@pytest.mark.parametrize("store", ["plain"], indirect=True)
def test_check_removes_a_damaged_index_and_tells_so(store: FolderStore) -> None:
    put_persons(store, [f"p{row}" for row in range(ROWS)])
    store.find("person", "code", pa.array(["p7"]))
    flip(derived(store, "index"))
    with heard() as notices:
        assert store.problems() == []
    (notice,) = notices
    assert "1 index or kept answer" in str(notice)
    assert list((store.path / "derived").iterdir()) == []


def test_check_leaves_what_is_whole(city: FolderStore) -> None:
    city.find("person", "code", pa.array(["q"]))
    city.answer(COUNT)
    before = sorted((city.path / "derived").iterdir())
    with heard() as notices:
        assert city.problems() == []
    assert (sorted((city.path / "derived").iterdir()), notices) == (before, [])


def test_a_file_that_was_emptied_by_a_crash_is_made_anew(city: FolderStore) -> None:
    city.answer(COUNT)
    derived(city, "answer").write_bytes(b"")
    assert city.answer(COUNT).to_pylist() == [{"n": 3}]


@pytest.fixture
def past(tmp_path: Path) -> FolderStore:
    """A city whose person "q" was "p" until the second of February."""
    city = create_workspace(tmp_path / "c.gridloom", "EPSG:4547", dt.date(2026, 3, 1))
    days = tuple(
        SourceInfo(number=month, file="a.csv", sha256="0", as_of=dt.date(2026, month, 2))
        for month in (1, 2)
    )
    first = TableSpec("person", "person", FIELDS, key="code", sources=days[:1])
    second = TableSpec("person", "person", FIELDS, key="code", sources=days)
    newer = records(["q"]).set_column(1, "source_number", pa.array([2], pa.int64()))
    with city.change() as change:
        change.write(first, [records(["p"])])
    with city.change() as change:
        change.revise(second, [newer], np.array([], np.int64), 2)
    return city


def test_the_state_of_a_day_outlives_a_change_of_another_table(past: FolderStore) -> None:
    january = past.at(dt.date(2026, 1, 9))
    january.find("person", "code", pa.array(["p"]))
    before = sorted((past.path / "derived").iterdir())
    put_grid(open_workspace(past.path), ["a"])
    assert sorted((past.path / "derived").iterdir()) == before
    assert january.select(parse_one("select code from person")).to_pylist() == [{"code": "p"}]


def test_the_state_of_a_day_goes_with_a_city_that_is_moved(past: FolderStore) -> None:
    past.at(dt.date(2026, 1, 9)).find("person", "code", pa.array(["p"]))
    past.close()
    moved = past.path.rename(past.path.with_name("moved.gridloom"))
    before = sorted((moved / "derived").iterdir())
    january = open_workspace(moved).at(dt.date(2026, 1, 9))
    assert january.find("person", "code", pa.array(["p", "q"]))["at"].to_pylist() == [0]
    assert sorted((moved / "derived").iterdir()) == before
