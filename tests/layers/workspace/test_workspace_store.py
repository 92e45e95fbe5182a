"""The folder store: what is written is read back, and at once."""

import datetime as dt
import json
from pathlib import Path

import pyarrow as pa
import pytest
import shapely
from sqlglot import parse_one

from gridloom_layers.errors import BadInput
from gridloom_layers.workspace import FolderStore, Link, create_workspace, open_workspace

from .conftest import put_grid, put_persons

LINK = Link(left="person", right="grid", by="code", on=None, column="grid_key", report={})


def records_of(store: FolderStore, table: str) -> Path:
    """Return the path of the only part of a table."""
    (part,) = store.table(table).records
    return store.path / part.file


def link_persons(store: FolderStore, keys: list[int | None]) -> None:
    with store.change() as change:
        change.link(LINK, pa.chunked_array([pa.array(keys, pa.int64())]))


def test_a_layer_comes_back_with_its_geometry_crs_and_extent(city: FolderStore) -> None:
    layer = city.layer("grid")
    assert layer.crs.to_epsg() == 4547
    assert city.table("grid").extent == (0.0, 0.0, 200.0, 100.0)
    assert shapely.equals(layer.geometry.iloc[1], shapely.box(100, 0, 200, 100))
    assert list(layer.index) == [0, 1]


def test_a_scan_yields_the_geometry_beside_the_attributes(city: FolderStore) -> None:
    (batch,) = city.scan("grid", geometry=True)
    assert batch.column("code").to_pylist() == ["a", "b"]
    assert shapely.from_wkb(batch.column("geometry").to_pylist()[0]).area == 10_000


def test_a_scan_with_geometry_is_aligned_over_many_batches(store: FolderStore) -> None:
    codes = [str(number) for number in range(70_000)]
    put_grid(store, codes)
    table = pa.Table.from_batches(store.scan("grid", geometry=True))
    left_edges = shapely.bounds(shapely.from_wkb(table["geometry"].to_numpy()))[:, 0]
    assert table["code"].to_pylist() == codes
    assert (left_edges == table["row_key"].to_numpy() * 100).all()


def test_shapes_come_with_their_row_keys_in_row_order(store: FolderStore) -> None:
    put_grid(store, [str(number) for number in range(70_000)])
    table = pa.Table.from_batches(store.shapes("grid"))
    left_edges = shapely.bounds(shapely.from_wkb(table["geometry"].to_numpy()))[:, 0]
    assert (left_edges == table["row_key"].to_numpy() * 100).all()


def test_shapes_of_some_rows_are_theirs_and_those_that_are_gone_are_left_out(
    store: FolderStore,
) -> None:
    put_grid(store, [str(number) for number in range(30_000)])
    wanted = pa.array([*range(29_999, 0, -7), 40_000])
    table = pa.Table.from_batches(store.shapes("grid", wanted))
    left_edges = shapely.bounds(shapely.from_wkb(table["geometry"].to_numpy()))[:, 0]
    assert sorted(table["row_key"].to_pylist()) == sorted(wanted.to_pylist()[:-1])
    assert (left_edges == table["row_key"].to_numpy() * 100).all()


def test_a_query_joins_records_to_areas_over_a_link(city: FolderStore) -> None:
    link_persons(city, [0, 0, None])
    query = parse_one(
        "select grid.code, count(*) as n from person join grid on grid_key = grid.row_key "
        "group by 1"
    )
    assert city.select(query).to_pylist() == [{"code": "a", "n": 2}]


def test_a_query_sees_the_tables_given_with_it(city: FolderStore) -> None:
    wanted = pa.table({"row_key": [2]})
    query = parse_one("select code from person join wanted using (row_key)")
    assert city.select(query, {"wanted": wanted}).to_pylist() == [{"code": "r"}]


def test_a_query_cannot_read_files_outside_the_workspace(city: FolderStore) -> None:
    with pytest.raises(Exception, match="disabled by configuration"):
        city.select(parse_one("select * from read_csv('/etc/passwd')", dialect="duckdb"))


