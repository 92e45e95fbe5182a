"""Rows found by a value, by what they refer to and by their row keys, without a scan.

Indexes and copies of columns are derived files: made when they are first asked for, and kept.
What makes and asks them is compiled and loaded then: who opens a workspace may ask for nothing.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from gridloom_layers.workspace.derived import Derived
from gridloom_layers.workspace.locating import Locate
from gridloom_layers.workspace.lookup import RowLookup
from gridloom_layers.workspace.manifest import TableInfo
from gridloom_layers.workspace.mapped import MANY, MappedColumn, write_column
from gridloom_layers.workspace.own_columns import GEOMETRY, ROW_KEY
from gridloom_layers.workspace.parts import (
    ROWS_A_GROUP,
    read_columns,
    read_parts,
)
from gridloom_layers.workspace.scanning import shapes_at
from gridloom_layers.workspace.schema import columns_of

if TYPE_CHECKING:
    from gridloom_layers.workspace.index import Index

_INDEX, _REFERRING, _COLUMN = "index ", "referring ", "column "
"""Kinds of derived files, before the name of the column that they are made of."""
_GROUPS_OF_ALL = 2 * ROWS_A_GROUP
"""Where one row in so many is asked for, most groups of rows hold one of them."""


class Finding:
    """Finds rows of the tables of one commit. What it opened stays open until it is closed."""

    def __init__(self, locate: Locate, derived: Derived) -> None:
        self._locate, self._derived = locate, derived
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        self._lookups: dict[str, RowLookup] = {}
        self._indexes: dict[tuple[str, str], Index] = {}
        self._mapped: dict[tuple[str, str], MappedColumn | None] = {}

    def find(self, table: TableInfo, field: str, values: pa.Array) -> pa.Table:
        """Return pairs ``at`` (a place in ``values``), ``row_key`` of the rows with that value.

        Values are compared as text. See :class:`~gridloom_layers.workspace.reads.Reading`.
        """
        from gridloom_layers.workspace.index import hashed  # late, as below

        index = self._index(_INDEX + field, table, lambda: hashed(self._column_of(table, field)))
        (numbers, _), = hashed([values])  # fmt: skip
        return self._pairs(table, *index.rows(numbers))

    def referring(self, table: TableInfo, column: str, row_keys: pa.Array) -> pa.Table:
        """Return pairs ``at`` (a place in ``row_keys``), ``row_key`` of rows that refer to it.

        They do so in a column of their table, which is that of a link.
        """
        from gridloom_layers.workspace.index import numbered

        index = self._index(
            _REFERRING + column, table, lambda: numbered(self._column_of(table, column))
        )
        (numbers, _), = numbered([row_keys])  # fmt: skip
        return self._pairs(table, *index.rows(numbers))

    def index_link(self, table: TableInfo, column: str, keys: Iterable[pa.Array]) -> None:
        """Make what :meth:`referring` and :meth:`rows` need to follow a link, from its column."""
        from gridloom_layers.workspace.index import numbered

        pieces = list(keys)
        self._index(_REFERRING + column, table, lambda: numbered(pieces))
        if not self._locate.seal.encrypted:
            self._column_file(table, column, pieces)

    def _column_of(self, table: TableInfo, name: str) -> Iterable[pa.Array]:
        """Yield a column piece by piece."""
        return (batch.column(0) for batch in read_parts(self._locate, table.records, [name]))

    def _pairs(self, table: TableInfo, at: np.ndarray, positions: np.ndarray) -> pa.Table:
        return pa.table({"at": at, ROW_KEY: self._lookup(table).keys_at(positions)})

    def rows(self, table: TableInfo, row_keys: pa.Array, columns: Sequence[str] | None) -> pa.Table:
        """Return ``row_key`` and columns (None: all) of rows, in the order of ``row_keys``.

        Keys of rows that are not there are left out.
        """
        lookup = self._lookup(table)
        keys = row_keys.to_numpy(zero_copy_only=False)
        positions = lookup.positions(keys)
        there = positions >= 0
        keys, positions = (keys, positions) if there.all() else (keys[there], positions[there])
        # the keys are known: their column, which no dictionary shortens, is not read
        names = columns_of(table)[1:] if columns is None else list(columns)
        many = columns is not None and len(positions) >= max(MANY, table.rows // _GROUPS_OF_ALL)
        found = self._copied(table, positions, names, make=many)
        others = [name for name in names if name not in found]
        if others:
            read = lookup.take(positions, others)
            found |= dict(zip(others, read.columns, strict=True))
        own = pa.chunked_array([pa.array(keys, pa.int64())])
        return pa.table([own, *(found[name] for name in names)], names=[ROW_KEY, *names])

    def shapes(self, table: TableInfo, row_keys: pa.Array) -> Iterator[pa.RecordBatch]:
        """Yield ``row_key`` and WKB ``geometry`` of those of the rows that are there."""
        keys = np.sort(row_keys.to_numpy(zero_copy_only=False))
        if table.layer is None:
            yield from self.rows(table, pa.array(keys), [GEOMETRY]).to_batches()
            return
        positions = self._lookup(table).positions(keys)
        yield from shapes_at(self._locate, table, positions[positions >= 0])

    def rows_at(
        self, table: TableInfo, positions: np.ndarray, columns: Sequence[str] | None
    ) -> pa.Table:
        """Return ``row_key`` and columns (None: all) of the rows at positions, in their order."""
        lookup = self._lookup(table)
        names = columns_of(table)[1:] if columns is None else list(columns)
        read = lookup.take(positions, names).columns if names else []
        keys = pa.chunked_array([pa.array(lookup.keys_at(positions), pa.int64())])
        return pa.table([keys, *read], names=[ROW_KEY, *names])

    def positions(self, table: TableInfo, row_keys: np.ndarray) -> np.ndarray:
        """Return at which position of a table each row is, −1 where it is not there."""
        return self._lookup(table).positions(row_keys)

    def _copied(
        self, table: TableInfo, positions: np.ndarray, names: Iterable[str], *, make: bool
    ) -> dict[str, pa.ChunkedArray]:
        """Return those of some columns that there are copies of, or may be made, at positions."""
        copies = ((name, self._copy(table, name, make=make)) for name in names)
        return {name: copy.take(positions) for name, copy in copies if copy is not None}

    def _copy(self, table: TableInfo, name: str, *, make: bool) -> MappedColumn | None:
        """Return the copy of a column to take rows from, made or only where it is there."""
        if make:
            return self._column(table, name)
        if (table.name, name) not in self._mapped and not self._locate.seal.encrypted:
            path = self._derived.there(_COLUMN + name, _files(table), ".arrow")
            self._mapped[table.name, name] = path and MappedColumn.opened(path)
        return self._mapped.get((table.name, name))

    def _column(self, table: TableInfo, name: str) -> MappedColumn:
        kept = self._mapped.get((table.name, name))
        if kept is None:
            kept = self._mapped[table.name, name] = (
                MappedColumn(read_columns(self._locate, table.records, [name]).column(0))
                if self._locate.seal.encrypted
                else MappedColumn.opened(
                    self._column_file(table, name, self._column_of(table, name))
                )
            )
        return kept

    def _column_file(self, table: TableInfo, name: str, pieces: Iterable[pa.Array]) -> Path:
        return self._derived.file(
            _COLUMN + name, _files(table), ".arrow", lambda to: write_column(to, pieces)
        )

    def _lookup(self, table: TableInfo) -> RowLookup:
        if table.name not in self._lookups:
            self._lookups[table.name] = RowLookup(self._locate, table.records)
        return self._lookups[table.name]

    def _index(
        self, kind: str, table: TableInfo, columns: Callable[[], Iterable[tuple]]
    ) -> "Index":
        from gridloom_layers.workspace.index import Index, write_index

        kept = (table.name, kind)
        if kept not in self._indexes:
            seal = self._locate.seal
            path = self._derived.file(
                kind, _files(table), ".arrow", lambda to: write_index(to, columns(), seal)
            )
            self._indexes[kept] = Index(path, seal)
        return self._indexes[kept]


def carry_over(
    derived: Derived, before: TableInfo, after: TableInfo, changed: Collection[str]
) -> None:
    """Keep what finds rows of a table for the same rows in other files.

    ``changed`` are the columns whose values are others.
    """
    for name in set(before.field_names) - set(changed):
        for kind in (_INDEX, _REFERRING, _COLUMN):
            derived.carry_over(kind + name, _files(before), _files(after), ".arrow")


def _files(table: TableInfo) -> list[str]:
    return [part.file for part in table.records]
