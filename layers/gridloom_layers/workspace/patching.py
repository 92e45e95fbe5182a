"""A layer of which a few rows are others: only their parts and a copy of its GeoPackage are new."""

import errno
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import shapely

from gridloom_layers.workspace.amending import FEW_ROWS, amend_layer
from gridloom_layers.workspace.digest import layer_digest
from gridloom_layers.workspace.layers import Extent
from gridloom_layers.workspace.manifest import Box, Part, TableInfo
from gridloom_layers.workspace.own_columns import GEOMETRY, ROW_KEY
from gridloom_layers.workspace.parts import write_parts
from gridloom_layers.workspace.reading import FolderReading
from gridloom_layers.workspace.revising import Feed, revised_batches
from gridloom_layers.workspace.schema import aligned, schema_of
from gridloom_layers.workspace.writes import TableSpec


@dataclass(frozen=True)
class Patch:
    """Rows of a layer, with their geometry, that are ``changed`` and ``added``."""

    changed: pa.Table
    added: pa.Table


@dataclass(frozen=True)
class Patched:
    """What a layer is made of afterwards: as in :class:`TableInfo`."""

    records: tuple[Part, ...]
    layer: str
    layer_digest: str
    extent: Extent


def few(batches: Iterable[pa.RecordBatch]) -> tuple[list[pa.RecordBatch], Iterator[pa.RecordBatch]]:
    """Return the first batches up to ``FEW_ROWS`` rows and a bit, and the rest."""
    rest, taken, rows = iter(batches), [], 0
    while rows <= FEW_ROWS and (batch := next(rest, None)) is not None:
        taken.append(batch)
        rows += batch.num_rows
    return taken, rest


def fits(old: TableInfo, spec: TableSpec) -> bool:
    """Tell whether a layer keeps its columns, so that its files can be patched."""
    same = {field.name: field.type for field in old.fields} == {
        field.name: field.type for field in spec.fields
    }
    return old.layer is not None and old.geometry == spec.geometry and same


def patch_of(
    spec: TableSpec, changed: Iterable[pa.RecordBatch], added: Iterable[pa.RecordBatch]
) -> Patch | None:
    """Return a patch; None where so many rows are concerned that all are better written anew."""
    schema = schema_of(spec.fields, geometry=True)
    both = [
        pa.Table.from_batches([aligned(batch, schema) for batch in batches], schema)
        for batches in (changed, added)
    ]
    return Patch(*both) if both[0].num_rows + both[1].num_rows <= FEW_ROWS else None


def extent_after(before: FolderReading, old: TableInfo, patch: Patch) -> Extent:
    """Return the extent of a patched layer.

    Only where a shape was moved that reached the border of the old one, all shapes are read.
    """
    keys = patch.changed.column(ROW_KEY)
    moved = _moved(before.shapes(old.name, keys), patch)
    rows: Iterable[pa.RecordBatch] = ()
    extent = Extent()
    if old.extent is not None and any(_reaches(box, old.extent) for box in moved):
        rows = (_without(batch, keys) for batch in before.shapes(old.name))
    else:
        extent.include(old.extent)
    for _ in extent.watch(chain(rows, patch.changed.to_batches(), patch.added.to_batches())):
        pass
    return extent


def _without(batch: pa.RecordBatch, keys: pa.ChunkedArray) -> pa.RecordBatch:
    return batch.filter(pa.array(~np.isin(batch.column(ROW_KEY).to_numpy(), keys.to_numpy())))


def _moved(shapes: Iterable[pa.RecordBatch], patch: Patch) -> Iterator[npt.NDArray[np.float64]]:
    """Yield the boxes that shapes had before they were changed."""
    keys, newer = (patch.changed.column(name).to_pylist() for name in (ROW_KEY, GEOMETRY))
    known = dict(zip(keys, newer, strict=True))
    for row in (row for batch in shapes for row in batch.to_pylist()):
        if row[GEOMETRY] is not None and known.get(row[ROW_KEY]) != row[GEOMETRY]:
            yield shapely.bounds(shapely.from_wkb(row[GEOMETRY]))


def _reaches(box: npt.NDArray[np.float64], extent: Box) -> bool:
    return bool((box[:2] <= extent[:2]).any() or (box[2:] >= extent[2:]).any())


NewFile = Callable[[str, str, str], tuple[Path, str]]


def patched(
    before: FolderReading, new_file: NewFile, old: TableInfo, spec: TableSpec, patch: Patch,
    extent: Extent,
) -> Patched:  # fmt: skip
    """Write the parts and the GeoPackage of a patched layer, at the same time."""
    path, name = new_file("layers", spec.name, ".gpkg")
    with ThreadPoolExecutor(1, "layer") as beside:
        digest = beside.submit(_amended, before.locate(old.layer or ""), path, patch, extent.box)
        records = tuple(_records(before, new_file, old, spec, patch))
        return Patched(records, name, digest.result(), extent)


def _amended(source: Path, target: Path, patch: Patch, extent: Box | None) -> str:
    try:
        amend_layer(source, target, patch.changed, patch.added, extent)
    except sqlite3.OperationalError as error:
        if "full" in str(error) or "disk I/O" in str(error):  # SQLite's words for the disk's
            raise OSError(errno.ENOSPC, str(error), str(target)) from error
        raise
    return layer_digest(target)[1]


def _records(
    before: FolderReading, new_file: NewFile, old: TableInfo, spec: TableSpec, patch: Patch
) -> Iterator[Part]:
    """Yield the parts: those with rows of the patch anew, the last one with what is added."""
    schema = schema_of(spec.fields, geometry=False)
    feed = Feed(patch.changed.to_batches(), np.empty(0, np.int64))
    added = [aligned(batch, schema) for batch in patch.added.to_batches()]
    for part in old.records:
        behind = added if part is old.records[-1] else []
        if not behind and not feed.touches(part):
            yield part
            continue
        merged = revised_batches(before.scan_part(old.name, part), feed, schema, None, 0)
        yield from write_parts(
            lambda: new_file("records", spec.name, ".parquet"), chain(merged, behind), before.seal
        )
