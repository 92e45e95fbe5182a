"""New, upsert and replace: row keys stay, nothing is lost, nothing comes twice."""

import errno
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlglot import exp

from gridloom_layers.errors import BadInput
from gridloom_layers.importing import ImportReport
from gridloom_layers.joins import join
from gridloom_layers.workspace import FolderStore

ImportText = Callable[..., ImportReport]
FIRST = "房间编码,用途,楼层\nA1,住宅,1\nA2,商铺,2\n"
SECOND = "房间编码,用途,电表\nA2,办公,77\nA3,住宅,88\n"


def rows(store: FolderStore, *columns: str) -> list[tuple[Any, ...]]:
    """Return the row keys and some columns of the rooms."""
    table = store.attributes("room", columns)
    return [tuple(row.values()) for row in table.to_pylist()]


def refusal(run: Callable[[], ImportReport]) -> str:
    """Return the code of the error."""
    with pytest.raises(BadInput) as found:
        run()
    return found.value.code


def test_new_appends_and_sets_aside_keys_that_are_there(
    store: FolderStore, import_text: ImportText
) -> None:
    import_text(FIRST, "room", "a.csv")
    report = import_text(SECOND, "room", "b.csv")
    assert report.quarantined == {"key already in the table": 1}
    assert rows(store, "code", "floor", "电表") == [
        (1, "A1", 1, None), (2, "A2", 2, None), (3, "A3", None, 88),
    ]  # fmt: skip


def test_upsert_replaces_by_key_and_keeps_row_keys_and_other_columns(
    store: FolderStore, import_text: ImportText
) -> None:
    import_text(FIRST, "room", "a.csv")
    report = import_text(SECOND, "room", "b.csv", mode="upsert")
    assert (report.new, report.changed, report.unchanged, report.vanished) == (1, 1, 0, 1)
    assert rows(store, "code", "use", "floor", "电表", "source_number") == [
        (1, "A1", "住宅", 1, None, 1), (2, "A2", "办公", 2, 77, 2), (3, "A3", "住宅", None, 88, 2),
    ]  # fmt: skip


def test_replace_takes_out_what_the_source_does_not_have(
    store: FolderStore, import_text: ImportText
) -> None:
    import_text(FIRST, "room", "a.csv")
    report = import_text(SECOND, "room", "b.csv", mode="replace")
    assert (report.new, report.changed, report.vanished) == (1, 1, 1)
    assert rows(store, "code") == [(2, "A2"), (3, "A3")]
    assert store.table("room").field("floor") is None


def test_replace_of_rows_without_a_key_begins_anew(
    store: FolderStore, import_text: ImportText
) -> None:
    import_text("用途\n住宅\n商铺\n", "room", "a.csv")
    import_text("用途\n办公\n", "room", "b.csv", mode="replace")
    assert rows(store, "use") == [(3, "办公")]
    assert [source.file for source in store.table("room").sources] == ["b.csv"]


def test_the_same_file_again_is_refused_as_new(import_text: ImportText) -> None:
    import_text(FIRST, "room", "a.csv")
    assert refusal(lambda: import_text(FIRST, "room", "copy.csv")) == "already-imported"


def test_the_same_file_again_changes_nothing(store: FolderStore, import_text: ImportText) -> None:
    import_text(FIRST, "room", "a.csv")
    before = store.table("room")
    report = import_text(FIRST, "room", "a.csv", mode="upsert")
    assert (report.new, report.changed, report.unchanged, report.vanished) == (0, 0, 2, 0)
    assert store.table("room") == before


def test_rows_that_changed_become_history(store: FolderStore, import_text: ImportText) -> None:
    import_text("身份证号,姓名\nA1,甲\nA2,乙\nA3,丙\n", "person", "a.csv")
    import_text("身份证号,姓名\nA1,甲\nA2,丁\n", "person", "b.csv", mode="replace")
    (part,) = store.table("person").history
    past = pq.read_table(store.path / part.file, columns=["name", "source_number", "ended_by"])
    assert past.to_pylist() == [
        {"name": "乙", "source_number": 1, "ended_by": 2},
        {"name": "丙", "source_number": 1, "ended_by": 2},
    ]


def test_a_column_that_repeats_is_no_key_to_update_by(
    store: FolderStore, import_text: ImportText
) -> None:
    import_text(FIRST, "room", "a.csv")
    again = "房间编码,用途\nA1,住宅\nA1,商铺\nA1,办公\n"
    assert refusal(lambda: import_text(again, "room", "b.csv", mode="upsert")) == "key-not-unique"
    assert rows(store, "code", "use") == [(1, "A1", "住宅"), (2, "A2", "商铺")]


