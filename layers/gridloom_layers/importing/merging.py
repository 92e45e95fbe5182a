"""New rows and the table that is there: one stream of one schema."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gridloom_layers.importing.columns import ARROW_TYPES
from gridloom_layers.importing.intake import SOURCE_NUMBER
from gridloom_layers.importing.keys import KeyIndex
from gridloom_layers.importing.texts import as_text
from gridloom_layers.importing.verdict import Mask
from gridloom_layers.readers import GEOMETRY, SOURCE_ROW
from gridloom_layers.readers.source import BATCH_ROWS
from gridloom_layers.roles import FieldType
from gridloom_layers.workspace import ROW_KEY, Store, TableField, TableInfo

ORIGIN = (ROW_KEY, SOURCE_NUMBER, SOURCE_ROW)


def union_fields(old: Sequence[TableField], new: Sequence[TableField]) -> tuple[TableField, ...]:
    """Return the fields of both, the old ones first; where types differ, one that holds both."""
    by_name = {field.name: field for field in new}
    kept = []
    for field in old:
        other = by_name.pop(field.name, field)
        grades = ("no", "sensitive", "identifier")
        personal = max(field.personal, other.personal, key=grades.index)
        kept.append(
            field.model_copy(update={"type": _wider(field.type, other.type), "personal": personal})
        )
    return (*kept, *by_name.values())


def _wider(one: FieldType, other: FieldType) -> FieldType:
    if one == other:
        return one
    if {one, other} == {"integer", "number"}:
        return "number"
    return "datetime" if {one, other} == {"date", "datetime"} else "text"


def schema_of(fields: Sequence[TableField], *, geometry: bool) -> pa.Schema:
    """Return the Arrow schema of a table with ``fields``."""
    names = dict.fromkeys(ORIGIN, pa.int64())
    names |= {field.name: ARROW_TYPES[field.type] for field in fields}
    return pa.schema({**names, GEOMETRY: pa.binary()} if geometry else names)


def aligned(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """Return a batch with exactly the columns of ``schema``; those that it lacks are null."""
    arrays = [
        batch.column(field.name).cast(field.type)
        if field.name in batch.schema.names
        else pa.nulls(batch.num_rows, field.type)
        for field in schema
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def appended(
    store: Store, old: TableInfo, new: Iterator[pa.RecordBatch], schema: pa.Schema
) -> Iterator[pa.RecordBatch]:
    """Yield the rows of the table, then the new ones."""
    for batch in store.scan(old.name, geometry=old.layer is not None):
        yield aligned(batch, schema)
    for batch in new:
        yield aligned(batch, schema)


class Upsert:
    """Rows replaced by key: staged in a file first, then merged into the table's own order.

    A replaced row keeps its row key, and its values in the columns that the source does not have.
    ``updated`` counts such rows.
    """

    def __init__(self, new: Iterator[pa.RecordBatch], key: str, staging: Path) -> None:
        self.updated = 0
        self._key = key
        first = next(new)
        with pa.ipc.new_file(str(staging), first.schema) as writer:
            writer.write_batch(first)
            for batch in new:
                writer.write_batch(batch)
        with pa.memory_map(str(staging)) as file:
            self._new = pa.ipc.open_file(file).read_all()
        self._index = KeyIndex(as_text(chunk) for chunk in self._new.column(key).chunks)

    def batches(self, store: Store, old: TableInfo, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        """Yield the rows of the table, replaced where there is a newer one, then the others."""
        used = np.zeros(self._new.num_rows, np.bool_)
        for batch in store.scan(old.name, geometry=old.layer is not None):
            yield self._merged(aligned(batch, schema), schema, used)
        rest = self._new.filter(pa.array(~used))
        for batch in rest.to_batches(max_chunksize=BATCH_ROWS):
            yield aligned(batch, schema)

    def _merged(self, batch: pa.RecordBatch, schema: pa.Schema, used: Mask) -> pa.RecordBatch:
        rows = self._index.rows(as_text(batch.column(self._key)))
        hit = rows >= 0
        used[rows[hit]] = True
        self.updated += int(hit.sum())
        found, at = pa.array(hit), pa.array(rows, mask=~hit)
        arrays = []
        for field in schema:
            array = batch.column(field.name)
            if field.name != ROW_KEY and field.name in self._new.schema.names:
                newer = self._new.column(field.name).take(at).combine_chunks().cast(field.type)
                array = pc.if_else(found, newer, array)
            arrays.append(array)
        return pa.RecordBatch.from_arrays(arrays, schema=schema)
