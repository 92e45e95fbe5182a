"""CSV and TSV, gzipped too: any encoding, in batches, ragged lines set aside."""

import csv
import gzip
import io
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.readers.decoding import Utf8Stream
from gridloom_layers.readers.encodings import (
    check_encoding,
    detect_encoding,
    evidence,
    known_encoding,
    unreadable_encoding,
    wrong_encoding,
)
from gridloom_layers.readers.failures import damaged
from gridloom_layers.readers.headings import SEARCHED, header_index
from gridloom_layers.readers.plain import plain_table
from gridloom_layers.readers.source import BLANK, SOURCE_ROW, Fault, Source, unique_headers

BLOCK = 8 * 2**20
RAGGED = "ragged line"
UNDECODABLE = "undecodable bytes"
SEPARATORS = ",\t;|"
LONGEST_LINE = 2**20
"""The characters that one of the first lines may have; what has more is no table."""
MOST_COLUMNS = 16_384
"""As many as a spreadsheet has."""
csv.field_size_limit(SEARCHED * LONGEST_LINE)


def open_delimited(path: Path, encoding: str | None, known: Iterable[str]) -> Source:
    """Open a text table; find its encoding, separator and header row."""
    try:
        with _bytes(path) as stream:
            sample = evidence(stream)
        if encoding is None:
            encoding = detect_encoding(path, sample)
        else:
            encoding = known_encoding(encoding)
            check_encoding(path, sample, encoding)
        lines = _first_lines(path, encoding)
    except UnicodeError as error:
        told = wrong_encoding(path, encoding) if encoding else unreadable_encoding(path)
        raise told from error
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise damaged(path) from error
    if not any(line.strip() for line in lines):
        raise _empty(path)
    separator = max(SEPARATORS, key=lambda mark: _regularity(lines, mark))
    rows, ends = _rows(lines, separator)
    header = header_index(rows, known)
    _check_width(path, header + 1, len(rows[header]))
    return Source(
        path=path,
        driver="TSV" if separator == "\t" else "CSV",
        headers=unique_headers(rows[header]),
        read=_reader(separator, header + 1, ends[header]),
        encoding=encoding,
    )


def _rows(lines: list[str], separator: str) -> tuple[list[list[str]], list[int]]:
    """Return the rows in the first lines, and how many lines there are up to the end of each."""
    reader = csv.reader(lines, delimiter=separator)
    rows, ends = [], []
    for row in reader:
        rows.append(row)
        ends.append(reader.line_num)
    return rows, ends


def _check_width(path: Path, row: int, columns: int) -> None:
    if columns > MOST_COLUMNS:
        raise BadInput(
            "no-table",
            tr("“{file}” has {count:,} columns; at most {most:,} can be read.",
               file=path.name, count=columns, most=MOST_COLUMNS),
            Where(file=str(path), row=row),
            tr("Check that it is a table with one row a line."),
        )  # fmt: skip


def _bytes(path: Path) -> BinaryIO:
    with path.open("rb") as file:
        zipped = file.read(2) == b"\x1f\x8b"
    return cast(BinaryIO, gzip.open(path, "rb") if zipped else path.open("rb"))


def _first_lines(path: Path, encoding: str) -> list[str]:
    with _bytes(path) as stream, io.TextIOWrapper(stream, encoding, errors="replace") as text:
        lines = [line for _ in range(SEARCHED) if (line := text.readline(LONGEST_LINE))]
    for row, line in enumerate(lines, 1):
        if len(line) == LONGEST_LINE:
            raise BadInput(
                "no-table",
                tr("A line of “{file}” is too long for a table.", file=path.name),
                Where(file=str(path), row=row),
                tr("Check that it is a table with one row a line."),
            )
    return lines


def _regularity(lines: list[str], mark: str) -> tuple[int, int]:
    """Return how many lines have ``mark`` equally often, and how often."""
    counts = Counter(count for line in lines if (count := line.count(mark)))
    times, most = max(((n, count) for count, n in counts.items()), default=(0, 0))
    return times, most


