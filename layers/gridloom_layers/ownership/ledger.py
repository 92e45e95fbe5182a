"""What is said of the rows of a table, read and written in the order of the rows."""

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import numpy as np
import pyarrow as pa

from gridloom_layers.ownership.sets import ClaimSets, Longs
from gridloom_layers.workspace import ROW_KEY, Change, Ownership, Part, Reading
from gridloom_layers.workspace.parts import PartsWriter

FIELD, VALUE, SOURCE = "field", "value", "source"
CONFLICTS = pa.schema(
    {ROW_KEY: pa.int64(), FIELD: pa.string(), VALUE: pa.string(), SOURCE: pa.int32()}
)
"""A value that is not kept: of which row and field, as text, and which source says it."""


@dataclass
class Page:
    """What is said of the rows with the keys ``keys`` (rising).

    ``codes`` are by field the sets of those who say the value that is kept, 0 where it is only
    the source of the row. ``others`` are the values that are not kept.
    """

    keys: Longs
    codes: dict[str, Longs]
    others: pa.Table

    def among(self, keys: Longs) -> "Page":
        """Return the page with a place for the rows ``keys`` (rising) too."""
        every = np.union1d(self.keys, keys)
        at = np.searchsorted(every, self.keys)
        codes = {name: np.zeros(len(every), np.int64) for name in self.codes}
        for name, known in self.codes.items():
            codes[name][at] = known
        return Page(every, codes, self.others)


class _Cursor:
    """Batches by rising row key, taken up to a key at a time."""

    def __init__(self, batches: Iterator[pa.RecordBatch]) -> None:
        self._batches = batches
        self._waiting: pa.RecordBatch | None = None

    def through(self, last: int) -> Iterator[pa.RecordBatch]:
        """Yield the rows up to the key ``last``."""
        while True:
            batch = self._waiting if self._waiting is not None else next(self._batches, None)
            if batch is None:
                return
            count = int(np.searchsorted(_keys(batch), last, side="right"))
            self._waiting = batch.slice(count) if count < batch.num_rows else None
            if count:
                yield batch.slice(0, count)
            if self._waiting is not None:
                return


class Pages:
    """The claims and conflicts of a table, to read: pages are taken in the order of the rows.

    With a ``row_key`` only the files are read that may tell of this row.
    """

    def __init__(
        self, reading: Reading, table: str, fields: Sequence[str], row_key: int | None = None
    ) -> None:
        self.before = reading.ownership.get(table, Ownership())
        self.sets = ClaimSets(self.before.sets)
        self.fields = tuple(fields)
        columns = dict.fromkeys(self.fields, pa.int32())
        self.schema = pa.schema({ROW_KEY: pa.int64(), **columns})
        self.claims, self.others = (
            _Cursor(batches_of(reading, [
                part for part in parts if row_key is None or part.first <= row_key <= part.last
            ]))
            for parts in (self.before.claims, self.before.conflicts)
        )  # fmt: skip

    def page(self, last: int) -> Page:
        """Return all that is said of the next rows up to ``last``."""
        claims = [_with_all(batch, self.schema) for batch in self.claims.through(last)]
        others = pa.Table.from_batches(list(self.others.through(last)), CONFLICTS)
        stored = pa.Table.from_batches(claims, self.schema)
        codes = {name: stored.column(name).to_numpy().astype(np.int64) for name in self.fields}
        return Page(stored.column(ROW_KEY).to_numpy(), codes, others)

    def skip(self, last: int) -> None:
        """Pass over what is said of the rows up to ``last``."""
        for cursor in (self.claims, self.others):
            deque(cursor.through(last), maxlen=0)


class Ledger(Pages):
    """The same, written anew: leave the block, and :meth:`owned` names the new files.

    Each page is put back before the next is taken.
    """

    def __init__(self, reading: Reading, change: Change, table: str, fields: Sequence[str]) -> None:
        super().__init__(reading, table, fields)
        self._writers = [
            PartsWriter(
                lambda kind=kind: change.new_file("records", f"{table}-{kind}", ".parquet"),
                reading.seal,
            )
            for kind in ("claims", "conflicts")
        ]
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        for writer in self._writers:
            self._stack.enter_context(writer)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.skip(np.iinfo(np.int64).max)
        self._stack.__exit__(kind, error, trace)

    def owned(self) -> Ownership:
        """Return what the manifest is to name, once the block was left."""
        claims, conflicts = (writer.parts for writer in self._writers)
        known = tuple(self.sets.sets[1:])
        update = {"sets": known, "claims": claims, "conflicts": conflicts}
        return self.before.model_copy(update=update)

    def skip(self, last: int) -> None:
        """Keep what is said of the rows up to ``last`` as it is."""
        claims, conflicts = self._writers
        for batch in self.claims.through(last):
            claims.write(_with_all(batch, self.schema))
        for batch in self.others.through(last):
            conflicts.write(batch)

    def put(self, page: Page) -> None:
        """Write a page."""
        claims, conflicts = self._writers
        said = np.zeros(len(page.keys), np.bool_)
        for codes in page.codes.values():
            said |= codes != 0
        if said.any():
            arrays = [pa.array(page.codes[name][said], pa.int32()) for name in self.fields]
            keys = pa.array(page.keys[said])
            claims.write(pa.RecordBatch.from_arrays([keys, *arrays], schema=self.schema))
        for batch in page.others.sort_by(ROW_KEY).combine_chunks().to_batches():
            conflicts.write(batch)


def _keys(batch: pa.RecordBatch) -> Longs:
    return batch.column(ROW_KEY).to_numpy()


def _with_all(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """Return a batch of claims with the fields that have come since: only the row's source."""
    nothing = pa.array(np.zeros(batch.num_rows, np.int32))
    arrays = [
        batch.column(name) if name in batch.schema.names else nothing for name in schema.names
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def batches_of(reading: Reading, parts: Sequence[Part]) -> Iterator[pa.RecordBatch]:
    """Yield the rows of parts beside the records; none where there are no parts."""
    if parts:
        yield from reading.beside(parts)
