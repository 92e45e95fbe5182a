"""A change of a folder store: files made in ``staging/``, moved, then named by the manifest."""

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import shapely

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.workspace.files import flush, flush_folder
from gridloom_layers.workspace.manifest import (
    ImportEntry,
    Link,
    Manifest,
    MeasureEntry,
    Obsolete,
    ResultEntry,
    TableField,
    TableInfo,
)
from gridloom_layers.workspace.readers import oldest_read
from gridloom_layers.workspace.store import GEOMETRY, ROW_KEY, TableSpec

STAGING = "staging"
LAYER = "layer"
"""The name of the one layer in each layer GeoPackage."""
FOLDERS = ("layers", "records", "results", "quarantine")
GEOMETRY_TYPES = {"area": "MultiPolygon", "line": "MultiLineString", "point": "Point"}


@dataclass
class FolderChange:
    """The writes of one change; see :class:`~gridloom_layers.workspace.store.Change`."""

    folder: Path
    manifest: Manifest
    _new_files: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._before = self.manifest
        shutil.rmtree(self.folder / STAGING, ignore_errors=True)
        self.sequence = self.manifest.sequence + 1

    def new_file(self, folder: str, name: str, suffix: str) -> tuple[Path, str]:
        """Return a path to write a file of this change to, and its name in the workspace."""
        number = len(self._new_files)
        relative = f"{folder}/{name}.{self.sequence:06d}-{number}{suffix}"
        path = self.folder / STAGING / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        self._new_files.append(relative)
        return path, relative

    def write(self, spec: TableSpec, batches: Iterable[pa.RecordBatch]) -> TableInfo:
        """Write a new generation of a table from a stream of batches."""
        self._check_name(spec.name, "tables")
        records, records_name = self.new_file("records", spec.name, ".parquet")
        layer_name, extent = None, None
        if spec.geometry is None:
            rows = _write_parquet(records, batches)
        else:
            shapes = records.with_suffix(".shapes")
            rows, extent = _split_geometry(batches, records, shapes)
            layer, layer_name = self.new_file("layers", spec.name, ".gpkg")
            _write_layer(layer, shapes, self.manifest.crs, GEOMETRY_TYPES[spec.geometry])
            shapes.unlink()
        table = TableInfo(
            **vars(spec),
            rows=rows,
            extent=extent,
            generation=self.sequence,
            records=records_name,
            layer=layer_name,
        )
        self._drop_links(spec.name)
        self._put(tables={**self.manifest.tables, spec.name: table})
        return table

    def link(self, link: Link, keys: pa.ChunkedArray) -> None:
        """Add (or replace) the link column of ``link.left`` in a new generation of its records."""
        table = self.manifest.tables[link.left]
        records, records_name = self.new_file("records", table.name, ".parquet")
        source = self._current(table.records)
        _write_parquet(records, _with_column(source, link.column, keys))
        others = tuple(field for field in table.fields if field.name != link.column)
        fields = (*others, TableField(name=link.column, type="integer"))
        update = {"records": records_name, "fields": fields, "generation": self.sequence}
        kept = tuple(
            old for old in self.manifest.links if (old.left, old.column) != (link.left, link.column)
        )
        self._put(
            tables={**self.manifest.tables, table.name: table.model_copy(update=update)},
            links=(*kept, link),
        )

    def _current(self, relative: str) -> Path:
        staged = self.folder / STAGING / relative
        return staged if staged.exists() else self.folder / relative

    def record_import(
        self, table: str, report: Mapping[str, object], quarantined: pa.Table | None
    ) -> ImportEntry:
        """Keep the report of an import and its quarantined rows."""
        number = max((entry.number for entry in self.manifest.imports), default=0) + 1
        name = None
        if quarantined is not None and quarantined.num_rows:
            path, name = self.new_file("quarantine", f"import-{number}", ".parquet")
            pq.write_table(quarantined, path, compression="zstd")
        entry = ImportEntry(number=number, table=table, report=dict(report), quarantine=name)
        self._put(imports=(*self.manifest.imports, entry))
        return entry

    def remember_mapping(self, headers: str, mapping: Mapping[str, str]) -> None:
        """Keep the mapping chosen for a set of source headers."""
        self._put(mappings={**self.manifest.mappings, headers: dict(mapping)})

    def put_measure(self, name: str, text: str) -> None:
        """Keep a measure under a name."""
        self._check_name(name, "measures")
        entry = MeasureEntry(name=name, text=text)
        self._put(measures={**self.manifest.measures, name: entry})

    def put_result(
        self, name: str, analysis: str, document: Mapping[str, object], files: Mapping[str, str]
    ) -> None:
        """Keep a result under a name, replacing an older one."""
        self._check_name(name, "results")
        entry = ResultEntry(
            name=name,
            analysis=analysis,
            generation=self.sequence,
            document=dict(document),
            files=dict(files),
        )
        self._put(results={**self.manifest.results, name: entry})

    def remove(self, name: str) -> None:
        """Remove the table, measure or result called ``name``.

        With a table go the links to it, its imports and the rows they set aside.
        """
        kind = self._kind(name)
        if kind == "tables":
            self._drop_links(name)
            self._put(imports=tuple(old for old in self.manifest.imports if old.table != name))
        entries = getattr(self.manifest, kind)
        self._put(**{kind: {key: value for key, value in entries.items() if key != name}})

    def rename(self, old: str, new: str) -> None:
        """Rename a table, measure or result; links and imports follow, link columns stay."""
        kind = self._kind(old)
        if new in getattr(self.manifest, kind):
            raise _taken(new)
        self._check_name(new, kind, besides=old)
        entries = {
            new if key == old else key: entry.model_copy(update={"name": new})
            if key == old
            else entry
            for key, entry in getattr(self.manifest, kind).items()
        }
        self._put(**{kind: entries})
        if kind == "tables":
            self._put(
                links=tuple(_renamed(link, old, new) for link in self.manifest.links),
                imports=tuple(
                    entry.model_copy(update={"table": new}) if entry.table == old else entry
                    for entry in self.manifest.imports
                ),
            )

    def _kind(self, name: str) -> str:
        for kind in KINDS:
            if name in getattr(self.manifest, kind):
                return kind
        raise BadInput(
            "unknown-name",
            tr("There is nothing called “{name}” in this workspace.", name=name),
            Where(file=str(self.folder)),
            tr("“gridloom describe” lists what it holds."),
        )

    def _check_name(self, name: str, kind: str, besides: str | None = None) -> None:
        """Refuse a name that is no file name, and one that another thing has, whatever its case."""
        _check_characters(name)
        for other in KINDS:
            for known in list[str](getattr(self.manifest, other)):
                same_thing = other == kind and known in (name, besides)
                if known.casefold() == name.casefold() and not same_thing:
                    raise _taken(known)

    def _drop_links(self, name: str) -> None:
        """Drop the links from and to a table; their columns are no fields any more."""
        dropped = [link for link in self.manifest.links if name in (link.left, link.right)]
        tables = dict(self.manifest.tables)
        for link in dropped:
            left = tables[link.left]
            fields = tuple(field for field in left.fields if field.name != link.column)
            tables[link.left] = left.model_copy(update={"fields": fields})
        kept = tuple(link for link in self.manifest.links if link not in dropped)
        self._put(tables=tables, links=kept)

    def _put(self, **changed: Any) -> None:
        self.manifest = self.manifest.model_copy(update=changed)

    def publish(self) -> Manifest:
        """Move the new files into place and return the manifest that names them."""
        current = self.manifest.files()
        for name in (name for name in self._new_files if name in current):
            target = self.folder / name
            flush(self.folder / STAGING / name)
            target.parent.mkdir(exist_ok=True)
            (self.folder / STAGING / name).replace(target)
        for folder in FOLDERS:
            if (self.folder / folder).is_dir():
                flush_folder(self.folder / folder)
        gone = sorted(self._before.files() - current)
        unswept = [old for old in self.manifest.obsolete if (self.folder / old.file).exists()]
        obsolete = (*unswept, *(Obsolete(file=name, since=self.sequence) for name in gone))
        return self.manifest.model_copy(update={"sequence": self.sequence, "obsolete": obsolete})

    def discard(self) -> None:
        """Remove what is left in ``staging/``."""
        shutil.rmtree(self.folder / STAGING, ignore_errors=True)


