"""A workbook being written: its formats, its sheets, columns of cells that mean what they show."""

import datetime as dt
import math
import re
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gridloom_desktop.publishing.export.formats import WORKBOOK_OPTIONS, clock, fit, set_up_page
from gridloom_layers.language import Language

HEAD = {"bold": True, "font_color": "#ffffff", "bg_color": "#12304f", "valign": "vcenter"}
NUMBERS = (int, float, np.integer, np.floating)
LONGEST = 28
"""Characters of a sheet's name: spreadsheets allow 31, and clashing names get a number."""
FORBIDDEN_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\']")


class Book:
    """A workbook being written: its formats, and names of sheets that do not clash."""

    def __init__(self, path: Path, title: str, data_date: dt.date, language: Language) -> None:
        self.language: Language = language
        self._title = title
        self.file = xlsxwriter.Workbook(path, WORKBOOK_OPTIONS)
        self.file.set_properties({"title": title, "created": clock(data_date)})
        self.head = self.file.add_format({**HEAD, "text_wrap": True})
        self.title = self.file.add_format({"bold": True, "font_size": 16})
        self.wrapped = self.file.add_format({"text_wrap": True, "valign": "top"})
        self.label = self.file.add_format({"bold": True, "valign": "top"})
        self.whole = self.file.add_format({"num_format": "#,##0"})
        self.decimal = self.file.add_format({"num_format": "#,##0.00"})
        self.fine = self.file.add_format({"num_format": "0.0000"})
        self.withheld = self.file.add_format({"italic": True, "font_color": "#7a8794"})

    def sheet(self, name: str) -> Worksheet:
        """Add a sheet called ``name`` as far as spreadsheets allow it."""
        clean = shortened(FORBIDDEN_IN_SHEET_NAMES.sub(" ", name).strip()) or "–"
        taken = {str(sheet.get_name()).lower() for sheet in self.file.worksheets()}
        number, unique = 2, clean
        while unique.lower() in taken:
            number, unique = number + 1, f"{clean} {number}"
        sheet = self.file.add_worksheet(unique)
        set_up_page(sheet, f"{self._title} · {name}")
        return sheet


def shortened(name: str) -> str:
    """Return a name for a sheet of at most ``LONGEST`` characters, ending with a whole word.

    >>> shortened("cases over time at the places of the cluster"), shortened("共同部分")
    ('Cases over time at the', '共同部分')
    """
    whole = name[:1].upper() + name[1:]
    if len(whole) <= LONGEST:
        return whole
    return whole[: LONGEST + 1].rpartition(" ")[0].rstrip(" ,:;(") or whole[:LONGEST]


def write_head(book: Book, sheet: Worksheet, titles: list[str], rows: int) -> None:
    """Write the titles, freeze them, print them on each page, and let the reader filter."""
    for position, title in enumerate(titles):
        sheet.write_string(0, position, title, book.head)
        fit(sheet, position, [title])
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(rows, 1), len(titles) - 1)


def write_column(
    book: Book,
    sheet: Worksheet,
    position: int,
    title: str,
    values: Iterable[object],
    withheld: np.ndarray | None = None,
    hidden: str = "",
) -> None:
    """Write the cells under a title, figures in one format; make the column fit its texts."""
    cells = list(values)
    texts = [cell for cell in cells if isinstance(cell, str)]
    fit(sheet, position, [title, hidden, *texts])
    figures = _number_format(book, cells)
    for row, value in enumerate(cells):
        if withheld is not None and withheld[row]:
            sheet.write_string(row + 1, position, hidden, book.withheld)
        else:
            write_cell(sheet, row + 1, position, value, figures)


def _number_format(book: Book, cells: list[object]) -> Format:
    """Return a format for a column: whole numbers, two decimals, or four for small figures."""
    numbers = [float(cell) for cell in cells if isinstance(cell, NUMBERS) and _is_number(cell)]
    if all(number == round(number) for number in numbers):
        return book.whole
    return book.fine if max(abs(number) for number in numbers) <= 1 else book.decimal


def _is_number(value: object) -> bool:
    return isinstance(value, NUMBERS) and not isinstance(value, bool) and math.isfinite(value)


def write_cell(sheet: Worksheet, row: int, position: int, value: object, figures: Format) -> None:
    if isinstance(value, (bool, np.bool_)):
        sheet.write_boolean(row, position, bool(value))
    elif _is_number(value):
        sheet.write_number(row, position, float(value), figures)  # pyright: ignore[reportArgumentType]
    elif isinstance(value, str):
        sheet.write_string(row, position, value)
    elif isinstance(value, pd.Timestamp) and value == value.normalize():
        sheet.write_string(row, position, value.date().isoformat())
    elif not (value is None or pd.isna(value)):  # pyright: ignore[reportGeneralTypeIssues]
        sheet.write_string(row, position, str(value))
