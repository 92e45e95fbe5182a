"""The columns of stored tables as Arrow has them."""

from collections.abc import Sequence

import pyarrow as pa

from gridloom_layers.roles import FieldType
from gridloom_layers.workspace.manifest import TableField, TableInfo
from gridloom_layers.workspace.own_columns import GEOMETRY, ROW_KEY, SOURCE_NUMBER, SOURCE_ROW
from gridloom_layers.workspace.reads import Reading

ARROW_TYPES: dict[FieldType, pa.DataType] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "date": pa.date32(),
    "datetime": pa.timestamp("ms"),
    "boolean": pa.bool_(),
}


def schema_of(fields: Sequence[TableField], *, geometry: bool) -> pa.Schema:
    """Return the Arrow schema of a table with ``fields``."""
    names = dict.fromkeys((ROW_KEY, SOURCE_NUMBER, SOURCE_ROW), pa.int64())
    names |= {field.name: ARROW_TYPES[field.type] for field in fields}
    return pa.schema({**names, GEOMETRY: pa.binary()} if geometry else names)


def columns_of(table: TableInfo) -> list[str]:
    """Return the columns of a table in order, without its geometry and links that were dropped."""
    return [ROW_KEY, SOURCE_NUMBER, SOURCE_ROW, *table.field_names]


def next_row_key(reading: Reading, table: TableInfo) -> int:
    """Return the first row key that was never used in a table.

    Rows that are gone are in its history, or where they were taken out by hand among its edits.
    """
    owned = reading.ownership.get(table.name)
    parts = (*table.records, *table.history, *(owned.edits if owned else ()))
    return max(0, *(part.last for part in parts)) + 1


def aligned(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """Return a batch with exactly the columns of ``schema``; those that it lacks are null."""
    arrays = [
        batch.column(field.name).cast(field.type)
        if field.name in batch.schema.names
        else pa.nulls(batch.num_rows, field.type)
        for field in schema
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)
