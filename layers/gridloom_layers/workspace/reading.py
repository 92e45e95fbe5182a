"""Reading a workspace folder at one commit."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import duckdb
import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import shapely
from sqlglot import exp

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.locks import told_if_locked
from gridloom_layers.workspace.answering import SealedTables, write_sealed
from gridloom_layers.workspace.derived import Derived
from gridloom_layers.workspace.index import Index, hashed, numbered, write_index
from gridloom_layers.workspace.keychain import find_key
from gridloom_layers.workspace.layers import LAYER
from gridloom_layers.workspace.locating import Locate
from gridloom_layers.workspace.lookup import RowLookup
from gridloom_layers.workspace.manifest import (
    Encryption,
    ImportEntry,
    Link,
    Manifest,
    MeasureEntry,
    Ownership,
    Part,
    ResultEntry,
    TableInfo,
)
from gridloom_layers.workspace.mapped import MANY, MappedColumn, write_column
from gridloom_layers.workspace.parts import (
    ROWS_A_GROUP,
    read_columns,
    read_parts,
    stored_columns,
)
from gridloom_layers.workspace.sealing import PLAIN, Seal
from gridloom_layers.workspace.snapshots import manifest_at
from gridloom_layers.workspace.store import GEOMETRY, ROW_KEY, SOURCE_NUMBER, SOURCE_ROW


class FolderReading:
    """A workspace folder as one manifest describes it.

    ``staging`` is the folder of a change under way, whose files are not in their place yet;
    ``seal`` is that of the workspace where it is known, ``derived`` its derived files.
    """

    def __init__(
        self,
        path: Path,
        manifest: Manifest,
        staging: Path | None = None,
        seal: Seal | None = None,
        derived: Derived | None = None,
    ) -> None:
        self.path, self._staging = path, staging
        self.seal = seal or PLAIN
        self._derived = derived or Derived(path)
        self._adopt(manifest)

    def _adopt(self, manifest: Manifest) -> None:
        """Read what ``manifest`` names from now on."""
        self.manifest = manifest
        if self.seal.about != manifest.encryption:
            self.seal = Seal(manifest.encryption, self._key)
        self.locate = Locate(self.path, self._staging, self.seal)
        self._sealed = SealedTables(manifest.tables, self.locate)
        self._database: duckdb.DuckDBPyConnection | None = None
        self._lookups: dict[str, RowLookup] = {}
        self._indexes: dict[Path, Index] = {}
        self._relations: dict[str, str] = {}
        self._made_of: dict[str, set[str]] = {}
        self._kept: dict[str, Path] = {}
        self._mapped: dict[tuple[str, ...], MappedColumn] = {}

    def _key(self, about: Encryption) -> bytes:
        return find_key(about, self.path)

    def close(self) -> None:
        """Let go of the files."""
        self._lookups, self._indexes, self._mapped = {}, {}, {}
        if self._database is not None:
            self._database.close()
            self._database = None

    @property
    def name(self) -> str:
        """The folder's name without its ending."""
        return self.path.stem

    @property
    def sequence(self) -> int:
        """The number of the commit that is read."""
        return self.manifest.sequence

    @property
    def crs(self) -> str:
        """The projected CRS that all layers are in."""
        return self.manifest.crs

    @property
    def data_date(self) -> dt.date:
        """The date at which ages and other derived values are taken."""
        return self.manifest.data_date

    @property
    def tables(self) -> Mapping[str, TableInfo]:
        """The layers and tables by name."""
        return self.manifest.tables

    @property
    def links(self) -> Sequence[Link]:
        """The joins that are kept."""
        return self.manifest.links

    @property
    def measures(self) -> Mapping[str, MeasureEntry]:
        """The measures by name."""
        return self.manifest.measures

    @property
    def results(self) -> Mapping[str, ResultEntry]:
        """The kept results by name."""
        return self.manifest.results

    @property
    def imports(self) -> Sequence[ImportEntry]:
        """The imports that happened, oldest first."""
        return self.manifest.imports

    @property
    def mappings(self) -> Mapping[str, Mapping[str, str]]:
        """The header mappings that were chosen before."""
        return self.manifest.mappings

    @property
    def ownership(self) -> Mapping[str, Ownership]:
        """Whose values the tables hold, for those with rules or more than one source."""
        return self.manifest.ownership

    def table(self, name: str) -> TableInfo:
        """Return the table called ``name``; raise ``BadInput`` that lists what there is."""
        if name in self.tables:
            return self.tables[name]
        raise BadInput(
            "unknown-table",
            tr("There is no layer or table “{name}” in this workspace.", name=name),
            Where(file=str(self.path), layer=name),
            tr("It holds: {names}.", names=", ".join(self.tables) or "–"),
        )

    def attributes(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """Return ``row_key`` and the columns of a table, in row order."""
        table = self.table(name)
        wanted = self._stored(table) if columns is None else [ROW_KEY, *columns]
        return read_columns(self.locate, table.records, wanted)

    def _stored(self, table: TableInfo) -> list[str]:
        """Return the columns of a table in its files, without those of links that were dropped."""
        known = {ROW_KEY, SOURCE_NUMBER, SOURCE_ROW, *table.field_names}
        return [name for name in stored_columns(self.locate, table.records) if name in known]

    def scan(
        self, name: str, *, geometry: bool = False, columns: Sequence[str] | None = None
    ) -> Iterator[pa.RecordBatch]:
        """Yield columns of a table (None: all) in row order, with WKB ``geometry`` if asked for."""
        table = self.table(name)
        wanted = self._stored(table) if columns is None else list(columns)
        placed = geometry and table.geometry is not None
        if placed and table.layer is None:
            wanted.append(GEOMETRY)
        batches = read_parts(self.locate, table.records, wanted)
        if not placed or table.layer is None:
            yield from batches
            return
        offset, shapes = 0, self._shapes(table.layer)
        for batch in batches:
            part = shapes.slice(offset, batch.num_rows).combine_chunks().cast(pa.binary())
            offset += batch.num_rows
            yield batch.append_column(GEOMETRY, part)

    def scan_part(self, name: str, part: Part) -> Iterator[pa.RecordBatch]:
        """Yield all that one part of the records of a table holds, its geometry too."""
        table = self.table(name)
        wanted = [column for column in self._stored(table) if column not in part.lacks]
        if table.geometry is not None and table.layer is None:
            wanted.append(GEOMETRY)
        return read_parts(self.locate, [part], wanted)

    def beside(self, parts: Sequence[Part]) -> Iterator[pa.RecordBatch]:
        """Yield all columns of parts that lie beside the records, by rising row key."""
        return read_parts(self.locate, parts, stored_columns(self.locate, parts))

    def _shapes(self, layer: str) -> pa.ChunkedArray:
        """Return the geometries of a layer as WKB, in row order."""
        path = self.locate(layer)
        with told_if_locked(path):
            meta, table = pyogrio.read_arrow(path, layer=LAYER, columns=[])
        return table.column(meta["geometry_name"] or "wkb_geometry")

    def shapes(self, name: str) -> Iterator[pa.RecordBatch]:
        """Yield ``row_key`` and WKB ``geometry`` of a layer in row order, for drawing it."""
        table = self._placed(name)
        if table.layer is None:
            yield from self.scan(name, geometry=True, columns=[ROW_KEY])
            return
        path = self.locate(table.layer)
        with (
            told_if_locked(path),
            pyogrio.open_arrow(
                path, layer=LAYER, columns=[ROW_KEY], use_pyarrow=True, batch_size=65_536
            ) as (meta, batches),
        ):
            column = meta["geometry_name"] or "wkb_geometry"
            for batch in batches:
                parts = [batch.column(ROW_KEY), batch.column(column)]
                yield pa.RecordBatch.from_arrays(parts, names=[ROW_KEY, GEOMETRY])

    def _placed(self, name: str) -> TableInfo:
        """Return a table whose rows have a place; refuse one without geometry."""
        table = self.table(name)
        if table.geometry is None:
            raise BadInput(
                "no-geometry",
                tr("“{name}” has no geometry; it is a table.", name=name),
                Where(file=str(self.path), layer=name),
                tr("Name a layer, or join the table to one."),
            )
        return table

    def layer(self, name: str, columns: Sequence[str] | None = None) -> gpd.GeoDataFrame:
        """Return a layer with its geometries in the workspace's CRS, indexed by row key."""
        table = self._placed(name)
        # Links live in the records only, so the attributes come from there.
        frame = self.attributes(name, columns).to_pandas().set_index(ROW_KEY)
        if table.layer is not None:
            wkb = self._shapes(table.layer)
        else:
            wkb = read_columns(self.locate, table.records, [GEOMETRY]).column(0)
        return gpd.GeoDataFrame(frame, geometry=shapely.from_wkb(wkb.to_numpy()), crs=self.crs)

    def find(self, name: str, field: str, values: pa.Array) -> pa.Table:
        """Return pairs ``at`` (a place in ``values``), ``row_key`` of the rows with that value.

        Values are compared as text. See :class:`~gridloom_layers.workspace.store.Store`.
        """
        table = self.table(name)
        index = self._index(
            f"index {field}",
            table,
            lambda: hashed(batch.column(0) for batch in self.scan(name, columns=[field])),
        )
        (numbers, _), = hashed([values])  # fmt: skip
        return self._pairs(table, *index.rows(numbers))

    def referring(self, link: Link, row_keys: pa.Array) -> pa.Table:
        """Return pairs ``at`` (a place in ``row_keys``), ``row_key`` of left rows linked to it."""
        table = self.table(link.left)
        index = self._index(
            f"referring {link.column}",
            table,
            lambda: numbered(b.column(0) for b in self.scan(table.name, columns=[link.column])),
        )
        (numbers, _), = numbered([row_keys])  # fmt: skip
        return self._pairs(table, *index.rows(numbers))

    def _pairs(self, table: TableInfo, at: np.ndarray, positions: np.ndarray) -> pa.Table:
        return pa.table({"at": at, ROW_KEY: self._lookup(table).keys_at(positions)})

    def rows(self, name: str, row_keys: pa.Array, columns: Sequence[str] | None = None) -> pa.Table:
        """Return ``row_key`` and columns (None: all) of rows, in the order of ``row_keys``.

        Keys of rows that are not there are left out.
        """
        table = self.table(name)
        lookup = self._lookup(table)
        keys = row_keys.to_numpy(zero_copy_only=False)
        positions = lookup.positions(keys)
        there = positions >= 0
        keys, positions = (keys, positions) if there.all() else (keys[there], positions[there])
        if columns is not None and self._pays(table, len(positions), columns):
            return self._many_rows(table, keys, positions, columns)
        if columns is None:
            known = {ROW_KEY, SOURCE_NUMBER, SOURCE_ROW, *table.field_names}
            return lookup.take(positions, [name for name in lookup.names if name in known])
        return lookup.take(positions, [ROW_KEY, *columns])

    def _pays(self, table: TableInfo, count: int, columns: Sequence[str]) -> bool:
        """Whether rows are better taken from copies of whole columns: if most groups of the table
        hold some of them, or if the copies of these columns are open already."""
        files = [part.file for part in table.records]
        many = count >= max(MANY, table.rows // (2 * ROWS_A_GROUP))
        return many or all((name, *files) in self._mapped for name in columns)

    def _many_rows(
        self, table: TableInfo, keys: np.ndarray, positions: np.ndarray, columns: Sequence[str]
    ) -> pa.Table:
        """Return columns of rows from copies of whole columns."""
        found = {ROW_KEY: pa.chunked_array([pa.array(keys)])}
        found |= {name: self._column(table, name).take(positions) for name in columns}
        return pa.table(found)

    def _column(self, table: TableInfo, name: str) -> MappedColumn:
        files = [part.file for part in table.records]
        kept = (name, *files)
        if kept not in self._mapped:
            self._mapped[kept] = (
                MappedColumn(read_columns(self.locate, table.records, [name]).column(0))
                if self.seal.encrypted
                else MappedColumn.opened(self._column_file(table, name))
            )
        return self._mapped[kept]

    def _column_file(self, table: TableInfo, name: str) -> Path:
        def write(path: Path) -> None:
            batches = self.scan(table.name, columns=[name])
            write_column(path, (batch.column(0) for batch in batches))

        files = [part.file for part in table.records]
        return self._derived.file(f"column {name}", files, ".arrow", write)

    def _lookup(self, table: TableInfo) -> RowLookup:
        if table.name not in self._lookups:
            self._lookups[table.name] = RowLookup(self.locate, table.records)
        return self._lookups[table.name]

    def _index(self, kind: str, table: TableInfo, columns: Callable[[], Iterable[tuple]]) -> Index:
        files = [part.file for part in table.records]
        path = self._derived.file(
            kind, files, ".arrow", lambda to: write_index(to, columns(), self.seal)
        )
        if path not in self._indexes:
            self._indexes[path] = Index(path, self.seal)
        return self._indexes[path]

    def select(self, query: exp.Query, given: Mapping[str, pa.Table] | None = None) -> pa.Table:
        """Run a query over tables by their names, and over the tables ``given`` with it."""
        cursor = self._connection().cursor()
        try:
            if self.seal.encrypted:
                self._sealed.register(cursor, query)
            for name, table in (given or {}).items():
                cursor.register(name, table)
            return cursor.sql(query.sql(dialect="duckdb", identify=True)).to_arrow_table()
        finally:
            cursor.close()

    def materialised(self, query: exp.Query) -> exp.Table:
        """Return a relation that holds the answer of a query over tables of the workspace.

        The answer is kept with the workspace until one of these tables changes.
        """
        sql = query.sql(dialect="duckdb", identify=True)
        if sql not in self._relations:
            self._relations[sql] = self._relation(query)
        return exp.table_(self._relations[sql], quoted=True)

    def _relation(self, query: exp.Query) -> str:
        sql = query.sql(dialect="duckdb", identify=True)
        files = self._files_behind(_tables_of(query))
        database = self._connection()

        def write(path: Path) -> None:
            if self.seal.encrypted:
                write_sealed(path, self.select(query), self.seal)
                return
            cursor = database.cursor()
            try:
                cursor.sql(sql).write_parquet(str(path.resolve()), compression="zstd")
            finally:
                cursor.close()

        path = self._derived.file(f"relation {sql}", files, ".parquet", write)
        self._made_of[path.stem] = files
        if self.seal.encrypted:
            self._sealed.add_answer(path.stem, path)
        else:
            self._kept[path.stem] = path
            _view(database, path)
        return path.stem

    def answer(self, query: exp.Query) -> pa.Table:
        """Run a query over tables and relations; keep the answer until one of them changes."""
        sql = query.sql(dialect="duckdb", identify=True)
        return self.kept_answer(sql, sorted(_tables_of(query)), lambda: self.select(query))

    def kept_answer(
        self, question: str, tables: Sequence[str], make: Callable[[], pa.Table]
    ) -> pa.Table:
        """Return what ``make`` computes from tables or relations; keep it until one changes."""

        def write(path: Path) -> None:
            table = make()
            if self.seal.encrypted:
                write_sealed(path, table, self.seal)
                return
            with pa.ipc.new_file(str(path), table.schema) as file:
                file.write_table(table)

        files = self._files_behind(tables)
        path = self._derived.file(f"answer {question}", files, ".arrow", write)
        if self.seal.encrypted:
            return pq.read_table(path, **self.seal.reading())
        with pa.memory_map(str(path)) as source:
            return pa.ipc.open_file(source).read_all()

    def _files_behind(self, names: Iterable[str]) -> set[str]:
        """Return the data files that tables and relations rest on."""
        files: set[str] = set()
        for name in names:
            if name in self.tables:
                files |= {part.file for part in self.tables[name].records}
            files |= self._made_of.get(name, set())
        return files

    def _connection(self) -> duckdb.DuckDBPyConnection:
        """Return an in-memory database with a view for each table and no way to other files."""
        if self._database is None and self.seal.encrypted:
            self._database = self._sealed.database()
        if self._database is None:
            database = duckdb.connect(config={"autoinstall_known_extensions": "false"})
            folders = {str(folder.resolve()) for folder in (self.path, self._derived.folder())}
            database.execute("SET allowed_directories = ?", [sorted(folders)])
            database.execute("SET parquet_metadata_cache = true")
            for table in self.tables.values():
                files = [str(self.locate(part.file).resolve()) for part in table.records]
                later = any(part.lacks for part in table.records)
                relation = database.read_parquet(files, union_by_name=later)
                relation.create_view(table.name)
            for path in self._kept.values():
                _view(database, path)
            database.execute("SET enable_external_access = false")
            self._database = database
        return self._database

    def at(self, day: dt.date) -> "FolderReading":
        """Return the city as it was at ``day``, to read from."""
        manifest = manifest_at(self.manifest, day, self.locate, self._derived)
        # the rows of that day are such a file, perhaps a temporary one
        return FolderReading(self.path, manifest, self._staging, self.seal, self._derived)

    def quarantined(self, number: int) -> pa.Table:
        """Return the quarantined rows of import ``number`` (empty where there are none)."""
        entry = next((entry for entry in self.imports if entry.number == number), None)
        if entry is None or entry.quarantine is None:
            return pa.table({})
        return pq.read_table(self.locate(entry.quarantine), **self.seal.reading())

    def result_file(self, name: str, kind: str) -> Path:
        """Return the path of a file of a kept result."""
        if name not in self.results:
            raise BadInput(
                "unknown-result",
                tr("There is no result “{name}” in this workspace.", name=name),
                Where(file=str(self.path), layer=name),
                tr("It holds: {names}.", names=", ".join(self.results) or "–"),
            )
        return self.locate(self.results[name].files[kind])


def _tables_of(query: exp.Query) -> set[str]:
    """Return the names of the tables and relations that a query reads."""
    return {table.name for table in query.find_all(exp.Table)}


def _view(database: duckdb.DuckDBPyConnection, relation: Path) -> None:
    """Let queries see a relation that is kept, by the name of its file."""
    cursor = database.cursor()
    try:
        cursor.read_parquet(str(relation.resolve())).create_view(relation.stem, replace=True)
    finally:
        cursor.close()