def test_another_store_sees_a_change_after_refresh_and_not_before(city: FolderStore) -> None:
    other = open_workspace(city.path)
    put_persons(city, ["x"])
    assert other.table("person").rows == 3
    assert other.attributes("person").num_rows == 3
    assert other.refresh()
    assert other.attributes("person")["code"].to_pylist() == ["x"]


def test_old_generations_are_swept_when_nobody_reads_them(city: FolderStore) -> None:
    other = open_workspace(city.path)
    old = records_of(city, "person")
    put_persons(city, ["x"])
    assert old.exists()
    other.close()
    put_persons(city, ["y"])
    assert not old.exists()


def test_a_failed_change_leaves_nothing_behind(city: FolderStore) -> None:
    before = sorted(city.path.rglob("*.*"))
    with pytest.raises(ZeroDivisionError), city.change() as change:
        change.put_measure("m", "count(person)")
        change.new_file("results", "r", ".gpkg")[0].write_text("half")
        _ = 1 / 0
    assert sorted(city.path.rglob("*.*")) == before
    assert not city.measures


def test_a_new_generation_drops_the_links_of_the_old_one(city: FolderStore) -> None:
    link_persons(city, [0, 1, None])
    put_grid(city, ["c"])
    assert city.links == ()


def test_a_layer_shows_its_links(city: FolderStore) -> None:
    link = Link(left="grid", right="person", by="code", on=None, column="person_key", report={})
    with city.change() as change:
        change.link(link, pa.chunked_array([[2, 1]]))
    assert city.layer("grid")["person_key"].to_list() == [2, 1]


def test_the_column_of_a_dropped_link_is_gone(city: FolderStore) -> None:
    link_persons(city, [0, 1, None])
    with city.change() as change:
        change.remove("grid")
    assert "grid_key" not in city.table("person").field_names
    assert "grid_key" not in city.attributes("person").column_names
    assert all("grid_key" not in batch.schema.names for batch in city.scan("person"))


def test_linking_again_replaces_the_column(city: FolderStore) -> None:
    link_persons(city, [0, 0, None])
    link_persons(city, [1, None, 1])
    assert city.attributes("person", ["grid_key"])["grid_key"].to_pylist() == [1, None, 1]
    assert len(city.links) == 1


def test_renaming_a_table_takes_its_links_along(city: FolderStore) -> None:
    link_persons(city, [0, 1, None])
    with city.change() as change:
        change.rename("grid", "cells")
    assert city.links[0].right == "cells"
    assert "grid" not in city.tables
    assert city.layer("cells").shape[0] == 2


def test_a_name_that_is_taken_is_refused(city: FolderStore) -> None:
    with pytest.raises(BadInput, match="taken"), city.change() as change:
        change.rename("grid", "person")


@pytest.mark.parametrize("name", ["Grid", "PERSON", "person"])
def test_names_that_differ_in_case_only_are_refused(city: FolderStore, name: str) -> None:
    with pytest.raises(BadInput, match="taken"), city.change() as change:
        change.put_measure(name, "count(person)")


def test_a_name_can_change_its_case(city: FolderStore) -> None:
    with city.change() as change:
        change.rename("grid", "Grid")
    assert sorted(city.tables) == ["Grid", "person"]


@pytest.mark.parametrize(
    "name", ["", "a/b", "..", "x:y", ".hidden", "a\n", "nul", "COM1.x", " ", "网格" * 40]
)
def test_a_name_that_is_no_file_name_is_refused(city: FolderStore, name: str) -> None:
    with pytest.raises(BadInput, match="cannot be used as a name"), city.change() as change:
        change.put_measure(name, "count(person)")


def test_an_unknown_table_is_named_with_those_that_are_there(city: FolderStore) -> None:
    with pytest.raises(BadInput, match="It holds: grid, person"):
        city.attributes("people")


def test_a_table_without_geometry_is_no_layer(city: FolderStore) -> None:
    with pytest.raises(BadInput, match="has no geometry"):
        city.layer("person")


