"""The workbook, read again by another library."""

from datetime import datetime

import openpyxl
import pandas as pd
import pytest

from gridloom_desktop.publishing.export import release_measure
from gridloom_desktop.publishing.workbook import write_workbook


@pytest.fixture
def book(city, elderly, tmp_path):
    write_workbook(release_measure(city, elderly), tmp_path / "x.xlsx", "en")
    return openpyxl.load_workbook(tmp_path / "x.xlsx")


def _column(sheet, position: int) -> list[object]:
    return [row[position].value for row in sheet.iter_rows(min_row=2)]


def test_a_workbook_has_its_sheets(book):
    assert book.sheetnames == ["Summary", "Values", "Classes"]


def test_figures_are_the_exact_ones(book, elderly):
    written = pd.to_numeric(pd.Series(_column(book["Values"], 3)), errors="coerce")
    shown = written.dropna()
    exact = elderly.frame["value"].reset_index(drop=True)[shown.index]
    assert shown.tolist() == pytest.approx(exact.tolist(), rel=1e-15)


def test_a_withheld_figure_is_text_and_not_zero(book):
    row = [cell.value for cell in book["Values"][3]]
    assert row[2:] == ["withheld", *["withheld (fewer than 10 persons)"] * 3]


def test_zero_is_zero(book):
    assert book["Values"][2][4].value == 0


def test_a_missing_figure_is_an_empty_cell(book):
    assert (book["Values"][2][2].value, book["Values"][2][3].value) == ("no data", None)


def test_hostile_names_are_text(book, hostile):
    cells = [book["Values"].cell(row, 2) for row in range(2, 7)]
    assert tuple(cell.value for cell in cells) == hostile
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


def test_the_head_stays_in_sight(book):
    assert book["Values"].freeze_panes == "C2"


def test_classes_and_those_without_sum_up_to_all_areas(book):
    assert sum(_column(book["Classes"], 4)) == 12


def test_the_summary_tells_date_method_and_suppression(book):
    text = " ".join(str(cell.value) for row in book["Summary"].iter_rows() for cell in row)
    assert [
        word
        for word in ("2026-01-01", "EPSG:4547", "count(person)", "withheld, not zero")
        if word not in text
    ] == []


def test_it_was_made_on_its_data_date(book):
    assert book.properties.created == datetime(2026, 1, 1)


def test_a_chinese_workbook_is_chinese(city, elderly, tmp_path):
    write_workbook(release_measure(city, elderly), tmp_path / "x.xlsx", "zh")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == ["概要", "数值", "分级"]
    assert book["数值"]["D3"].value == "不公开（少于 10 人）"


def test_the_same_map_gives_the_same_workbook(city, elderly, tmp_path):
    for name in ("1.xlsx", "2.xlsx"):
        write_workbook(release_measure(city, elderly), tmp_path / name, "zh")
    assert (tmp_path / "1.xlsx").read_bytes() == (tmp_path / "2.xlsx").read_bytes()


def test_every_sheet_prints_on_landscape_pages_as_wide_as_it_is(book):
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.oddFooter.center.text
    assert book["Values"].print_title_rows == "$1:$1"


def test_columns_are_as_wide_as_their_texts(book):
    sheet = book["Values"]
    for column in ("A", "B", "C", "D"):
        longest = max(len(str(cell.value)) for cell in sheet[column] if cell.data_type == "s")
        assert sheet.column_dimensions[column].width > min(longest, 60)
