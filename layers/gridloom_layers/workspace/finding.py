"""Rows found by a value, by what they refer to and by their row keys, without a scan.

Indexes and copies of columns are derived files: made when they are first asked for, and kept.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from gridloom_layers.workspace.derived import Derived
from gridloom_layers.workspace.index import Index, hashed, numbered, write_index
from gridloom_layers.workspace.locating import Locate
from gridloom_layers.workspace.lookup import RowLookup
from gridloom_layers.workspace.manifest import TableInfo
from gridloom_layers.workspace.mapped import MANY, MappedColumn, write_column
from gridloom_layers.workspace.parts import (
    ROWS_A_GROUP,
    read_columns,
    read_parts,
    schema_of_parts,
)
from gridloom_layers.workspace.schema import columns_of
from gridloom_layers.workspace.store import ROW_KEY

_INDEX, _REFERRING, _COLUMN = "index ", "referring ", "column "
"""Kinds of derived files, before the name of the column that they are made of."""


class Finding:
    """Finds rows of the tables of one commit. What it opened stays open until it is closed."""

    def __init__(self, locate: Locate, derived: Derived) -> None:
        self._locate, self._derived = locate, derived
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        self._lookups: dict[str, RowLookup] = {}
        self._indexes: dict[tuple[str, str], Index] = {}
        self._mapped: dict[tuple[str, str], MappedColumn] = {}

    def find(self, table: TableInfo, field: str, values: pa.Array) -> pa.Table:
        """Return pairs ``at`` (a place in ``values``), ``row_key`` of the rows with that value.

        Values are compared as text. See :class:`~gridloom_layers.workspace.store.Store`.
        """
        index = self._index(_INDEX + field, table, lambda: hashed(self._column_of(table, field)))
        (numbers, _), = hashed([values])  # fmt: skip
        return self._pairs(table, *index.rows(numbers))

    def referring(self, table: TableInfo, column: str, row_keys: pa.Array) -> pa.Table:
        """Return pairs ``at`` (a place in ``row_keys``), ``row_key`` of rows that refer to it.

        They do so in a column of their table, which is that of a link.
        """
        index = self._index(
            _REFERRING + column, table, lambda: numbered(self._column_of(table, column))
        )
        (numbers, _), = numbered([row_keys])  # fmt: skip
        return self._pairs(table, *index.rows(numbers))

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
        if columns is None:
            every = [name for name in columns_of(table) if name != ROW_KEY]
            found = lookup.take(positions, every)
        elif len(positions) >= max(MANY, table.rows // (2 * ROWS_A_GROUP)):
            found = self._many_rows(table, positions, columns)
        else:
            found = lookup.take(positions, columns)
        # the keys are known: their column, which no dictionary shortens, is not read
        own = pa.chunked_array([pa.array(keys, pa.int64())])
        return pa.table([own, *found.columns], names=[ROW_KEY, *found.column_names])

    def _many_rows(
        self, table: TableInfo, positions: np.ndarray, columns: Sequence[str]
    ) -> pa.Table:
        """Return columns of so many rows that most groups of the table hold some of them."""
        schema = schema_of_parts(self._locate, table.records, columns)
        return pa.table({
            field.name: self._column(table, field.name).take(positions, field.type)
            for field in schema
        })  # fmt: skip

    def _column(self, table: TableInfo, name: str) -> MappedColumn:
        kept = (table.name, name)
        if kept not in self._mapped:
            self._mapped[kept] = (
                MappedColumn(read_columns(self._locate, table.records, [name]).column(0))
                if self._locate.seal.encrypted
                else MappedColumn.opened(self._column_file(table, name))
            )
        return self._mapped[kept]

    def _column_file(self, table: TableInfo, name: str) -> Path:
        def write(path: Path) -> None:
            write_column(path, self._column_of(table, name))

        return self._derived.file(_COLUMN + name, _files(table), ".arrow", write)

    def _lookup(self, table: TableInfo) -> RowLookup:
        if table.name not in self._lookups:
            self._lookups[table.name] = RowLookup(self._locate, table.records)
        return self._lookups[table.name]

    def _index(self, kind: str, table: TableInfo, columns: Callable[[], Iterable[tuple]]) -> Index:
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
