"""All Parquet of a workspace written anew, in one change."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from gridloom_layers.progress import Progress
from gridloom_layers.roles import role
from gridloom_layers.workspace.change import FolderChange
from gridloom_layers.workspace.digest import layer_digest
from gridloom_layers.workspace.files import digest_of
from gridloom_layers.workspace.manifest import ImportEntry, Part, TableInfo
from gridloom_layers.workspace.parts import (
    PartsWriter,
    read_parts,
    stored_columns,
    write_parts,
)
from gridloom_layers.workspace.reading import FolderReading
from gridloom_layers.workspace.schema import schema_of


def write_records_anew(before: FolderReading, change: FolderChange, progress: Progress) -> None:
    """Write the records of all tables as parts of today's layout, with the seal of the change.

    Records that have a place get their geometry into them: no layer of theirs stays.
    """
    tables, total = {}, sum(table.rows for table in before.tables.values())
    done = 0
    for name, table in before.tables.items():
        placed = table.geometry is not None and role(table.role).records
        rows = _watched(before.scan(name, geometry=placed), progress, done, total)
        records = _records(change, table, rows)
        done += table.rows
        layer = None if placed else table.layer
        tables[name] = table.model_copy(update={
            "records": records,
            "history": _history(before, change, table),
            "layer": layer,
            "layer_digest": None if layer is None else layer_digest(before.locate(layer))[1],
        })  # fmt: skip
    change.manifest = change.manifest.model_copy(update={"tables": tables})


def _watched(
    rows: Iterator[pa.RecordBatch], progress: Progress, done: int, total: int
) -> Iterator[pa.RecordBatch]:
    for batch in rows:
        progress.report("rewrite", done, total)
        done += batch.num_rows
        yield batch


def _records(
    change: FolderChange, table: TableInfo, rows: Iterator[pa.RecordBatch]
) -> tuple[Part, ...]:
    if not table.rows:  # no batch would tell the columns
        placed = table.geometry is not None and role(table.role).records
        schema = schema_of(table.fields, geometry=placed)
        rows = iter([pa.RecordBatch.from_pylist([], schema=schema)])
    return write_parts(
        lambda: change.new_file("records", table.name, ".parquet"), rows, change.seal
    )


def _history(before: FolderReading, change: FolderChange, table: TableInfo) -> tuple[Part, ...]:
    # each part by itself: a part has the columns, and their types, of the day it was written
    name = f"{table.name}-history"
    return tuple(new for part in table.history for new in _parts(before, change, (part,), name))


def _parts(
    before: FolderReading, change: FolderChange, parts: tuple[Part, ...], name: str
) -> tuple[Part, ...]:
    rows = read_parts(before.locate, parts, stored_columns(before.locate, parts))
    with PartsWriter(lambda: change.new_file("records", name, ".parquet"), change.seal) as writer:
        for batch in rows:
            writer.write(batch)
    return writer.parts


def write_others_anew(before: FolderReading, change: FolderChange) -> None:
    """Write what is owned, quarantined rows and tables of results with the seal of the change."""
    manifest = change.manifest
    ownership = {
        name: owned.model_copy(update={
            "claims": _parts(before, change, owned.claims, f"{name}-claims"),
            "conflicts": _parts(before, change, owned.conflicts, f"{name}-conflicts"),
            "edits": _parts(before, change, owned.edits, f"{name}-edits"),
        })
        for name, owned in manifest.ownership.items()
    }  # fmt: skip
    imports = tuple(_requarantined(before, change, entry) for entry in manifest.imports)
    results = {
        name: entry.model_copy(
            update={"files": {kind: _again(before, change, file)
                              for kind, file in entry.files.items()}}
        )
        for name, entry in manifest.results.items()
    }  # fmt: skip
    change.manifest = manifest.model_copy(update={
        "imports": imports, "results": results, "ownership": ownership,
    })  # fmt: skip


def _requarantined(before: FolderReading, change: FolderChange, entry: ImportEntry) -> ImportEntry:
    name = _again(before, change, entry.quarantine)
    digest = None if name is None else digest_of(change.pending.locate(name))
    return entry.model_copy(update={"quarantine": name, "quarantine_sha256": digest})


def _again(before: FolderReading, change: FolderChange, name: str | None) -> Any:
    """Return the new name of a Parquet file that was written anew; others stay as they are."""
    if name is None or not name.endswith(".parquet"):
        return name
    folder, _, file = name.partition("/")
    path, new = change.new_file(folder, file.rsplit(".", 2)[0], ".parquet")
    _copy(before.locate(name), path, before, change)
    return new


def _copy(source: Path, target: Path, before: FolderReading, change: FolderChange) -> None:
    # As it was, to the metadata that pandas and geopandas keep in the schema.
    with pq.ParquetFile(source, **before.seal.reading()) as file:
        schema = file.schema_arrow
        with pq.ParquetWriter(target, schema, compression="zstd", **change.seal.writing()) as out:
            for group in range(file.num_row_groups):
                out.write_table(file.read_row_group(group))
