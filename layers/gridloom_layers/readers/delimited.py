"""CSV and TSV, gzipped too: any encoding, in batches, ragged lines set aside."""

import csv
import gzip
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.readers.decoding import Utf8Stream
from gridloom_layers.readers.encodings import detect_encoding, evidence, known_encoding
from gridloom_layers.readers.headings import SEARCHED, header_index
from gridloom_layers.readers.source import BLANK, SOURCE_ROW, Fault, Source, unique_headers

BLOCK = 8 * 2**20
RAGGED = "ragged line"
UNDECODABLE = "undecodable bytes"
SEPARATORS = ",\t;|"


def open_delimited(path: Path, encoding: str | None, known: Iterable[str]) -> Source:
    """Open a text table; find its encoding, separator and header row."""
    if encoding is None:
        with _bytes(path) as stream:
            encoding = detect_encoding(path, evidence(stream))
    else:
        encoding = known_encoding(encoding)
    lines = _first_lines(path, encoding)
    if not lines:
        raise _empty(path)
    separator = max(SEPARATORS, key=lambda mark: _regularity(lines, mark))
    rows = list(islice(csv.reader(lines, delimiter=separator), SEARCHED))
    header = header_index(rows, known)
    return Source(
        path=path,
        driver="TSV" if separator == "\t" else "CSV",
        headers=unique_headers(rows[header]),
        read=_reader(separator, header + 1),
        encoding=encoding,
    )


def _bytes(path: Path) -> BinaryIO:
    with path.open("rb") as file:
        zipped = file.read(2) == b"\x1f\x8b"
    return cast(BinaryIO, gzip.open(path, "rb") if zipped else path.open("rb"))


def _first_lines(path: Path, encoding: str) -> list[str]:
    with _bytes(path) as stream, io.TextIOWrapper(stream, encoding, errors="replace") as text:
        return list(islice(text, SEARCHED))


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


def _reader(separator: str, skipped: int) -> Callable[[Source], Iterator[pa.RecordBatch]]:
    def read(source: Source) -> Iterator[pa.RecordBatch]:
        ragged: list[int] = []

        def set_aside(row: pc.InvalidRow) -> str:
            blank = not row.text.strip(f"{separator} \r")
            source.faults.append(Fault(row.number, BLANK if blank else RAGGED, row.text))
            ragged.append(row.number)
            return "skip"

        def count(illegal: int) -> None:
            source.repaired[UNDECODABLE] += illegal

        with Utf8Stream(_bytes(source.path), source.encoding or "utf-8", count) as stream:
            first, last = skipped + 1, None
            for batch in _table(stream, source, separator, skipped, set_aside):
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
    skipped: int,
    set_aside: Callable[[pc.InvalidRow], str],
) -> Iterator[pa.RecordBatch]:
    """Parse a table in one thread: only so are the numbers of invalid rows known."""
    names = list(source.headers)
    try:
        yield from pc.open_csv(
            io.BufferedReader(stream, BLOCK),
            read_options=pc.ReadOptions(
                use_threads=False, block_size=BLOCK, column_names=names, skip_rows=skipped
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
