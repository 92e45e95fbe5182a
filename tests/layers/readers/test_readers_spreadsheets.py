"""Spreadsheets by the types of their cells: nothing guessed, nothing stripped."""

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt

from gridloom_layers.errors import BadInput
from gridloom_layers.readers import ROUNDED, SOURCE_ROW, open_source


def write_xlsx(path: Path, rows: list[list[Any]], merged: str | None = None) -> Path:
    """Write a workbook of one sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if merged:
        book.active.merge_cells(merged)
    book.save(path)
    return path


def rows_of(path: Path, **options: Any) -> list[dict[str, Any]]:
    """Return the rows of a source."""
    with open_source(path, **options) as source:
        return [row for batch in source.batches() for row in batch.to_pylist()]


def test_text_cells_keep_their_leading_zeros(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["code", "name"], ["0012345", "x"]])
    assert rows_of(path)[0]["code"] == "0012345"


def test_whole_numbers_have_no_point(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["code", "height"], [440303, 2.5]])
    assert (rows_of(path)[0]["code"], rows_of(path)[0]["height"]) == ("440303", "2.5")


def test_a_number_of_18_digits_is_marked_as_rounded(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["id", "n"], [440301199001011234, 1], ["x", 2]])
    assert [row[ROUNDED] for row in rows_of(path)] == [["id"], None]


def test_the_header_is_found_below_title_rows(tmp_path: Path) -> None:
    rows = [["深圳市人口一览"], ["制表：统计局", 2026], ["身份证号", "姓名"], ["1", "王伟"]]
    path = write_xlsx(tmp_path / "a.xlsx", rows, merged="A1:B1")
    found = rows_of(path, known={"身份证号", "姓名"})
    assert found == [{"身份证号": "1", "姓名": "王伟", SOURCE_ROW: 4, ROUNDED: None}]


def test_cells_have_their_address(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["a", "b", "c"], [1, 2, 3]])
    with open_source(path) as source:
        assert source.cell("c", 7) == "C7"


def test_merged_cells_are_filled_over_their_rows(tmp_path: Path) -> None:
    rows = [["区", "街道"], ["福田区", "莲花街道"], [None, "香蜜湖街道"], ["南山区", "粤海街道"]]
    path = write_xlsx(tmp_path / "a.xlsx", rows, merged="A2:A3")
    assert [row["区"] for row in rows_of(path)] == ["福田区", "福田区", "南山区"]


def test_dates_are_written_in_iso_form(tmp_path: Path) -> None:
    rows = [["day", "time"], [dt.date(2015, 1, 5), dt.datetime(2015, 1, 5, 13, 4)]]
    found = rows_of(write_xlsx(tmp_path / "a.xlsx", rows))[0]
    assert (found["day"], found["time"]) == ("2015-01-05", "2015-01-05 13:04:00")


def test_xls_is_read_by_cell_types_too(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("人口")
    for column, (header, value) in enumerate([("身份证号", "0012"), ("姓名", "王伟"), ("n", 3)]):
        sheet.write(0, column, header)
        sheet.write(1, column, value)
    book.save(str(tmp_path / "a.xls"))
    assert rows_of(tmp_path / "a.xls")[0] == {
        "身份证号": "0012", "姓名": "王伟", "n": "3", SOURCE_ROW: 2, ROUNDED: None,
    }  # fmt: skip


def test_a_sheet_is_chosen_by_name_and_unknown_ones_are_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    second = book.create_sheet("二")
    second.append(["c", "d"])
    second.append(["1", "2"])
    book.save(tmp_path / "a.xlsx")
    assert rows_of(tmp_path / "a.xlsx", layer="二")[0]["c"] == "1"
    with pytest.raises(BadInput) as found:
        open_source(tmp_path / "a.xlsx", layer="三")
    assert found.value.code == "unknown-layer"


def test_a_sheet_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as found:
        open_source(write_xlsx(tmp_path / "a.xlsx", [["a", "b"]]))
    assert found.value.code == "empty-source"
