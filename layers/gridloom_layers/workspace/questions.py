"""Questions to the tables of one commit in SQL, and their answers, kept until a table changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from gridloom_layers.workspace.answering import SealedTables, write_sealed
from gridloom_layers.workspace.derived import Derived
from gridloom_layers.workspace.locating import Locate
from gridloom_layers.workspace.manifest import TableInfo

if TYPE_CHECKING:
    import duckdb
    from sqlglot import exp


class Questions:
    """Answers queries over tables by their names, by DuckDB."""

    def __init__(self, tables: Mapping[str, TableInfo], locate: Locate, derived: Derived) -> None:
        self._tables, self._locate, self._derived = tables, locate, derived
        self._seal = locate.seal
        self._sealed = SealedTables(tables, locate)
        self._database: duckdb.DuckDBPyConnection | None = None
        self._relations: dict[str, str] = {}
        self._made_of: dict[str, set[str]] = {}
        self._kept: dict[str, Path] = {}

    def close(self) -> None:
        """Let go of the files; relations stay known."""
        if self._database is not None:
            self._database.close()
            self._database = None

    def select(self, query: exp.Query, given: Mapping[str, pa.Table] | None = None) -> pa.Table:
        """Run a query over tables by their names, and over the tables ``given`` with it."""
        cursor = self._connection().cursor()
        try:
            if self._seal.encrypted:
                self._sealed.register(cursor, query)
            for name, table in (given or {}).items():
                cursor.register(name, table)
            return cursor.sql(_sql(query)).to_arrow_table()
        finally:
            cursor.close()

    def materialised(self, query: exp.Query) -> exp.Table:
        """Return a relation that holds the answer of a query over tables of the workspace.

        The answer is kept with the workspace until one of these tables changes.
        """
        from sqlglot import exp

        sql = _sql(query)
        if sql not in self._relations:
            self._relations[sql] = self._relation(query)
        return exp.table_(self._relations[sql], quoted=True)

    def _relation(self, query: exp.Query) -> str:
        sql = _sql(query)
        files = self._files_behind(_tables_of(query))
        database = self._connection()

        def write(path: Path) -> None:
            if self._seal.encrypted:
                write_sealed(path, self.select(query), self._seal)
                return
            cursor = database.cursor()
            try:
                cursor.sql(sql).write_parquet(str(path.resolve()), compression="zstd")
            finally:
                cursor.close()

        path = self._derived.file(f"relation {sql}", files, ".parquet", write)
        self._made_of[path.stem] = files
        if self._seal.encrypted:
            self._sealed.add_answer(path.stem, path)
        else:
            self._kept[path.stem] = path
            _view(database, path)
        return path.stem

    def answer(self, query: exp.Query) -> pa.Table:
        """Run a query over tables and relations; keep the answer until one of them changes."""
        return self.kept_answer(_sql(query), sorted(_tables_of(query)), lambda: self.select(query))

    def kept_answer(
        self, question: str, tables: Sequence[str], make: Callable[[], pa.Table]
    ) -> pa.Table:
        """Return what ``make`` computes from tables or relations; keep it until one changes."""

        def write(path: Path) -> None:
            table = make()
            if self._seal.encrypted:
                write_sealed(path, table, self._seal)
                return
            with pa.ipc.new_file(str(path), table.schema) as file:
                file.write_table(table)

        files = self._files_behind(tables)
        path = self._derived.file(f"answer {question}", files, ".arrow", write)
        if self._seal.encrypted:
            return pq.read_table(path, **self._seal.reading())
        with pa.memory_map(str(path)) as source:
            return pa.ipc.open_file(source).read_all()

    def _files_behind(self, names: Iterable[str]) -> set[str]:
        """Return the data files that tables and relations rest on."""
        files: set[str] = set()
        for name in names:
            if name in self._tables:
                files |= {part.file for part in self._tables[name].records}
            files |= self._made_of.get(name, set())
        return files

    def _connection(self) -> duckdb.DuckDBPyConnection:
        if self._database is None:
            self._database = (
                self._sealed.database() if self._seal.encrypted else self._plain_database()
            )
        return self._database

    def _plain_database(self) -> duckdb.DuckDBPyConnection:
        """Return an in-memory database with a view for each table and no way to other files."""
        import duckdb

        database = duckdb.connect(config={"autoinstall_known_extensions": "false"})
        folders = (self._locate.folder, self._derived.folder())
        allowed = sorted({str(folder.resolve()) for folder in folders})
        database.execute("SET allowed_directories = ?", [allowed])
        database.execute("SET parquet_metadata_cache = true")
        for table in self._tables.values():
            files = [str(self._locate(part.file).resolve()) for part in table.records]
            later = any(part.lacks for part in table.records)
            relation = database.read_parquet(files, union_by_name=later)
            relation.create_view(table.name)
        for path in self._kept.values():
            _view(database, path)
        database.execute("SET enable_external_access = false")
        return database


def _sql(query: exp.Query) -> str:
    return query.sql(dialect="duckdb", identify=True)


def _tables_of(query: exp.Query) -> set[str]:
    """Return the names of the tables and relations that a query reads."""
    from sqlglot import exp

    return {table.name for table in query.find_all(exp.Table)}


def _view(database: duckdb.DuckDBPyConnection, relation: Path) -> None:
    """Let queries see a relation that is kept, by the name of its file."""
    cursor = database.cursor()
    try:
        cursor.read_parquet(str(relation.resolve())).create_view(relation.stem, replace=True)
    finally:
        cursor.close()