def test_quarantined_rows_can_be_opened(city: FolderStore) -> None:
    rows = pa.table({"reason": ["duplicate key"], "身份证号": ["x"]})
    with city.change() as change:
        entry = change.record_import("person", {"read": 1}, rows)
    assert city.quarantined(entry.number).equals(rows)


def test_imports_follow_a_table_that_is_renamed(city: FolderStore) -> None:
    with city.change() as change:
        change.record_import("person", {"read": 1}, None)
        change.rename("person", "people")
    assert [entry.table for entry in city.imports] == ["people"]


def test_rows_set_aside_go_with_their_table(city: FolderStore) -> None:
    rows = pa.table({"身份证号": ["x"]})
    with city.change() as change:
        change.record_import("person", {"read": 1}, rows)
        kept = change.record_import("grid", {"read": 1}, None).number
    with city.change() as change:
        change.remove("person")
    with city.change() as change:
        number = change.record_import("grid", {"read": 1}, None).number
    assert not list((city.path / "quarantine").iterdir())
    assert [entry.number for entry in city.imports] == [kept, number] and number > kept


def test_the_list_of_obsolete_files_does_not_grow(city: FolderStore) -> None:
    for _ in range(5):
        put_persons(city, ["x"])
    assert len(city.manifest.obsolete) == 1


def test_a_store_reads_the_commit_that_came_while_it_was_opened(city: FolderStore) -> None:
    stale = city.manifest
    put_persons(city, ["x"])
    late = FolderStore(city.path, stale)
    assert late.attributes("person")["code"].to_pylist() == ["x"]


def test_a_manifest_that_may_not_be_read_is_not_called_broken(
    city: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> str:
        raise PermissionError

    monkeypatch.setattr(Path, "read_text", refuse)
    with pytest.raises(BadInput) as refused:
        open_workspace(city.path)
    assert refused.value.code == "no-permission"


def test_the_log_survives_a_torn_last_line(city: FolderStore) -> None:
    city.log("personal export", {"reason": "审计"})
    with (city.path / "log.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"at": "2026-')
    assert city.acts()[-1]["reason"] == "审计"


def test_a_flipped_bit_is_found(city: FolderStore) -> None:
    records = records_of(city, "person")
    content = bytearray(records.read_bytes())
    content[40] ^= 0xFF
    records.write_bytes(content)
    assert any("person" in problem for problem in city.problems())


def test_a_missing_file_is_found(city: FolderStore) -> None:
    (city.path / str(city.table("grid").layer)).unlink()
    assert any("missing" in problem for problem in city.problems())


def test_a_sound_workspace_has_no_problems(city: FolderStore) -> None:
    assert city.problems() == []


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": "2"}', '{"format": 1}'])
def test_a_broken_manifest_gives_one_sentence(city: FolderStore, content: str) -> None:
    (city.path / "manifest.json").write_text(content)
    with pytest.raises(BadInput, match="Restore the workspace from a backup"):
        open_workspace(city.path)


def test_a_folder_that_is_no_workspace_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="is not a Gridloom workspace"):
        open_workspace(tmp_path)


@pytest.mark.parametrize(
    ("crs", "said"),
    [("EPSG:4326", "in degrees"), ("EPSG:2249", "in metres"), ("EPSG:1", "known"), ("x", "known")],
)
def test_a_workspace_needs_a_crs_in_metres(tmp_path: Path, crs: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        create_workspace(tmp_path / "c.gridloom", crs, dt.date(2026, 1, 1))
    assert not (tmp_path / "c.gridloom").exists()


def test_the_manifest_is_plain_json_with_relative_paths(city: FolderStore) -> None:
    manifest = json.loads((city.path / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["tables"]["grid"]["layer"].startswith("layers/grid.")


@pytest.mark.parametrize("store", ["plain"], indirect=True)  # encryption never repeats itself
def test_writing_the_same_batches_twice_gives_the_same_records(city: FolderStore) -> None:
    first = (records_of(city, "grid")).read_bytes()
    put_grid(city, ["a", "b"])
    assert (records_of(city, "grid")).read_bytes() == first
