"""The workbook: the figures behind a map, withheld ones marked, with all that explains them."""

import math
import re
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gridloom_desktop.publishing import captions
from gridloom_desktop.publishing.export.formats import WORKBOOK_OPTIONS, clock
from gridloom_desktop.publishing.export.released import ReleasedMap
from gridloom_layers.language import Language, tr

HEAD = {"bold": True, "font_color": "#ffffff", "bg_color": "#12304f", "valign": "vcenter"}
NARROWEST, WIDEST = 9, 60
NUMBERS = (int, float, np.integer, np.floating)
FORBIDDEN_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\']")


class _Book:
    """A workbook being written: its formats, and names of sheets that do not clash."""

    def __init__(self, path: Path, released: ReleasedMap, language: Language) -> None:
        self.released = released
        self.language: Language = language
        self.file = xlsxwriter.Workbook(path, WORKBOOK_OPTIONS)
        self.file.set_properties(
            {"title": released.title[language], "created": clock(released.data_date)}
        )
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
        clean = FORBIDDEN_IN_SHEET_NAMES.sub(" ", name).strip()[:28] or "–"
        taken = {str(sheet.get_name()).lower() for sheet in self.file.worksheets()}
        number, unique = 2, clean
        while unique.lower() in taken:
            number, unique = number + 1, f"{clean} {number}"
        return self.file.add_worksheet(unique)


def write_workbook(released: ReleasedMap, path: Path, language: Language) -> None:
    """Write the workbook: summary, values by area, classes, further tables.

    Withheld figures are cells of text, never 0; texts are never run as formulas.
    """
    book = _Book(path, released, language)
    with book.file:
        _write_summary(book)
        _write_values(book)
        _write_classes(book)
        for name, table in released.tables.items():
            _write_table(book, book.sheet(_table_title(name, language)), table)


def _table_title(name: str, language: Language) -> str:
    return tr("global figures").render(language) if name == "scalars" else name


def _write_summary(book: _Book) -> None:
    released, language = book.released, book.language
    sheet = book.sheet(tr("Summary").render(language))
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, released.title[language], book.title)
    sheet.write_string(1, 0, captions.subtitle(released, language))
    lines = [
        (tr("Finding").render(language), released.summary[language]),
        *captions.facts(released, language),
        *released.parameters.items(),
        *((tr("Note").render(language), note) for note in captions.notes(released, language)),
    ]
    for row, (label, text) in enumerate(lines, start=3):
        sheet.write_string(row, 0, label, book.label)
        sheet.write_string(row, 1, text, book.wrapped)


def _write_values(book: _Book) -> None:
    """Write a row for each area: code, name, class, then its figures."""
    released, language = book.released, book.language
    sheet = book.sheet(tr("Values").render(language))
    titles = [
        tr("code").render(language),
        tr("name").render(language),
        tr("class").render(language),
        *(_column_title(released, name, language) for name in released.values.columns),
    ]
    _write_head(book, sheet, titles, len(released.values))
    classes = captions.class_labels(released, language)
    for position, texts in enumerate((released.areas["code"], released.areas["name"], classes)):
        _write_column(book, sheet, position, texts)
    hidden = captions.suppressed_label(released).render(language)
    for position, name in enumerate(released.values.columns, start=3):
        column = released.values[name]
        withheld = released.suppressed & column.isna().to_numpy()
        _write_column(book, sheet, position, column, withheld, hidden)


def _column_title(released: ReleasedMap, name: str, language: Language) -> str:
    title, unit = released.columns[name][language], released.units.get(name)
    return tr("{title} ({unit})", title=title, unit=unit).render(language) if unit else title


def _write_head(book: _Book, sheet: Worksheet, titles: list[str], rows: int) -> None:
    """Write the titles, freeze them, and let the reader filter."""
    for position, title in enumerate(titles):
        sheet.write_string(0, position, title, book.head)
        width = sum(2 if ord(character) > 0x2E80 else 1 for character in title) + 3
        sheet.set_column(position, position, min(max(width, NARROWEST), WIDEST))
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(rows, 1), len(titles) - 1)


def _write_column(
    book: _Book,
    sheet: Worksheet,
    position: int,
    values: Iterable[object],
    withheld: np.ndarray | None = None,
    hidden: str = "",
) -> None:
    cells = list(values)
    figures = _number_format(book, cells)
    for row, value in enumerate(cells):
        if withheld is not None and withheld[row]:
            sheet.write_string(row + 1, position, hidden, book.withheld)
        else:
            _write_cell(sheet, row + 1, position, value, figures)


def _number_format(book: _Book, cells: list[object]) -> Format:
    """Return a format for a column: whole numbers, two decimals, or four for small figures."""
    numbers = [float(cell) for cell in cells if isinstance(cell, NUMBERS) and _is_number(cell)]
    if all(number == round(number) for number in numbers):
        return book.whole
    return book.fine if max(abs(number) for number in numbers) <= 1 else book.decimal


def _is_number(value: object) -> bool:
    return isinstance(value, NUMBERS) and not isinstance(value, bool) and math.isfinite(value)


def _write_cell(sheet: Worksheet, row: int, position: int, value: object, figures: Format) -> None:
    if isinstance(value, (bool, np.bool_)):
        sheet.write_boolean(row, position, bool(value))
    elif _is_number(value):
        sheet.write_number(row, position, float(value), figures)  # pyright: ignore[reportArgumentType]
    elif isinstance(value, str):
        sheet.write_string(row, position, value)
    elif not (value is None or pd.isna(value)):  # pyright: ignore[reportGeneralTypeIssues]
        sheet.write_string(row, position, str(value))


def _write_classes(book: _Book) -> None:
    """Write the legend: colour, label, bounds, how many areas."""
    released, language = book.released, book.language
    sheet = book.sheet(tr("Classes").render(language))
    titles = [
        tr("colour").render(language),
        tr("class").render(language),
        tr("above").render(language),
        tr("up to").render(language),
        tr("number of areas").render(language),
    ]
    entries = captions.legend(released, language)
    _write_head(book, sheet, titles, len(entries))
    bounds = {one.label[language]: (one.lower, one.upper) for one in released.style.classes}
    for row, entry in enumerate(entries, start=1):
        sheet.write_blank(row, 0, None, book.file.add_format({"bg_color": entry.colour}))
        sheet.write_string(row, 1, entry.label)
        lower, upper = bounds.get(entry.label, (None, None))
        _write_cell(sheet, row, 2, lower, book.decimal)
        _write_cell(sheet, row, 3, upper, book.decimal)
        sheet.write_number(row, 4, entry.count, book.whole)


def _write_table(book: _Book, sheet: Worksheet, table: pd.DataFrame) -> None:
    """Write a further table; a null in it is an empty cell."""
    frame = table if isinstance(table.index, pd.RangeIndex) else table.reset_index()
    _write_head(book, sheet, [str(name) for name in frame.columns], len(frame))
    for position, name in enumerate(frame.columns):
        _write_column(book, sheet, position, frame[name])
