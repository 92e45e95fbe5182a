"""Rows as Parquet parts: how they are laid out, written and read.

A part holds at most a million rows in groups of a few thousand: small enough that one row is read
in about a millisecond, large enough that a scan does not notice. A table grows by further parts,
and a change of some rows makes only their parts anew.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq

from gridloom_layers.workspace.files import digest_of
from gridloom_layers.workspace.locating import Locate
from gridloom_layers.workspace.manifest import Part
from gridloom_layers.workspace.own_columns import ROW_KEY
from gridloom_layers.workspace.sealing import Seal

ROWS_A_PART = 1 << 20
ROWS_A_GROUP = 4096
ROWS_A_BATCH = 16 * ROWS_A_GROUP
NewFile = Callable[[], tuple[Path, str]]
"""Gives the path to write a file to and the name it goes by in the manifest."""


def write_parts(
    new_file: NewFile, batches: Iterable[pa.RecordBatch], seal: Seal
) -> tuple[Part, ...]:
    """Write rows (by rising row key) as parts; at least one, empty where there are no rows."""
    with PartsWriter(new_file, seal) as writer:
        for batch in batches:
            writer.write(batch)
    if not writer.parts:
        raise ValueError("a table needs at least one batch, empty or not")
    return writer.parts


def write_file(path: Path, batches: Iterable[pa.RecordBatch], seal: Seal) -> None:
    """Write rows as one file in the layout of a part, however many there are."""
    part = None
    try:
        for batch in batches:
            rows = pa.Table.from_batches([batch])
            if part is None:
                part = _OpenPart(path, path.name, rows, seal)
            part.append(rows)
    finally:
        if part is not None:
            part.abandon()


class PartsWriter:
    """Writes parts in a thread of its own, so that rows are encoded while the next are made."""

    def __init__(self, new_file: NewFile, seal: Seal) -> None:
        self.parts: tuple[Part, ...] = ()
        self._new_file, self._seal = new_file, seal
        self._waiting: list[pa.RecordBatch] = []
        self._rows = 0
        self._encoder = ThreadPoolExecutor(1, "parquet")
        self._encoding: Future[None] | None = None
        self._open: _OpenPart | None = None

    def __enter__(self) -> Self:
        return self

    def write(self, batch: pa.RecordBatch) -> None:
        """Take the next rows; they are in the file when the writer is closed."""
        self._waiting.append(batch)
        self._rows += batch.num_rows
        while self._rows >= ROWS_A_BATCH:
            self._encode(self._take(ROWS_A_BATCH))

    def _take(self, rows: int) -> pa.Table:
        table = pa.Table.from_batches(self._waiting)
        rest = table.slice(rows)
        self._waiting = rest.to_batches()
        self._rows = rest.num_rows
        return table.slice(0, rows)

    def _encode(self, rows: pa.Table) -> None:
        self._settle()
        self._encoding = self._encoder.submit(self._append, rows)

    def _settle(self) -> None:
        if self._encoding is not None:
            self._encoding.result()

    def _append(self, rows: pa.Table) -> None:
        if self._open is None:
            self._open = _OpenPart(*self._new_file(), rows, self._seal)
        self._open.append(rows)
        if self._open.rows + ROWS_A_BATCH > ROWS_A_PART:
            self._close_part()

    def _close_part(self) -> None:
        if self._open is not None:
            self.parts = (*self.parts, self._open.close())
            self._open = None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self._finish()
        finally:
            self._encoder.shutdown(wait=True)
            if self._open is not None:
                self._open.abandon()

    def _finish(self) -> None:
        self._settle()
        nothing_yet = not self.parts and self._open is None
        if self._waiting and (self._rows or nothing_yet):  # a table without rows has a part too
            self._append(self._take(self._rows))
        self._close_part()


class _OpenPart:
    """A part that is being written."""

    def __init__(self, path: Path, name: str, sample: pa.Table, seal: Seal) -> None:
        self.rows, self._path, self._name = 0, path, name
        self._first, self._last = 0, -1
        self._writer = pq.ParquetWriter(
            path,
            sample.schema,
            compression="zstd",
            use_dictionary=_repeating(sample),  # pyright: ignore[reportArgumentType]
            write_page_checksum=True,
            **seal.writing(),
        )

    def append(self, rows: pa.Table) -> None:
        if rows.num_rows:
            keys = rows.column(ROW_KEY)
            self._first = self._first if self.rows else keys[0].as_py()
            self._last = keys[-1].as_py()
        self._writer.write_table(rows.combine_chunks(), row_group_size=ROWS_A_GROUP)
        self.rows += rows.num_rows

    def close(self) -> Part:
        self._writer.close()
        return Part(
            file=self._name,
            rows=self.rows,
            first=self._first,
            last=self._last,
            sha256=digest_of(self._path),
        )

    def abandon(self) -> None:
        self._writer.close()


def _repeating(sample: pa.Table) -> list[str]:
    """Return the columns whose values repeat, so that a dictionary of them pays."""
    head = sample.slice(0, ROWS_A_GROUP)
    return [name for name in head.column_names if _repeats(head.column(name))]


def _repeats(column: pa.ChunkedArray) -> bool:
    if pa.types.is_null(column.type):
        return False
    import pyarrow.compute as pc  # late: who only reads does without it

    return 2 * pc.count_distinct(column, mode="all").as_py() <= max(len(column), 2)


def open_part(locate: Locate, part: Part, dictionaries: Sequence[str] = ()) -> pq.ParquetFile:
    """Open the file of a part, mapped into memory; ``dictionaries`` are not decoded to texts."""
    return pq.ParquetFile(
        locate(part.file),
        memory_map=True,
        read_dictionary=list(dictionaries),
        **locate.seal.reading(),
    )


def read_parts(
    locate: Locate, parts: Sequence[Part], columns: Sequence[str]
) -> Iterator[pa.RecordBatch]:
    """Yield columns of parts in row order, in one schema; nothing where all parts are empty."""
    schema = schema_of_parts(locate, parts, columns)
    for part in parts:
        file = open_part(locate, part)
        there = [name for name in columns if name not in part.lacks]
        for batch in file.iter_batches(batch_size=ROWS_A_BATCH, columns=there):
            yield _completed(batch, schema)


def read_columns(locate: Locate, parts: Sequence[Part], columns: Sequence[str]) -> pa.Table:
    """Return columns of parts in row order."""
    schema = schema_of_parts(locate, parts, columns)
    tables = []
    for part in parts:
        there = [name for name in columns if name not in part.lacks]
        table = open_part(locate, part).read(columns=there)
        tables.append(pa.Table.from_batches(
            [_completed(batch, schema) for batch in table.to_batches()], schema
        ))  # fmt: skip
    return pa.concat_tables(tables)


def read_column(locate: Locate, parts: Sequence[Part], name: str) -> pa.ChunkedArray:
    """Return one column of parts in row order, several parts at once, texts as dictionaries."""
    kind = schema_of_parts(locate, parts, [name]).field(0).type
    kind = pa.dictionary(pa.int32(), kind) if pa.types.is_string(kind) else kind

    def read(part: Part) -> list[pa.Array]:
        if name in part.lacks:
            return [pa.nulls(part.rows, kind)]
        file = open_part(locate, part, dictionaries=[name])
        return file.read(columns=[name], use_threads=False).column(0).cast(kind).chunks

    with ThreadPoolExecutor(os.cpu_count(), "column") as readers:
        chunks = [chunk for found in readers.map(read, parts) for chunk in found]
    return pa.chunked_array(chunks, kind)


def schema_of_parts(locate: Locate, parts: Sequence[Part], columns: Sequence[str]) -> pa.Schema:
    """Return the schema of columns; the type of each is that of a part that has it."""
    found: dict[str, pa.DataType] = {}
    for part in parts:
        missing = [name for name in columns if name not in found and name not in part.lacks]
        if missing:
            schema = open_part(locate, part).schema_arrow
            found |= {name: schema.field(name).type for name in missing}
    return pa.schema([(name, found[name]) for name in columns])


def stored_columns(locate: Locate, parts: Sequence[Part]) -> list[str]:
    """Return the names of all columns of the parts, in order."""
    names = [name for part in parts for name in open_part(locate, part).schema_arrow.names]
    return list(dict.fromkeys(names))


def _completed(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    if batch.schema.names == schema.names:
        return pa.RecordBatch.from_arrays(batch.columns, schema=schema)
    arrays = [
        batch.column(field.name)
        if field.name in batch.schema.names
        else pa.nulls(batch.num_rows, field.type)
        for field in schema
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)
