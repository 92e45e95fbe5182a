"""New, upsert and replace: row keys stay, nothing is lost, nothing comes twice."""

from collections.abc import Callable
from typing import Any

import pytest

from gridloom_layers.errors import BadInput
from gridloom_layers.importing import ImportReport
from gridloom_layers.workspace import FolderStore, Link

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
    assert (report.loaded, report.notes["updated rows"]) == (2, 1)
    assert rows(store, "code", "use", "floor", "电表", "source_number") == [
        (1, "A1", "住宅", 1, None, 1), (2, "A2", "办公", 2, 77, 2), (4, "A3", "住宅", None, 88, 2),
    ]  # fmt: skip


def test_replace_begins_anew_with_row_keys_that_were_never_used(
    store: FolderStore, import_text: ImportText
) -> None:
    import_text(FIRST, "room", "a.csv")
    import_text(SECOND, "room", "b.csv", mode="replace")
    assert rows(store, "code") == [(3, "A2"), (4, "A3")]
    assert [source.file for source in store.table("room").sources] == ["b.csv"]


def test_the_same_file_again_is_refused_as_new(import_text: ImportText) -> None:
    import_text(FIRST, "room", "a.csv")
    assert refusal(lambda: import_text(FIRST, "room", "copy.csv")) == "already-imported"
    assert import_text(FIRST, "room", "a.csv", mode="upsert").notes["updated rows"] == 2


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


def test_columns_of_two_types_become_one_that_holds_both(
    store: FolderStore, import_text: ImportText
) -> None:
    import_text("房间编码,备用\nA1,7\n", "room", "a.csv")
    import_text("房间编码,备用\nA2,七\n", "room", "b.csv")
    assert rows(store, "备用") == [(1, "7"), (2, "七")]


def test_a_join_that_no_longer_holds_is_told(store: FolderStore, import_text: ImportText) -> None:
    import_text(FIRST, "room", "a.csv")
    with store.change() as change:
        keys = store.attributes("room", [])["row_key"]
        change.link(
            Link(left="room", right="room", by="code", on=None, column="room_key", report={}), keys
        )
    report = import_text(SECOND, "room", "b.csv")
    assert "undone" in report.warnings[0]["en"]
    assert store.table("room").field("room_key") is None


@pytest.mark.parametrize(
    ("options", "code"),
    [({"mode": "append"}, "unknown-mode"), ({"mapping": {"code": "房"}}, "unknown-column")],
)
def test_options_that_cannot_work_are_refused(
    import_text: ImportText, options: dict[str, Any], code: str
) -> None:
    assert refusal(lambda: import_text(FIRST, "room", "a.csv", **options)) == code
