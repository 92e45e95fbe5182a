"""The workbook: the figures behind a map, withheld ones marked, with all that explains them."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from gridloom_analytics.bilingual import Bilingual
from gridloom_desktop.publishing import captions
from gridloom_desktop.publishing.book import Book, write_cell, write_column, write_head
from gridloom_desktop.publishing.export.formats import fit
from gridloom_desktop.publishing.export.released import ReleasedMap
from gridloom_desktop.publishing.export.titles import SCALARS
from gridloom_layers.language import Language, tr


class _Book(Book):
    """The workbook of a map."""

    def __init__(self, path: Path, released: ReleasedMap, language: Language) -> None:
        super().__init__(path, released.title[language], released.data_date, language)
        self.released = released


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
            _write_table(book, name, table)


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
        *((title[language], text[language]) for title, text in released.settings),
        *((tr("Note").render(language), note) for note in captions.notes(released, language)),
    ]
    for row, (label, text) in enumerate(lines, start=3):
        sheet.write_string(row, 0, label, book.label)
        sheet.write_string(row, 1, text, book.wrapped)


def _write_values(book: _Book) -> None:
    """Write a row for each area: code, name, class, then its figures."""
    released, language = book.released, book.language
    sheet = book.sheet(tr("Values").render(language))
    shown = [
        name
        for name in released.values.columns
        if not (_told_by_class(released, name) or _repeats(released, name))
    ]
    titles = [
        tr("code").render(language),
        tr("name").render(language),
        tr("class").render(language),
        *(captions.column_title(released, name, language) for name in shown),
    ]
    write_head(book, sheet, titles, len(released.values))
    classes = captions.class_labels(released, language)
    for position, texts in enumerate((released.areas["code"], released.areas["name"], classes)):
        write_column(book, sheet, position, titles[position], texts)
    hidden = captions.suppressed_label(released).render(language)
    for position, name in enumerate(shown, start=3):
        column = released.values[name]
        withheld = released.suppressed & column.isna().to_numpy()
        write_column(
            book,
            sheet,
            position,
            titles[position],
            column,
            withheld,
            hidden if any(withheld) else "",
        )


def _told_by_class(released: ReleasedMap, name: str) -> bool:
    """Tell whether a column only has the words for a program of what its class says to a reader."""
    style = released.style
    texts = all(isinstance(one.value, str) for one in style.classes)
    return name == style.column and style.kind == "categorical" and texts


def _repeats(released: ReleasedMap, name: str) -> bool:
    """Tell whether a column is the drawn one again, as the figure that the map was asked for."""
    drawn, values = released.style.column, released.values
    return (
        name != drawn
        and released.columns[name] == released.columns[drawn]
        and values[name].equals(values[drawn])
    )


def _write_classes(book: _Book) -> None:
    """Write the legend: colour, label, bounds, how many areas."""
    released, language = book.released, book.language
    sheet = book.sheet(tr("Classes").render(language))
    titles = [
        tr("colour").render(language),
        tr("class").render(language),
        tr("above").render(language),
        tr("up to").render(language),
        released.counted[language],
    ]
    entries = [one for one in captions.legend(released, language) if one.count is not None]
    write_head(book, sheet, titles, len(entries))
    fit(sheet, 1, [titles[1], *(entry.label for entry in entries)])
    bounds = {one.label[language]: (one.lower, one.upper) for one in released.style.classes}
    for row, entry in enumerate(entries, start=1):
        sheet.write_blank(row, 0, None, book.file.add_format({"bg_color": entry.colour}))
        sheet.write_string(row, 1, entry.label)
        lower, upper = bounds.get(entry.label, (None, None))
        write_cell(sheet, row, 2, lower, book.decimal)
        write_cell(sheet, row, 3, upper, book.decimal)
        write_cell(sheet, row, 4, entry.count, book.whole)


def _write_table(book: _Book, name: str, table: pd.DataFrame) -> None:
    """Write a further table under the titles of its columns; a null in it is an empty cell."""
    released, language = book.released, book.language
    frame = table if isinstance(table.index, pd.RangeIndex) else table.reset_index()
    if name == SCALARS:
        frame = frame.assign(
            name=[_title(released.figures, one, language) for one in frame["name"]]
        )
    known = released.headings.get(name, {})
    titles = [_title(known, str(column), language) for column in frame.columns]
    sheet = book.sheet(_title(released.names, name, language))
    write_head(book, sheet, titles, len(frame))
    for position, (title, column) in enumerate(zip(titles, frame.columns, strict=True)):
        cells = [one[language] if isinstance(one, dict) else one for one in frame[column]]
        write_column(book, sheet, position, title, cells)


def _title(known: Mapping[str, Bilingual], name: str, language: Language) -> str:
    return known[name][language] if name in known else name