def test_running_numbers_of_two_files_do_not_collide(
    store: FolderStore, import_text: ImportText
) -> None:
    import_text("編號,案類\n1,甲\n2,乙\n", "event", "a.csv")
    report = import_text("編號,案類\n1,丙\n2,丁\n", "event", "b.csv")
    assert (report.loaded, report.quarantined) == (2, {})
    assert (store.table("event").key, store.table("event").rows) == (None, 4)
    assert any("running number" in warning["en"] for warning in report.warnings)


def test_rows_cannot_be_updated_by_a_running_number(import_text: ImportText) -> None:
    import_text("編號,案類\n1,甲\n2,乙\n", "event", "a.csv")
    run = lambda: import_text("編號,案類\n1,丙\n", "event", "b.csv", mode="upsert")  # noqa: E731
    assert refusal(run) == "no-key"


def test_a_table_keeps_its_role(import_text: ImportText) -> None:
    import_text(FIRST, "room", "a.csv", name="城中村")
    run = lambda: import_text("案类\n甲\n", "event", "b.csv", name="城中村")  # noqa: E731
    assert refusal(run) == "other-role"


def test_a_scheme_names_the_table(store: FolderStore, import_text: ImportText) -> None:
    import_text(FIRST, "room", "a.csv", scheme="2026")
    assert store.table("room-2026").scheme == "2026"


def test_a_column_of_blanks_can_be_read(store: FolderStore, import_text: ImportText) -> None:
    import_text("身份证号,姓名\nA1,甲\n", "person", "a.csv")
    import_text("身份证号,民族\nA1,\n", "person", "b.csv", mode="upsert")
    assert store.attributes("person", ["name", "民族"]).to_pylist() == [
        {"row_key": 1, "name": "甲", "民族": None}
    ]


def test_columns_of_two_types_become_one_that_holds_both(
    store: FolderStore, import_text: ImportText
) -> None:
    import_text("房间编码,备用\nA1,7\n", "room", "a.csv")
    import_text("房间编码,备用\nA2,七\n", "room", "b.csv")
    assert rows(store, "备用") == [(1, "7"), (2, "七")]


PEOPLE = "身份证号,房间编码\nP1,A2\nP2,A3\n"


def test_a_join_is_made_again_when_its_table_changes(
    store: FolderStore, import_text: ImportText
) -> None:
    import_text(FIRST, "room", "a.csv")
    import_text(PEOPLE, "person", "p.csv")
    join(store, "person", "room")
    report = import_text(SECOND, "room", "b.csv", mode="upsert")
    assert "again: 2 of 2 rows matched" in report.warnings[-1]["en"]
    assert store.attributes("person", ["room_key"])["room_key"].to_pylist() == [2, 3]


def test_a_join_that_no_longer_holds_is_told(store: FolderStore, import_text: ImportText) -> None:
    import_text(FIRST, "room", "a.csv")
    import_text(PEOPLE, "person", "p.csv")
    join(store, "person", "room")
    report = import_text("身份证号,姓名\nP1,甲\nP2,乙\n", "person", "q.csv", mode="replace")
    assert "undone" in report.warnings[-1]["en"]
    assert store.links == () and store.table("person").field("room_key") is None


@pytest.mark.parametrize(
    ("options", "code"),
    [({"mode": "append"}, "unknown-mode"), ({"mapping": {"code": "房"}}, "unknown-column")],
)
def test_options_that_cannot_work_are_refused(
    import_text: ImportText, options: dict[str, Any], code: str
) -> None:
    assert refusal(lambda: import_text(FIRST, "room", "a.csv", **options)) == code


def test_the_key_is_indexed_when_rows_are_in(store: FolderStore, import_text: ImportText) -> None:
    import_text(FIRST, "room", "a.csv")
    (index,) = (store.path / "derived").glob("index-*.arrow")
    made = index.stat().st_ino
    assert store.find("room", "code", pa.array(["A2"]))["row_key"].to_pylist() == [2]
    assert index.stat().st_ino == made


