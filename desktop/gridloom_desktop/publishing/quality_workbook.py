"""The workbook of a quality report: a sheet for each table of it, faults marked."""

from pathlib import Path
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gridloom_analytics.analyses.quality import ANALYSIS, FIGURE_TITLES
from gridloom_desktop.publishing.book import Book, write_head
from gridloom_desktop.publishing.export.formats import fit
from gridloom_desktop.publishing.export.quality import ReleasedQuality
from gridloom_desktop.publishing.quality_tables import Column, Kind, ShownTable, quality_tables
from gridloom_layers.language import Language, Message, tr

POOR, WEAK = 0.95, 0.99
"""Shares under these are coloured: more than one in 20, more than one in 100 at fault."""
MEANINGS = {
    "completeness": tr("share of required values that are there"),
    "validity": tr(
        "share of values that pass the rule of their field: code, category, date, range"
    ),
    "uniqueness": tr("share of rows whose key was not there before; duplicates set aside count"),
    "timeliness": tr("share of rows updated within the period of their role"),
    "consistency": tr("share of agreements between fields and joins that hold"),
    "score": tr("mean of the five, as far as they were asked"),
}


def write_quality_workbook(released: ReleasedQuality, path: Path, language: Language) -> None:
    """Write the workbook: what the figures mean, then a sheet for each table of the report."""
    report = released.report
    title = tr("Data quality of “{city}”", city=report.city).render(language)
    book = Book(path, title, report.data_date, language)
    formats = _formats(book)
    with book.file:
        _write_summary(book, released, title)
        for table in quality_tables(released, language):
            _write_table(book, table, formats)


def _formats(book: Book) -> dict[Kind, Format | None]:
    return {
        "text": None,
        "count": book.whole,
        "share": book.file.add_format({"num_format": "0.00##%"}),
        "change": book.file.add_format({"num_format": '+0.00%;[Red]-0.00%;"±"0'}),
    }


def _write_summary(book: Book, released: ReleasedQuality, title: str) -> None:
    report, language = released.report, book.language
    sheet = book.sheet(tr("Summary").render(language))
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, title, book.title)
    lines: list[tuple[Message, str]] = [
        (tr("Data date"), report.data_date.isoformat()),
        *((FIGURE_TITLES[name], text.render(language)) for name, text in MEANINGS.items()),
        (tr("Method"), ANALYSIS.citation),
        *((tr("Note"), note[language]) for note in report.warnings),
    ]
    if released.suppressed:
        lines.append(
            (tr("Note"), tr("Areas with fewer than 10 persons are withheld.").render(language))
        )
    for row, (label, text) in enumerate(lines, start=2):
        sheet.write_string(row, 0, label.render(language), book.label)
        sheet.write_string(row, 1, text, book.wrapped)


def _write_table(book: Book, table: ShownTable, formats: dict[Kind, Format | None]) -> None:
    sheet = book.sheet(table.title.render(book.language))
    titles = [column.title.render(book.language) for column in table.columns]
    write_head(book, sheet, titles, len(table.rows))
    for position, column in enumerate(table.columns):
        cells = [row[position] for row in table.rows]
        for row, value in enumerate(cells, start=1):
            _write_cell(book, sheet, row, position, value, formats[column.kind])
        _widen(sheet, position, column, titles[position], cells, book.language)
        if column.kind == "share":
            _colour(book, sheet, position, len(cells))


def _write_cell(
    book: Book, sheet: Worksheet, row: int, position: int, value: Any, figures: Format | None
) -> None:
    if isinstance(value, Message):  # words in a column of figures say that one is withheld
        text = value.render(book.language)
        sheet.write_string(row, position, text, book.withheld if figures else None)
    elif isinstance(value, str):
        sheet.write_string(row, position, value)
    elif value is not None:
        sheet.write_number(row, position, float(value), figures)


def _widen(
    sheet: Worksheet,
    position: int,
    column: Column,
    title: str,
    cells: list[Any],
    language: Language,
) -> None:
    """Make a column of texts as wide as they are, others as wide as their heading."""
    texts = [title]
    if column.kind == "text":
        texts += [
            one.render(language) if isinstance(one, Message) else str(one) for one in cells if one
        ]
    fit(sheet, position, texts)


def _colour(book: Book, sheet: Worksheet, position: int, rows: int) -> None:
    """Mark low shares; the colours say again what the figures say."""
    poor = book.file.add_format({"bg_color": "#f4c7c3"})
    weak = book.file.add_format({"bg_color": "#fce8b2"})
    for low, high, colour in ((0, POOR, poor), (POOR, WEAK, weak)):
        sheet.conditional_format(
            1, position, rows, position,
            {"type": "cell", "criteria": "between", "minimum": low, "maximum": high - 1e-9,
             "format": colour},
        )  # fmt: skip
