"""Questions to the encrypted Parquet of a workspace.

DuckDB 1.5 fails on encrypted Parquet as soon as a query filters it ("Computed AES tag differs"),
so pyarrow reads the files for it, and the key never gets into DuckDB. It must not spill to the
disk either: its temporary files would be plain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from gridloom_layers.workspace.locating import Locate
from gridloom_layers.workspace.manifest import TableInfo
from gridloom_layers.workspace.parts import schema_of_parts, stored_columns
from gridloom_layers.workspace.sealing import Seal

if TYPE_CHECKING:
    import duckdb
    import pyarrow.dataset as ds
    from sqlglot import exp

ROWS_A_READ = 1 << 16
"""Rows of an answer that are read together: a sorted one is read in part."""


class SealedTables:
    """The tables and kept answers of an encrypted workspace, by the names that queries use."""

    def __init__(self, tables: Mapping[str, TableInfo], locate: Locate) -> None:
        self._tables, self._locate = tables, locate
        self._opened: dict[str, ds.Dataset] = {}

    def database(self) -> duckdb.DuckDBPyConnection:
        """Return a database that has no way to any file."""
        import duckdb

        database = duckdb.connect(config={"autoinstall_known_extensions": "false"})
        database.execute("SET temp_directory = ''")
        database.execute("SET enable_external_access = false")
        return database

    def register(self, cursor: duckdb.DuckDBPyConnection, query: exp.Query) -> None:
        """Let a cursor see what a query names."""
        from sqlglot import exp

        for name in {table.name for table in query.find_all(exp.Table)}:
            if name in self._tables and name not in self._opened:
                self._opened[name] = self._table(self._tables[name])
            if name in self._opened:
                cursor.register(name, self._opened[name])

    def _table(self, table: TableInfo) -> ds.Dataset:
        names = stored_columns(self._locate, table.records)
        schema = schema_of_parts(self._locate, table.records, names)
        return _dataset(
            (self._locate(part.file) for part in table.records), self._locate.seal, schema
        )

    def add_answer(self, name: str, path: Path) -> None:
        """Let queries see an answer that :func:`write_sealed` wrote."""
        self._opened[name] = _dataset([path], self._locate.seal, None)


def _dataset(paths: Iterable[Path], seal: Seal, schema: pa.Schema | None) -> ds.Dataset:
    import pyarrow.dataset as ds  # late: it loads pandas

    options = ds.ParquetFragmentScanOptions(**seal.reading())
    form = ds.ParquetFileFormat(default_fragment_scan_options=options)
    return ds.dataset([str(path) for path in paths], schema=schema, format=form)


def write_sealed(path: Path, table: pa.Table, seal: Seal) -> None:
    """Write a table that fits into memory, sealed where the workspace is encrypted."""
    pq.write_table(table, path, ROWS_A_READ, compression="zstd", **seal.writing())