def _empty(path: Path) -> BadInput:
    return BadInput(
        "empty-source",
        tr("“{file}” holds no rows.", file=path.name),
        Where(file=str(path)),
        tr("Check that the right file was given."),
    )


def _reader(
    separator: str, skipped: int, lines: int
) -> Callable[[Source], Iterator[pa.RecordBatch]]:
    """Return what reads the rows after the first ``skipped``, which take up ``lines`` lines."""

    def read(source: Source) -> Iterator[pa.RecordBatch]:
        plain = plain_table(source, separator, lines)
        if plain is not None:
            first = skipped + 1
            for batch in plain.to_batches():
                rows = np.arange(first, first + batch.num_rows, dtype=np.int64)
                first += batch.num_rows
                yield batch.append_column(SOURCE_ROW, pa.array(rows))
            return
        ragged: list[int] = []

        def set_aside(row: pc.InvalidRow) -> str:
            blank = not row.text.strip(f"{separator} \r")
            number = row.number - lines + skipped
            source.faults.append(Fault(number, BLANK if blank else RAGGED, row.text))
            ragged.append(number)
            return "skip"

        def count(illegal: int) -> None:
            source.repaired[UNDECODABLE] += illegal

        with Utf8Stream(_bytes(source.path), source.encoding or "utf-8", count) as stream:
            first, last = skipped + 1, None
            for batch in _table(stream, source, separator, lines, set_aside):
                rows = _row_numbers(first, batch.num_rows, ragged)
                first = int(rows[-1]) + 1 if len(rows) else first
                last = batch if len(rows) else last
                yield batch.append_column(SOURCE_ROW, pa.array(rows))
            if stream.quotes % 2 and _ends_in_line_breaks(last, source):
                raise _unclosed(source, max([first - 1, *ragged]))

    return read


def _table(
    stream: Utf8Stream,
    source: Source,
    separator: str,
    lines: int,
    set_aside: Callable[[pc.InvalidRow], str],
) -> Iterator[pa.RecordBatch]:
    """Parse a table in one thread: only so are the numbers of invalid rows known."""
    names = list(source.headers)
    try:
        yield from pc.open_csv(
            io.BufferedReader(stream, BLOCK),
            read_options=pc.ReadOptions(
                use_threads=False, block_size=BLOCK, column_names=names, skip_rows=lines
            ),
            parse_options=pc.ParseOptions(
                delimiter=separator,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=set_aside,
            ),
            convert_options=pc.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise damaged(source.path) from error
    except pa.ArrowInvalid as error:
        # a quote left open makes a cell larger than any block; an empty rest is no error
        if "Empty CSV" not in str(error):
            raise _unclosed(source, None) from error


def _ends_in_line_breaks(last: pa.RecordBatch | None, source: Source) -> bool:
    """Tell whether the last row swallowed lines: a cell of it, or its text where it is ragged."""
    texts = [fault.text for fault in source.faults[-1:]]
    if last is not None:
        row = last.slice(last.num_rows - 1).to_pylist()[0]
        texts += [cell for cell in row.values() if isinstance(cell, str)]
    return any("\n" in text for text in texts)


def _unclosed(source: Source, row: int | None) -> BadInput:
    return BadInput(
        "damaged-source",
        tr("A quotation mark in “{file}” is opened and never closed.", file=source.name),
        Where(file=str(source.path), row=row),
        tr("Close it, or remove it, and import the file again."),
    )


def _row_numbers(first: int, count: int, ragged: list[int]) -> np.ndarray:
    """Return the numbers of the next ``count`` whole rows, from ``first`` on."""
    aside = np.array([number for number in ragged if number >= first], dtype=np.int64)
    numbers = np.arange(first, first + count + len(aside), dtype=np.int64)
    return np.setdiff1d(numbers, aside, assume_unique=True)[:count]
