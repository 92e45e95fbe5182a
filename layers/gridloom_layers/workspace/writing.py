"""The rows of a table written: anew, behind the old ones, revised, or with the column of a link.

Whatever a change of rows leaves alone stays in the files that it is in.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from gridloom_layers.ahead import ahead
from gridloom_layers.roles import role
from gridloom_layers.workspace.digest import layer_digest
from gridloom_layers.workspace.layers import Extent, set_aside_shapes, write_layer
from gridloom_layers.workspace.manifest import Link, Part, TableField, TableInfo
from gridloom_layers.workspace.own_columns import GEOMETRY
from gridloom_layers.workspace.parts import PartsWriter, stored_columns, write_parts
from gridloom_layers.workspace.patching import extent_after, few, fits, patch_of, patched
from gridloom_layers.workspace.reading import FolderReading
from gridloom_layers.workspace.revising import Feed, revised_batches
from gridloom_layers.workspace.schema import aligned, schema_of
from gridloom_layers.workspace.sealing import Seal
from gridloom_layers.workspace.writes import TableSpec

Longs = npt.NDArray[np.int64]


@dataclass(frozen=True)
class TableWriter:
    """Writes tables as files that ``new_file`` gives (by folder, name and suffix).

    ``before`` is the workspace as it is, ``generation`` the number of the tables written.
    """

    before: FolderReading
    new_file: Callable[[str, str, str], tuple[Path, str]]
    generation: int
    seal: Seal

    def write(
        self,
        spec: TableSpec,
        batches: Iterable[pa.RecordBatch],
        kept: TableInfo | None = None,
        history: tuple[Part, ...] = (),
    ) -> TableInfo:
        """Write rows of a table: all, or those after the rows of ``kept``."""
        extent, layer = Extent(), None
        if spec.geometry is not None:
            batches = extent.watch(batches)
        if spec.geometry is None or role(spec.role).records:
            parts = self._parts(spec.name, batches)
        else:
            path, file = self.new_file("layers", spec.name, ".gpkg")
            shapes = path.with_suffix(".shapes")
            parts = self._parts(spec.name, set_aside_shapes(batches, shapes))
            write_layer(path, shapes, self.before.crs, spec.geometry)
            shapes.unlink()
            layer = file, layer_digest(path)[1]
        if kept is not None:
            extent.include(kept.extent)
            parts = (*_lacking(kept.records, spec, kept), *parts)
        return self._table(spec, parts, extent, layer, history)

    def _table(
        self,
        spec: TableSpec,
        parts: tuple[Part, ...],
        extent: Extent,
        layer: tuple[str, str] | None,
        history: tuple[Part, ...],
    ) -> TableInfo:
        return TableInfo(
            **vars(spec),
            rows=sum(part.rows for part in parts),
            extent=extent.box,
            generation=self.generation,
            records=parts,
            history=history,
            layer=layer and layer[0],
            layer_digest=layer and layer[1],
        )

    def _parts(self, name: str, batches: Iterable[pa.RecordBatch]) -> tuple[Part, ...]:
        return write_parts(lambda: self._record_file(name), batches, self.seal)

    def _record_file(self, name: str) -> tuple[Path, str]:
        return self.new_file("records", name, ".parquet")

    def append(self, spec: TableSpec, batches: Iterable[pa.RecordBatch]) -> TableInfo:
        """Add rows to a table; its links stay, those of the new rows are null."""
        old = self.before.tables[spec.name]
        schema = schema_of(spec.fields, geometry=spec.geometry is not None)
        if old.layer is None and old.geometry == spec.geometry and not self._anew(old, spec):
            rows = (aligned(batch, schema) for batch in batches)
            return self.write(spec, rows, kept=old, history=old.history)
        first, rest = few(batches)
        if (done := self._patched(spec, old, [], first)) is not None:
            return done
        before = self.before.scan(old.name, geometry=old.geometry is not None)
        rows = (aligned(batch, schema) for batch in chain(before, first, rest))
        return self.write(spec, rows, history=old.history)

    def _patched(
        self,
        spec: TableSpec,
        old: TableInfo,
        changed: list[pa.RecordBatch],
        added: list[pa.RecordBatch],
    ) -> TableInfo | None:
        """Write a layer by patching its files; None where it is better written anew."""
        if not fits(old, spec):
            return None
        patch = patch_of(spec, changed, added)
        if patch is None:
            return None
        extent = extent_after(self.before, old, patch)
        done = patched(self.before, self.new_file, old, spec, patch, extent)
        layer = done.layer, done.layer_digest
        return self._table(spec, done.records, done.extent, layer, old.history)

    def revise(
        self,
        spec: TableSpec,
        revised: Iterable[pa.RecordBatch],
        removed: Longs,
        ended_by: int,
    ) -> TableInfo:
        """Replace rows by their new versions and take rows out; keep the old ones as history."""
        old = self.before.tables[spec.name]
        schema = schema_of(spec.fields, geometry=spec.geometry is not None)
        if old.layer is not None or (spec.geometry and not role(spec.role).records):
            first, rest = few(revised)
            if not len(removed) and (done := self._patched(spec, old, first, [])) is not None:
                return done
            feed = Feed(chain(first, rest), removed)
            rows = self.before.scan(old.name, geometry=True)
            return self.write(spec, revised_batches(rows, feed, schema, None, ended_by))
        feed = Feed(revised, removed)
        records: list[Part] = []
        extent = Extent()
        extent.include(old.extent)
        anew = self._anew(old, spec)
        with PartsWriter(lambda: self._record_file(f"{spec.name}-history"), self.seal) as past:
            for part in old.records:
                # a new column must stand in one part at least, or nothing tells its type
                tells = part is old.records[-1] and bool(_new_columns(spec, old))
                if feed.touches(part) or anew or tells:
                    rows = self.before.scan_part(old.name, part)
                    merged = revised_batches(rows, feed, schema, past, ended_by)
                    watched = extent.watch(merged) if spec.geometry else merged
                    records += self._parts(spec.name, watched)
                else:
                    records += _lacking((part,), spec, old)
        return self._table(spec, tuple(records), extent, None, (*old.history, *past.parts))

    def _anew(self, old: TableInfo, spec: TableSpec) -> bool:
        """Tell whether all rows must be written anew: for a type, or a name that comes back.

        The files still hold the column that once had that name, and queries would see it.
        """
        new = _new_columns(spec, old)
        known = stored_columns(self.before.locate, old.records) if new else []
        return _retyped(old, spec) or not set(new).isdisjoint(known)

    def linked(
        self, link: Link, keys: pa.ChunkedArray, scores: pa.ChunkedArray | None
    ) -> TableInfo:
        """Write the left table of a link with its columns, added or replaced."""
        table = self.before.tables[link.left]
        columns = {link.column: keys.cast(pa.int64())}
        added = [TableField(name=link.column, type="integer")]
        if link.score is not None and scores is not None:
            columns[link.score] = scores.cast(pa.float64())
            added.append(TableField(name=link.score, type="number"))
        others = tuple(field for field in table.fields if field.name not in columns)
        fields = (*others, *added)
        records = self._parts(table.name, self._with_columns(table, fields, columns))
        update = {"records": records, "fields": fields, "generation": self.generation}
        return table.model_copy(update=update)

    def _with_columns(
        self,
        table: TableInfo,
        fields: tuple[TableField, ...],
        columns: Mapping[str, pa.ChunkedArray],
    ) -> Iterator[pa.RecordBatch]:
        """Yield the rows of a table with further columns; its geometry, where it is in them."""
        placed = table.geometry is not None and table.layer is None
        offset = 0
        for batch in ahead(self.before.scan(table.name, geometry=placed)):
            batch = batch.drop_columns([name for name in columns if name in batch.schema.names])
            for name, values in columns.items():
                part = values.slice(offset, batch.num_rows).combine_chunks()
                batch = batch.append_column(name, part)
            offset += batch.num_rows
            yield batch
        if offset == 0:  # an empty table has no batch that would tell its columns
            yield pa.RecordBatch.from_pylist([], schema=schema_of(fields, geometry=placed))


def _retyped(old: TableInfo, spec: TableSpec) -> bool:
    """Tell whether a column gets another type."""
    types = {field.name: field.type for field in spec.fields}
    return any(types.get(field.name, field.type) != field.type for field in old.fields)


def _lacking(parts: Iterable[Part], spec: TableSpec, old: TableInfo) -> tuple[Part, ...]:
    """Return parts that stay as they are, with the columns that have come since."""
    new = _new_columns(spec, old)
    return tuple(part.model_copy(update={"lacks": (*part.lacks, *new)}) for part in parts)


def _new_columns(spec: TableSpec, old: TableInfo) -> tuple[str, ...]:
    placed = (GEOMETRY,) if spec.geometry is not None and old.geometry is None else ()
    return (*(field.name for field in spec.fields if old.field(field.name) is None), *placed)