KINDS = ("tables", "measures", "results")
LONGEST_NAME = 200
"""Bytes: a file's name has 255, of which the generation takes some."""
DEVICES = {
    "CON",
    "PRN",
    "AUX",
    "NUL",
    *(f"{port}{n}" for port in ("COM", "LPT") for n in range(10)),
}
"""What Windows takes for a device, whatever follows the first dot."""


def sweep(folder: Path, manifest: Manifest) -> None:
    """Delete the files that no manifest read by anyone names, and what a crash left behind."""
    oldest = oldest_read(folder / "readers", manifest.sequence)
    kept = manifest.files() | {old.file for old in manifest.obsolete if old.since > oldest}
    for name in FOLDERS:
        for path in (folder / name).glob("*"):
            if f"{name}/{path.name}" not in kept:
                try:
                    path.unlink()
                except OSError:  # open elsewhere (Windows): the next sweep gets it
                    continue


def _check_characters(name: str) -> None:
    """Refuse what no file can be called, on Windows neither."""
    plain = name.isprintable() and not set(name) & set('/\\:*?"<>|')
    fits = 0 < len(name.encode()) <= LONGEST_NAME and name.partition(".")[0].strip() != ""
    if not plain or not fits or name.partition(".")[0].upper() in DEVICES:
        raise BadInput(
            "bad-name",
            tr("“{name}” cannot be used as a name.", name=name),
            hint=tr("Use letters, digits, “-” and “_”."),
        )


