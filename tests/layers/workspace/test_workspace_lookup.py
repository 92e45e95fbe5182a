"""Rows found by a value, by their row key and by what they refer to."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp, parse_one

from gridloom_layers.workspace import FolderStore, Link, TableSpec, open_workspace
from gridloom_layers.workspace.index import Index, write_index
from gridloom_layers.workspace.sealing import PLAIN

from .conftest import FIELDS, put_persons, records

MANY = 70_000
LINK = Link(left="person", right="grid", by="code", on=None, column="grid_key", report={})


@pytest.fixture
def crowd(store: FolderStore) -> FolderStore:
    """A workspace with 70,000 persons, each code twice."""
    put_persons(store, [f"p{row % (MANY // 2)}" for row in range(MANY)])
    return store


def test_a_value_is_found_in_every_row_that_has_it(crowd: FolderStore) -> None:
    found = crowd.find("person", "code", pa.array(["p7", "nobody", None, "p0"]))
    assert found.to_pydict() == {"at": [0, 0, 3, 3], "row_key": [7, 35_007, 0, 35_000]}


def test_rows_come_in_the_order_of_their_keys_as_asked(crowd: FolderStore) -> None:
    keys = pa.array([69_999, 3, 3, 99_999, 40_000], pa.int64())
    rows = crowd.rows("person", keys, ["code"])
    assert rows["row_key"].to_pylist() == [69_999, 3, 3, 40_000]
    assert rows["code"].to_pylist() == ["p34999", "p3", "p3", "p5000"]


def test_rows_are_found_by_key_where_others_were_taken_out(crowd: FolderStore) -> None:
    with crowd.change() as change:
        change.revise(TableSpec("person", "person", FIELDS, key="code"), [], np.array([0, 5]), 2)
    assert crowd.rows("person", pa.array([5, 6]), ["code"]).to_pylist() == [
        {"row_key": 6, "code": "p6"}
    ]
    assert crowd.find("person", "code", pa.array(["p5"]))["row_key"].to_pylist() == [35_005]


def test_rows_of_one_group_come_in_the_order_of_their_keys(crowd: FolderStore) -> None:
    keys = pa.array([9, 3, 3, 7], pa.int64())
    rows = crowd.rows("person", keys, ["code"])
    assert rows.to_pydict() == {"row_key": [9, 3, 3, 7], "code": ["p9", "p3", "p3", "p7"]}


def test_rows_of_many_groups_come_in_the_order_asked(crowd: FolderStore) -> None:
    keys = np.random.default_rng(3).choice(MANY, 200, replace=False)
    rows = crowd.rows("person", pa.array(keys), ["code"])
    assert rows["row_key"].to_pylist() == keys.tolist()
    assert rows["code"].to_pylist() == [f"p{key % (MANY // 2)}" for key in keys.tolist()]


def test_keys_alone_tell_which_rows_are_there(crowd: FolderStore) -> None:
    found = crowd.rows("person", pa.array([MANY, 5], pa.int64()), [])
    assert found.to_pydict() == {"row_key": [5]}


def test_a_whole_row_is_read_from_its_own_part_only(city: FolderStore) -> None:
    with city.change() as change:
        change.append(TableSpec("person", "person", FIELDS, key="code"), [records(["s"], 3)])
    first, _ = city.table("person").records
    (city.path / first.file).unlink()
    (row,) = city.rows("person", pa.array([3])).to_pylist()
    assert (row["code"], row["source_row"]) == ("s", 2)


def test_an_open_store_looks_up_without_a_look_at_the_disk(crowd: FolderStore) -> None:
    crowd.find("person", "code", pa.array(["p7"]))
    (index,) = (crowd.path / "derived").glob("index*.arrow")
    index.unlink()
    assert crowd.find("person", "code", pa.array(["p8"]))["row_key"].to_pylist() == [8, 35_008]
    assert not index.exists()


def test_who_refers_to_a_row_is_found(city: FolderStore) -> None:
    with city.change() as change:
        change.link(LINK, pa.chunked_array([pa.array([1, None, 1], pa.int64())]))
    found = city.referring(LINK, pa.array([0, 1], pa.int64()))
    assert found.to_pydict() == {"at": [1, 1], "row_key": [0, 2]}


def test_a_join_leaves_nothing_to_index(city: FolderStore) -> None:
    city.find("person", "code", pa.array(["p"]))
    with city.change() as change:
        change.link(LINK, pa.chunked_array([pa.array([1, None, 1], pa.int64())]))
    there = sorted((city.path / "derived").glob("*.arrow"))
    assert city.find("person", "code", pa.array(["r"]))["row_key"].to_pylist() == [2]
    assert city.referring(LINK, pa.array([1], pa.int64()))["row_key"].to_pylist() == [0, 2]
    assert sorted((city.path / "derived").glob("*.arrow")) == there


@pytest.mark.parametrize("store", ["plain"], indirect=True)  # a copy of a column is plain
def test_a_link_is_followed_without_its_table(city: FolderStore) -> None:
    with city.change() as change:
        change.link(LINK, pa.chunked_array([pa.array([1, None, 0], pa.int64())]))
    for part in city.table("person").records:
        (city.path / part.file).unlink()
    rows = city.rows("person", pa.array([2, 1]), ["grid_key"])
    assert rows.to_pydict() == {"row_key": [2, 1], "grid_key": [0, None]}
    assert rows.schema.types == [pa.int64(), pa.int64()]


def test_rows_that_were_let_go_are_read_again(
    crowd: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gridloom_layers.workspace.lookup.BYTES_KEPT", 1)
    keys = [5, 40_000, 5, 69_999, 5]
    found = [crowd.rows("person", pa.array([key]), ["code"])["code"][0].as_py() for key in keys]
    assert found == ["p5", "p5000", "p5", "p34999", "p5"]


def test_a_link_made_anew_is_indexed_anew(city: FolderStore) -> None:
    for keys in ([1, None, 1], [None, 0, 1]):
        with city.change() as change:
            change.link(LINK, pa.chunked_array([pa.array(keys, pa.int64())]))
    assert city.referring(LINK, pa.array([0, 1], pa.int64())).to_pydict() == {
        "at": [0, 1], "row_key": [1, 2],
    }  # fmt: skip


def test_a_column_that_came_later_is_null_in_the_older_rows(city: FolderStore) -> None:
    later = records(["s"], 3).append_column("floor", pa.array([9], pa.int64()))
    fields = (*FIELDS, FIELDS[1].model_copy(update={"name": "floor"}))
    with city.change() as change:
        change.append(TableSpec("person", "person", fields, key="code"), [later])
    assert len(city.table("person").records) == 2
    assert city.attributes("person", ["floor"])["floor"].to_pylist() == [None, None, None, 9]
    assert city.rows("person", pa.array([3, 0]), ["floor"])["floor"].to_pylist() == [9, None]
    assert city.select(parse_one("select count(floor) as n from person")).to_pylist() == [{"n": 1}]


def test_whole_rows_are_the_same_after_some_of_their_columns_were_read(crowd: FolderStore) -> None:
    keys = pa.array([69_999, 5, 40_000], pa.int64())
    crowd.rows("person", keys, ["code"])
    whole = crowd.attributes("person").take(keys)
    assert crowd.rows("person", keys).select(whole.column_names).equals(whole)


def test_an_answer_is_kept_until_its_table_changes(city: FolderStore) -> None:
    query = parse_one("select count(*) as n from person")
    first, again = city.materialised(query), city.materialised(query)
    put_persons(city, ["x"])
    other = city.materialised(query)
    assert first == again != other
    assert city.select(exp.select("n").from_(other)).to_pylist() == [{"n": 1}]


def test_another_process_reads_the_answer_that_is_kept(city: FolderStore) -> None:
    query = parse_one("select count(*) as n from person")
    name = city.materialised(query).name
    assert (city.path / "derived" / f"{name}.parquet").exists()
    assert open_workspace(city.path).materialised(query).name == name


def test_what_is_derived_goes_with_the_data_it_was_made_of(city: FolderStore) -> None:
    city.materialised(parse_one("select count(*) as n from person"))
    city.find("grid", "code", pa.array(["a"]))
    put_persons(city, ["x"])
    assert [path.name.partition("-")[0] for path in (city.path / "derived").glob("*.arrow")] == [
        "index"
    ]
    assert list((city.path / "derived").glob("answer*")) == []


def test_the_derived_folder_can_be_removed(crowd: FolderStore) -> None:
    crowd.find("person", "code", pa.array(["p7"]))
    for file in (crowd.path / "derived").iterdir():
        file.unlink()
    assert open_workspace(crowd.path).find("person", "code", pa.array(["p7"])).num_rows == 2


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 40)), st.lists(st.integers(0, 45), max_size=8), st.booleans())
def test_an_index_finds_what_a_scan_finds(
    tmp_path_factory: pytest.TempPathFactory, column: list[int], wanted: list[int], wide: bool
) -> None:
    stretch = 1 << 57 if wide else 1
    numbers = np.array(column, np.uint64) * np.uint64(stretch)
    path = tmp_path_factory.mktemp("index") / "x.arrow"
    write_index(path, [(numbers, np.ones(len(numbers), np.bool_))], PLAIN)
    at, rows = Index(path, PLAIN).rows(np.array(wanted, np.uint64) * np.uint64(stretch))
    scanned = [(i, row) for i, each in enumerate(wanted) for row, one in enumerate(column)
               if one == each]  # fmt: skip
    assert list(zip(at.tolist(), rows.tolist(), strict=True)) == scanned


def test_revised_rows_stay_in_row_key_order(crowd: FolderStore) -> None:
    newer = records(["changed"], 41_000)
    with crowd.change() as change:
        change.revise(TableSpec("person", "person", FIELDS, key="code"), [newer], np.array([]), 2)
    table = crowd.attributes("person", ["code"])
    assert pc.equal(table["row_key"], pa.array(range(MANY))).combine_chunks().true_count == MANY
    assert table["code"][41_000].as_py() == "changed"


def test_a_relation_is_there_after_a_change_that_leaves_its_tables(city: FolderStore) -> None:
    relation = city.materialised(parse_one("select count(*) as n from person"))
    city.close()
    assert city.select(exp.select("n").from_(relation)).to_pylist() == [{"n": 3}]


def test_a_part_that_lacks_a_column_is_revised(city: FolderStore) -> None:
    fields = (*FIELDS, FIELDS[1].model_copy(update={"name": "floor"}))
    spec = TableSpec("person", "person", fields, key="code")
    later = records(["s"], 3).append_column("floor", pa.array([9], pa.int64()))
    newer = records(["p"], 0).append_column("floor", pa.array([7], pa.int64()))
    with city.change() as change:
        change.append(spec, [later])
    with city.change() as change:
        change.revise(spec, [newer], np.array([], np.int64), 2)
    assert city.attributes("person", ["floor"])["floor"].to_pylist() == [7, None, None, 9]


def test_a_derived_file_that_another_process_has_just_named_is_no_fault(city: FolderStore) -> None:
    city.find("person", "code", pa.array(["p"]))
    (city.path / "derived" / ".being-made").symlink_to("named-by-now")  # listed, then gone
    put_persons(city, ["p", "q"])
    assert city.table("person").rows == 2