def test_whom_rows_name_is_indexed_when_they_are_in(
    store: FolderStore, import_text: ImportText
) -> None:
    import_text("合同号,身份证号\nL1,1\nL2,2\n", "register", "a.csv")
    made = sorted((store.path / "derived").glob("index-*.arrow"))
    assert store.find("register", "citizen_id", pa.array(["2"]))["row_key"].to_pylist() == [2]
    assert sorted((store.path / "derived").glob("index-*.arrow")) == made


def test_rows_are_in_where_the_disk_has_no_room_for_their_index(
    store: FolderStore, import_text: ImportText, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "no room")

    with monkeypatch.context() as patch:
        patch.setattr("gridloom_layers.workspace.index.write_index", full)
        assert import_text(FIRST, "room", "a.csv").loaded == 2
    assert store.find("room", "code", pa.array(["A2"]))["row_key"].to_pylist() == [2]


WITHOUT_A_KEY = "房间编码,用途\nA1,住宅\n,商铺\n"


def test_replace_by_the_same_file_keeps_its_rows_without_a_key(
    store: FolderStore, import_text: ImportText
) -> None:
    import_text(WITHOUT_A_KEY, "room", "a.csv")
    import_text(WITHOUT_A_KEY, "room", "a.csv", mode="replace")
    assert [use for _, use in rows(store, "use")] == ["住宅", "商铺"]


def test_rows_without_a_key_come_back_with_their_file(
    store: FolderStore, import_text: ImportText
) -> None:
    import_text(WITHOUT_A_KEY, "room", "a.csv")
    import_text("房间编码,用途\nA1,住宅\n", "room", "b.csv", mode="replace")
    import_text(WITHOUT_A_KEY, "room", "a.csv", mode="upsert")
    assert [use for _, use in rows(store, "use")] == ["住宅", "商铺"]


def test_rows_that_vanish_are_linked_to_no_more(
    store: FolderStore, import_text: ImportText
) -> None:
    import_text("房间编码,用途\nA1,住宅\nA2,住宅\n", "room", "a.csv")
    import_text("身份证号,房间编码\nP1,A1\nP2,A2\n", "person", "p.csv")
    join(store, "person", "room")
    import_text("房间编码,用途\nA1,住宅\n", "room", "b.csv", mode="replace")
    assert store.attributes("person", ["room_key"]).column(1).to_pylist() == [1, None]


def test_places_may_come_with_a_later_source(store: FolderStore, import_text: ImportText) -> None:
    import_text("事件编号,事件类型\nE1,噪声\n", "event", "a.csv")
    import_text("事件编号,事件类型\nE2,噪声\n", "event", "b.csv")
    import_text("事件编号,事件类型,X,Y\nE2,噪声,500000,2500000\n", "event", "c.csv",
                mode="upsert", crs="EPSG:4547")  # fmt: skip
    places = [place for batch in store.scan("event", geometry=True, columns=[])
              for place in batch.column("geometry").is_valid().to_pylist()]  # fmt: skip
    assert places == [False, True]


def test_a_column_that_comes_back_has_no_values_of_before(
    store: FolderStore, import_text: ImportText
) -> None:
    import_text("房间编码,用途,楼层\nA1,住宅,1\n", "room", "a.csv")
    import_text("房间编码,用途,楼层\nA2,住宅,2\n", "room", "b.csv")
    import_text("房间编码,用途\nA1,住宅\nA2,商铺\n", "room", "c.csv", mode="replace")
    import_text("房间编码,楼层\nA2,7\n", "room", "d.csv", mode="upsert")
    floors = store.select(exp.select("floor").from_("room").order_by("row_key"))
    assert floors.column(0).to_pylist() == [None, 7]


def test_a_source_may_have_columns_called_as_those_of_the_store(
    store: FolderStore, import_text: ImportText
) -> None:
    import_text("房间编码,用途,ended_by\nA1,住宅,7\n", "room", "a.csv")
    import_text("房间编码,用途\nA1,商铺\n", "room", "b.csv", mode="upsert")
    assert rows(store, "use", "ended_by_2") == [(1, "商铺", 7)]


def test_a_source_may_have_a_column_called_as_that_of_a_link(
    store: FolderStore, import_text: ImportText
) -> None:
    import_text(FIRST, "room", "a.csv")
    import_text("身份证号,房间编码\nP1,A2\n", "person", "p.csv")
    join(store, "person", "room")
    import_text("身份证号,room_key\nP1,99\n", "person", "q.csv", mode="upsert")
    found = store.attributes("person", ["room_key", "room_key_2"]).to_pylist()
    assert found == [{"row_key": 1, "room_key": 2, "room_key_2": 99}]
