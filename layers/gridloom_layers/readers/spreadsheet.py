"""XLSX and XLS by the types of their cells: texts as they are, rounded numbers marked."""

import datetime as dt
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.readers.failures import unknown_layer
from gridloom_layers.readers.headings import SEARCHED, header_index
from gridloom_layers.readers.source import (
    BATCH_ROWS,
    ROUNDED,
    SOURCE_ROW,
    Source,
    unique_headers,
)

EXACT = 1e15
"""A spreadsheet keeps 15 digits: whole numbers from here on have lost their last ones."""


def open_spreadsheet(path: Path, driver: str, layer: str | None, known: Iterable[str]) -> Source:
    """Open one sheet: the one called ``layer``, or the first that holds anything."""
    try:
        # as bytes: the kind is told by what is in them, not by the ending
        book = CalamineWorkbook.from_filelike(BytesIO(path.read_bytes()))
        sheet = _sheet(book, path, layer)
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError) as error:
        raise BadInput(
            "damaged-source",
            tr("The workbook “{file}” cannot be opened.", file=path.name),
            Where(file=str(path)),
            tr("Open it in a spreadsheet program, save it anew and try again."),
        ) from error
    _spread_merged(rows, sheet)
    header = header_index(rows[:SEARCHED], known)
    if len(rows) <= header + 1:
        raise BadInput(
            "empty-source",
            tr("“{file}” holds no rows.", file=path.name),
            Where(file=str(path), layer=sheet.name),
            tr("Check that the right sheet was given."),
        )
    return Source(
        path=path,
        driver=driver,
        headers=unique_headers(_text(cell) for cell in rows[header]),
        read=lambda source: _batches(source, rows, header + 1),
        layer=sheet.name,
        layers=tuple(book.sheet_names),
        rows=len(rows) - header - 1,
    )


def _sheet(book: CalamineWorkbook, path: Path, layer: str | None) -> CalamineSheet:
    if layer is not None:
        if layer not in book.sheet_names:
            raise unknown_layer(path, layer, book.sheet_names)
        return book.get_sheet_by_name(layer)
    sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
    return next((sheet for sheet in sheets if sheet.total_height), sheets[0])


def _spread_merged(rows: list[list[Any]], sheet: CalamineSheet) -> None:
    """Fill merged cells of several rows with the value that they show."""
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if top == bottom or top >= len(rows):
            continue
        value = rows[top][left]
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [value] * len(row[left : right + 1])


def _batches(source: Source, rows: list[list[Any]], start: int) -> Iterator[pa.RecordBatch]:
    for offset in range(start, max(len(rows), start + 1), BATCH_ROWS):
        part = rows[offset : offset + BATCH_ROWS]
        columns = {
            header: pa.array([_text(row[index]) for row in part], pa.string())
            for index, header in enumerate(source.headers)
        }
        columns[SOURCE_ROW] = pa.array(range(offset + 1, offset + 1 + len(part)), pa.int64())
        columns[ROUNDED] = pa.array(
            [_rounded(source.headers, row) for row in part], pa.list_(pa.string())
        )
        yield pa.RecordBatch.from_pydict(columns)


def _rounded(headers: tuple[str, ...], row: list[Any]) -> list[str] | None:
    found = [
        header
        for header, cell in zip(headers, row, strict=True)
        if isinstance(cell, int | float) and abs(cell) >= EXACT
    ]
    return found or None


def _text(cell: Any) -> str:
    """Return a cell as text: whole numbers without a point, dates in ISO form."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    return "" if cell is None else str(cell)
