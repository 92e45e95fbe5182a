"""Every row is accounted for: loaded, quarantined with its reason and place, or blank."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridloom_layers.errors import BadInput, Cancelled
from gridloom_layers.importing import ImportOptions, ImportReport, import_source, quarantine_table
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import FolderStore, open_workspace

ImportText = Callable[..., ImportReport]
GOOD, GOOD_2, WRONG_CHECK = "11010519491231002X", "34052419800101001X", "110105194912310021"


def test_what_is_loaded_is_canonical(store: FolderStore, import_text: ImportText) -> None:
    text = f"身份证号,姓名,性别,出生日期\n{GOOD},王伟,女,1949年12月31日\n"
    report = import_text(text, "person")
    row = store.attributes("person").to_pylist()[0]
    assert (row["citizen_id"], row["sex"], str(row["birth_date"])) == (GOOD, "F", "1949-12-31")
    assert (row["source_number"], row["source_row"], row["row_key"]) == (1, 2, 1)
    assert report.mapping["birth_date"] == "出生日期"


def test_folded_codes_count_as_repaired_and_wrong_ones_are_notes(
    store: FolderStore, import_text: ImportText
) -> None:
    wide = "３４０５２４１９８００１０１００１Ｘ"
    text = f"身份证号,姓名\n{GOOD.lower()},a\n{wide},b\n{WRONG_CHECK},c\n"
    report = import_text(text, "person")
    assert report.repaired == {"lower-case": 1, "full-width": 1}
    assert (report.notes, report.loaded) == ({"check-digit": 1}, 3)
    assert store.attributes("person", ["citizen_id"])["citizen_id"].to_pylist() == [
        GOOD, GOOD_2, WRONG_CHECK,
    ]  # fmt: skip


def test_a_rounded_id_is_quarantined_with_its_cell(store: FolderStore, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["登记表"], ["姓名", "性别", "身份证号"], ["王伟", "男", GOOD],
                ["李娜", "女", 110105194912310021]):  # fmt: skip
        book.active.append(row)
    book.save(tmp_path / "人口.xlsx")
    report = import_source(store, tmp_path / "人口.xlsx", ImportOptions("person"))
    reason = "number in a code column: digits lost"
    assert (report.loaded, report.quarantined) == (1, {reason: 1})
    aside = store.quarantined(1).to_pylist()[0]
    assert (aside["cell"], aside["source_row"], aside["sheet"]) == ("C4", 4, "Sheet")
    assert (aside["reason"], aside["column"], aside["姓名"]) == (reason, "身份证号", "李娜")


def test_an_id_as_a_spreadsheet_exports_it_is_quarantined(import_text: ImportText) -> None:
    report = import_text(f"身份证号,姓名\n{GOOD},a\n4.40301E+17,b\n", "person")
    assert report.quarantined == {"number in a code column: digits lost": 1}


@pytest.mark.parametrize(
    ("role", "text", "reason", "value"),
    [
        ("room", "房间编码,所在层\nA,3\nB,六层\n", "unreadable number", "六层"),
        ("person", "姓名,出生日期\na,1990-01-01\nb,昨天\n", "unreadable date", "昨天"),
        ("person", "姓名,出生日期\na,1990-01-01\nb,1890-01-01\n", "implausible date", "1890-01-01"),
        ("person", "姓名,出生日期\na,1990-01-01\nb,2026-01-02\n", "implausible date", "2026-01-02"),
        ("event", "案类,上报时间\na,1040101\nb,110420\n", "implausible date", "110420"),
        ("event", "案类,上报时间\na,2025-01-01\nb,2027-06-01\n", "implausible date", "2027-06-01"),
        ("room", "房间编码,用途\nA1,住\nA2,商\nA1,办\n", "duplicate key", "A1"),
        ("event", "案类,上报时间\na,2025-01-01\nb\n", "ragged line", "b"),
    ],
)
def test_a_bad_row_is_quarantined_with_its_reason(
    store: FolderStore, import_text: ImportText, role: str, text: str, reason: str, value: str
) -> None:
    report = import_text(text, role)
    aside = store.quarantined(1).to_pylist()
    assert report.quarantined == {reason: 1}
    assert [(row["reason"], row["value"]) for row in aside] == [(reason, value)]


def test_a_lease_may_end_far_in_the_future(import_text: ImportText) -> None:
    report = import_text("姓名,起始日期,终止日期\na,2020-01-01,2090-01-01\n", "register")
    assert (report.loaded, report.quarantined) == (1, {})


def test_blank_rows_are_counted_not_quarantined(import_text: ImportText) -> None:
    report = import_text("姓名,性别\na,男\n,\n\n , \nb,女\n", "person")
    assert (report.read, report.loaded, report.blank, report.quarantined) == (5, 2, 3, {})


def test_the_quarantine_of_all_imports_is_one_table(
    store: FolderStore, import_text: ImportText
) -> None:
    import_text("房间编码,用途\nA,1\nA,2\n", "room", "a.csv")
    import_text("姓名,出生日期\na,1990-01-01\nb,?\n", "person", "b.csv")
    table = quarantine_table(store)
    assert table["import"].to_pylist() == [1, 2]
    assert table["source"].to_pylist() == ["a.csv", "b.csv"]
    assert table["用途"].to_pylist() == ["2", None]


def test_an_unknown_value_is_u_and_noted(store: FolderStore, import_text: ImportText) -> None:
    report = import_text("姓名,性别\na,甲\nb,女\n", "person")
    assert store.attributes("person", ["sex"])["sex"].to_pylist() == ["U", "F"]
    assert report.notes == {"unknown value": 1}


def test_a_number_column_that_turns_out_to_be_text_is_text(
    store: FolderStore, import_text: ImportText
) -> None:
    lines = "".join(f"{n},{n}\n" for n in range(300_000))
    import_text(f"姓名,层级\n{lines}x,三级\n", "person")
    field = store.table("person").field("层级")
    assert field is not None
    assert (field.type, store.table("person").rows) == ("text", 300_001)


def test_unmapped_texts_of_personal_roles_are_graded(
    store: FolderStore, import_text: ImportText
) -> None:
    import_text("姓名,微信,积分\na,wx1,3\n", "person")
    import_text("案类,联系\na,13800138000\n", "event", "b.csv")
    grades = {f.name: f.personal for table in store.tables.values() for f in table.fields}
    assert (grades["微信"], grades["积分"], grades["联系"]) == ("identifier", "no", "identifier")


def test_nothing_loaded_is_bad_input_with_the_first_place(import_text: ImportText) -> None:
    with pytest.raises(BadInput) as found:
        import_text("姓名,出生日期\na,?\nb,?\n", "person")
    assert (found.value.code, found.value.where.row) == ("nothing-loaded", 2)


@pytest.mark.parametrize("text", ["姓名,性别\n", "姓名,性别\n,\n"])
def test_an_empty_source_is_bad_input(import_text: ImportText, text: str) -> None:
    with pytest.raises(BadInput) as found:
        import_text(text, "person")
    assert found.value.code == "empty-source"


def test_a_cancelled_import_leaves_the_workspace_as_it_was(
    store: FolderStore, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text("姓名,性别\n" + "a,男\n" * 2_000_000, encoding="utf-8")
    progress = Progress(lambda step: progress.cancel() if step.step == "import" else None)
    before = (store.path / "manifest.json").read_bytes()
    with pytest.raises(Cancelled):
        import_source(store, tmp_path / "a.csv", ImportOptions("person"), progress)
    assert (store.path / "manifest.json").read_bytes() == before
    assert list(store.path.rglob("*.parquet")) == []


def test_a_mapping_is_remembered_for_the_same_headers(
    store: FolderStore, import_text: ImportText
) -> None:
    import_text("甲,乙\na,男\n", "person", "a.csv", mapping={"name": "甲", "sex": "乙"})
    report = import_text("甲,乙\nb,女\n", "person", "b.csv")
    assert report.mapping == {"name": "甲", "sex": "乙"}
    assert open_workspace(store.path).imports[1].report["mapping"] == report.mapping


CELL = st.sampled_from(
    ["", "a", GOOD, WRONG_CHECK, "1990-01-01", "昨天", "1,234", "男", '"', "x,y"]
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30
)
@given(rows=st.lists(st.lists(CELL, min_size=0, max_size=5), min_size=1, max_size=40))
def test_read_is_loaded_and_quarantined_and_blank(
    import_text: ImportText, store: FolderStore, rows: list[list[str]]
) -> None:
    cells = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    text = "\n".join(["姓名,身份证号,性别,出生日期", "好人,,,", *cells, ""])
    report = import_text(text, "person", mode="replace")
    assert report.read == len(rows) + 1
    assert report.read == report.loaded + sum(report.quarantined.values()) + report.blank
    assert store.table("person").rows == report.loaded
    assert store.quarantined(len(store.imports)).num_rows == sum(report.quarantined.values())


def test_a_cancel_while_the_last_rows_are_read_keeps_nothing(store: FolderStore, tmp_path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(f"身份证号,姓名\n{GOOD},a\n", encoding="utf-8")
    progress = Progress(lambda step: progress.cancel() if step.step == "import" else None)
    with pytest.raises(Cancelled):
        import_source(store, path, ImportOptions(role="person"), progress)
    assert not store.tables and not store.imports