def _taken(name: str) -> BadInput:
    return BadInput(
        "name-taken",
        tr("The name “{name}” is taken.", name=name),
        hint=tr("Choose another name."),
    )


def _renamed(link: Link, old: str, new: str) -> Link:
    sides = {"left": link.left, "right": link.right}
    return link.model_copy(update={k: new if v == old else v for k, v in sides.items()})


def _write_parquet(path: Path, batches: Iterable[pa.RecordBatch]) -> int:
    rows, writer = 0, None
    try:
        for batch in batches:
            if writer is None:
                writer = pq.ParquetWriter(
                    path, batch.schema, compression="zstd", write_page_checksum=True
                )
            writer.write_batch(batch)
            rows += batch.num_rows
    finally:
        if writer is not None:
            writer.close()
    if writer is None:
        raise ValueError("a table needs at least one batch, empty or not")
    return rows


def _with_column(source: Path, column: str, keys: pa.ChunkedArray) -> Iterable[pa.RecordBatch]:
    file, offset = pq.ParquetFile(source), 0
    names = [name for name in file.schema_arrow.names if name != column]
    for batch in file.iter_batches(batch_size=65_536, columns=names):
        part = keys.slice(offset, batch.num_rows).combine_chunks().cast(pa.int64())
        offset += batch.num_rows
        yield batch.append_column(column, part)
    if offset == 0:  # an empty file has no batch that would tell its columns
        kept = [file.schema_arrow.field(name) for name in names]
        schema = pa.schema([*kept, pa.field(column, pa.int64())])
        yield pa.record_batch([pa.array([], field.type) for field in schema], schema=schema)


def _split_geometry(
    batches: Iterable[pa.RecordBatch], records: Path, shapes: Path
) -> tuple[int, tuple[float, float, float, float] | None]:
    """Write records without geometry, shapes with it; return the row count and the extent."""
    bounds = np.array([np.inf, np.inf, -np.inf, -np.inf])
    sink = None

    def without_geometry() -> Iterable[pa.RecordBatch]:
        nonlocal sink
        for batch in batches:
            if sink is None:
                sink = pa.ipc.new_file(str(shapes), batch.schema)
            sink.write_batch(batch)
            wkb = batch.column(GEOMETRY).to_numpy(zero_copy_only=False)
            if len(wkb):
                box = shapely.total_bounds(shapely.from_wkb(wkb))
                np.fmin(bounds[:2], box[:2], out=bounds[:2])
                np.fmax(bounds[2:], box[2:], out=bounds[2:])
            yield batch.drop_columns([GEOMETRY])

    try:
        rows = _write_parquet(records, without_geometry())
    finally:
        if sink is not None:
            sink.close()
    if not np.isfinite(bounds).all():
        return rows, None
    xmin, ymin, xmax, ymax = bounds.tolist()
    return rows, (xmin, ymin, xmax, ymax)


def _write_layer(path: Path, shapes: Path, crs: str, geometry_type: str) -> None:
    """Write a GeoPackage from the Arrow file, row key first, without the source columns."""
    with pa.memory_map(str(shapes)) as source:
        table = pa.ipc.open_file(source).read_all()
        names = [ROW_KEY, *(name for name in table.column_names if name not in HIDDEN), GEOMETRY]
        pyogrio.write_arrow(
            table.select(names),
            path,
            layer=LAYER,
            driver="GPKG",
            geometry_name=GEOMETRY,
            geometry_type=geometry_type,
            crs=crs,
        )


HIDDEN = (ROW_KEY, GEOMETRY, "source_number", "source_row")
