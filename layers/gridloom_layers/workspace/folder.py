"""The store in a folder: GeoPackages for layers, Parquet for records, one manifest."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import geopandas as gpd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import shapely
from filelock import FileLock, Timeout
from pydantic import ValidationError
from pyproj import CRS
from pyproj.exceptions import CRSError
from sqlglot import exp

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.workspace.change import LAYER, FolderChange, sweep
from gridloom_layers.workspace.files import append_line, replace_text
from gridloom_layers.workspace.integrity import problems
from gridloom_layers.workspace.manifest import (
    FORMAT,
    ImportEntry,
    Link,
    Manifest,
    MeasureEntry,
    ResultEntry,
    TableInfo,
)
from gridloom_layers.workspace.readers import Reader
from gridloom_layers.workspace.store import GEOMETRY, ROW_KEY

MANIFEST, LOG, LOCK = "manifest.json", "log.jsonl", "writer.lock"
LOCK_SECONDS = 10.0


def create_workspace(path: Path, crs: str, data_date: dt.date) -> "FolderStore":
    """Make an empty workspace folder; refuse a path that exists."""
    if path.exists():
        raise BadInput(
            "already-exists",
            tr("“{path}” is already there.", path=path.name),
            Where(file=str(path)),
            tr("Choose another name, or remove it first."),
        )
    manifest = Manifest(crs=projected(crs), data_date=data_date)
    try:
        path.mkdir(parents=True)
        replace_text(path / MANIFEST, manifest.model_dump_json(indent=1))
    except OSError as error:
        raise _unwritable(path) from error
    return FolderStore(path, manifest)


def projected(crs: str) -> str:
    """Return ``crs`` in a canonical form; refuse one that is unknown or not in metres."""
    try:
        parsed = CRS.from_user_input(crs)
    except CRSError as error:
        raise BadInput(
            "unknown-crs",
            tr("“{crs}” is not a coordinate reference system that is known.", crs=crs),
            hint=tr("Give an EPSG code such as EPSG:4547, or a PROJ string."),
        ) from error
    if not parsed.is_projected:
        raise BadInput(
            "geographic-crs",
            tr("“{crs}” is in degrees; a workspace needs distances and areas.", crs=crs),
            hint=tr("Give a projected system, such as EPSG:4547 for Shenzhen."),
        )
    if {axis.unit_conversion_factor for axis in parsed.axis_info[:2]} != {1.0}:
        raise BadInput(
            "crs-not-in-metres",
            tr("“{crs}” is not in metres; a workspace needs distances and areas.", crs=crs),
            hint=tr("Give a projected system, such as EPSG:4547 for Shenzhen."),
        )
    authority = parsed.to_authority()
    return ":".join(authority) if authority else parsed.to_wkt()


def open_workspace(path: Path) -> "FolderStore":
    """Open a workspace; raise ``BadInput`` where ``path`` is none or is damaged."""
    return FolderStore(path, _read_manifest(path))


def _read_manifest(path: Path) -> Manifest:
    where = Where(file=str(path))
    try:
        document = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise BadInput(
            "no-workspace",
            tr("“{path}” is not a Gridloom workspace.", path=path.name),
            where,
            tr("Make one with “gridloom create”, or give the path of one."),
        ) from error
    except (OSError, ValueError) as error:
        raise _broken(path) from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise _broken(path)
    try:
        return Manifest.model_validate(document)
    except ValidationError as error:
        raise _broken(path) from error


def _broken(path: Path) -> BadInput:
    return BadInput(
        "broken-workspace",
        tr("The manifest of the workspace “{path}” cannot be read.", path=path.name),
        Where(file=str(path / MANIFEST)),
        tr("Restore the workspace from a backup; its data files are untouched."),
    )


def _unwritable(path: Path) -> BadInput:
    return BadInput(
        "no-permission",
        tr("There is no permission to write to “{path}”.", path=str(path)),
        Where(file=str(path)),
        tr("Choose a folder of your own, or ask for the right to write there."),
    )


class FolderStore:
    """A workspace folder at one commit. Reads see that commit until :meth:`refresh`."""

    def __init__(self, path: Path, manifest: Manifest) -> None:
        self.path = path
        self._adopt(manifest)

    def _adopt(self, manifest: Manifest) -> None:
        self.manifest = manifest
        self._reader = Reader(self.path / "readers", manifest.sequence)
        self._database: duckdb.DuckDBPyConnection | None = None

    def refresh(self) -> bool:
        """Move on to the newest commit; return whether there was a newer one."""
        newest = _read_manifest(self.path)
        if newest.sequence == self.manifest.sequence:
            return False
        self.close()
        self._adopt(newest)
        return True

    def close(self) -> None:
        """Let go of the files."""
        self._reader.release()
        if self._database is not None:
            self._database.close()
            self._database = None

    @property
    def name(self) -> str:
        """The folder's name without its ending."""
        return self.path.stem

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
        wanted = None if columns is None else [ROW_KEY, *columns]
        return pq.read_table(self.path / self.table(name).records, columns=wanted)

    def scan(self, name: str, *, geometry: bool = False) -> Iterator[pa.RecordBatch]:
        """Yield all columns of a table in row order, with WKB ``geometry`` where asked for."""
        table = self.table(name)
        batches = pq.ParquetFile(self.path / table.records).iter_batches(batch_size=65_536)
        if not geometry or table.layer is None:
            yield from batches
            return
        offset, shapes = 0, self._shapes(table.layer)
        for batch in batches:
            part = shapes.slice(offset, batch.num_rows).combine_chunks().cast(pa.binary())
            offset += batch.num_rows
            yield batch.append_column(GEOMETRY, part)

    def _shapes(self, layer: str) -> pa.ChunkedArray:
        """Return the geometries of a layer as WKB, in row order."""
        meta, table = pyogrio.read_arrow(self.path / layer, layer=LAYER, columns=[])
        return table.column(meta["geometry_name"] or "wkb_geometry")

    def shapes(self, name: str) -> Iterator[pa.RecordBatch]:
        """Yield ``row_key`` and WKB ``geometry`` of a layer in row order, for drawing it."""
        path = self.path / self._layer_of(name)
        with pyogrio.open_arrow(
            path, layer=LAYER, columns=[ROW_KEY], use_pyarrow=True, batch_size=65_536
        ) as (meta, batches):
            column = meta["geometry_name"] or "wkb_geometry"
            for batch in batches:
                parts = [batch.column(ROW_KEY), batch.column(column)]
                yield pa.RecordBatch.from_arrays(parts, names=[ROW_KEY, GEOMETRY])

    def _layer_of(self, name: str) -> str:
        """Return the file of a layer; refuse a table without geometry."""
        table = self.table(name)
        if table.layer is None:
            raise BadInput(
                "no-geometry",
                tr("“{name}” has no geometry; it is a table.", name=name),
                Where(file=str(self.path), layer=name),
                tr("Name a layer, or join the table to one."),
            )
        return table.layer

    def layer(self, name: str, columns: Sequence[str] | None = None) -> gpd.GeoDataFrame:
        """Return a layer with its geometries in the workspace's CRS, indexed by row key."""
        file = self._layer_of(name)
        # Links live in the records only, so the attributes come from there.
        frame = self.attributes(name, columns).to_pandas().set_index(ROW_KEY)
        shapes = shapely.from_wkb(self._shapes(file).to_numpy())
        return gpd.GeoDataFrame(frame, geometry=shapes, crs=self.crs)

    def select(self, query: exp.Query, given: Mapping[str, pa.Table] | None = None) -> pa.Table:
        """Run a query over tables by their names, and over the tables ``given`` with it."""
        cursor = self._connection().cursor()
        try:
            for name, table in (given or {}).items():
                cursor.register(name, table)
            return cursor.sql(query.sql(dialect="duckdb", identify=True)).to_arrow_table()
        finally:
            cursor.close()

    def _connection(self) -> duckdb.DuckDBPyConnection:
        """Return an in-memory database with a view for each table and no way to other files."""
        if self._database is None:
            database = duckdb.connect(config={"autoinstall_known_extensions": "false"})
            database.execute("SET allowed_directories = ?", [[str(self.path.resolve())]])
            for name, table in self.tables.items():
                database.read_parquet(str(self.path.resolve() / table.records)).create_view(name)
            database.execute("SET enable_external_access = false")
            self._database = database
        return self._database

    def quarantined(self, number: int) -> pa.Table:
        """Return the quarantined rows of import ``number`` (empty where there are none)."""
        entry = next((entry for entry in self.imports if entry.number == number), None)
        if entry is None or entry.quarantine is None:
            return pa.table({})
        return pq.read_table(self.path / entry.quarantine)

    def result_file(self, name: str, kind: str) -> Path:
        """Return the path of a file of a kept result."""
        if name not in self.results:
            raise BadInput(
                "unknown-result",
                tr("There is no result “{name}” in this workspace.", name=name),
                Where(file=str(self.path), layer=name),
                tr("It holds: {names}.", names=", ".join(self.results) or "–"),
            )
        return self.path / self.results[name].files[kind]

    @contextmanager
    def change(self) -> Iterator[FolderChange]:
        """Open a change; one at a time over all processes. Nothing is kept if it raises."""
        try:
            lock = FileLock(self.path / LOCK)
            lock.acquire(timeout=LOCK_SECONDS)
        except Timeout as error:
            raise BadInput(
                "workspace-busy",
                tr("Another process is changing the workspace “{name}”.", name=self.name),
                Where(file=str(self.path)),
                tr("Wait until it is done and try again."),
            ) from error
        except OSError as error:
            raise _unwritable(self.path) from error
        try:
            self.refresh()
            change = FolderChange(self.path, self.manifest)
            try:
                yield change
                manifest = change.publish()
            finally:
                change.discard()
            replace_text(self.path / MANIFEST, manifest.model_dump_json(indent=1))
            self.close()
            self._adopt(manifest)
            sweep(self.path, manifest)
        except PermissionError as error:
            raise _unwritable(self.path) from error
        finally:
            lock.release()

    def log(self, act: str, details: Mapping[str, object]) -> None:
        """Append an act to the workspace's log, durably, with the time of the clock (UTC)."""
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        try:
            append_line(
                self.path / LOG,
                json.dumps({"at": now, "act": act, **details}, ensure_ascii=False, default=str),
            )
        except OSError as error:
            raise _unwritable(self.path) from error

    def acts(self) -> list[dict[str, object]]:
        """Return the acts in the log, oldest first; a line torn by a crash is left out."""
        if not (self.path / LOG).exists():
            return []
        found = []
        for line in (self.path / LOG).read_text(encoding="utf-8").splitlines():
            try:
                found.append(json.loads(line))
            except ValueError:
                continue
        return found

    def problems(self) -> list[str]:
        """Check the integrity of every file; return what is wrong, a line each."""
        return problems(self.path, self.manifest)
