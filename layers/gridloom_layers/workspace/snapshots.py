"""The city as it was: the rows that held at an earlier day.

A row holds from the data date of the source that it came from to that of the source that changed
it or took it out. Layers keep no history: they are as they are now.
"""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr
from gridloom_layers.workspace.derived import Derived
from gridloom_layers.workspace.locating import Locate
from gridloom_layers.workspace.manifest import Manifest, Part, TableInfo
from gridloom_layers.workspace.own_columns import (
    ENDED_BY,
    GEOMETRY,
    ROW_KEY,
    SOURCE_NUMBER,
    SOURCE_ROW,
)
from gridloom_layers.workspace.parts import read_columns, read_parts, stored_columns, write_file
from gridloom_layers.workspace.schema import aligned
from gridloom_layers.workspace.sealing import Seal


def days_of(table: TableInfo, data_date: dt.date) -> tuple[dt.date, ...]:
    """Return the days from which on a table had another state, the earliest first."""
    return tuple(sorted({source.as_of or data_date for source in table.sources}))


def manifest_at(manifest: Manifest, day: dt.date, locate: Locate, derived: Derived) -> Manifest:
    """Return the manifest of the city as it was at ``day``; ages are taken at that day.

    Raise ``BadInput`` for a day before the first source of any records.
    """
    kept = [table for table in manifest.tables.values() if table.layer is None and table.sources]
    first = min((days_of(table, manifest.data_date)[0] for table in kept), default=day)
    if day < first:
        raise BadInput(
            "no-state",
            tr("There is no state of {day}: the first source is of {first}.", day=day, first=first),
            hint=tr("“gridloom describe” lists the days."),
        )
    tables = {
        name: _table_at(table, day, manifest.data_date, locate, derived)
        for name, table in manifest.tables.items()
    }
    return manifest.model_copy(update={"tables": tables, "data_date": day})


def _table_at(
    table: TableInfo, day: dt.date, data_date: dt.date, locate: Locate, derived: Derived
) -> TableInfo:
    later = [one.number for one in table.sources if (one.as_of or data_date) > day]
    if not later or table.layer is not None:
        return table

    def write(path: Path) -> None:
        write_file(path, _state(table, pa.array(later), locate), locate.seal)

    files = [part.file for part in (*table.records, *table.history)]
    path = derived.file(f"snapshot {later}", files, ".parquet", write)
    part = _part(path, derived.name_of(path), locate.seal)
    return table.model_copy(update={"records": (part,), "history": (), "rows": part.rows})


def _part(path: Path, name: str, seal: Seal) -> Part:
    keys = pq.read_table(path, columns=[ROW_KEY], **seal.reading()).column(0)
    first, last = (keys[0].as_py(), keys[-1].as_py()) if len(keys) else (0, -1)
    return Part(file=name, rows=len(keys), first=first, last=last, sha256=None)


def _state(table: TableInfo, later: pa.Array, locate: Locate) -> Iterator[pa.RecordBatch]:
    """Yield the rows that none of the ``later`` sources had brought, by rising row key."""
    placed = [GEOMETRY] if table.geometry is not None else []
    columns = [ROW_KEY, SOURCE_NUMBER, SOURCE_ROW, *table.field_names, *placed]
    past = _past(table, later, locate, columns)
    for batch in read_parts(locate, table.records, columns):
        keep = pc.invert(pc.is_in(batch.column(SOURCE_NUMBER), value_set=later))
        here, last = batch.filter(keep), batch.column(ROW_KEY)[-1]
        due = pc.less_equal(past.column(ROW_KEY), last)
        ended, past = past.filter(due), past.filter(pc.invert(due))
        # a source of an earlier day that came later says again what a later day had ended
        again = pc.is_in(ended.column(ROW_KEY), value_set=here.column(ROW_KEY))
        yield from _in_order(pa.Table.from_batches([here]), ended.filter(pc.invert(again)))
    yield from _in_order(past, past.slice(0, 0))


def _past(table: TableInfo, later: pa.Array, locate: Locate, columns: list[str]) -> pa.Table:
    """Return the rows that held until one of the ``later`` sources, one for each row key."""
    schema = next(read_parts(locate, table.records, columns)).schema
    # what columns a part of the history has, and of which types, is as it was when it was written
    known = [_held(part, later, locate, schema) for part in table.history]
    rows = pa.concat_tables([schema.empty_table(), *known])
    order = np.argsort(rows.column(ROW_KEY).to_numpy(), kind="stable")
    keys = rows.column(ROW_KEY).to_numpy()[order]
    last = np.append(keys[1:] != keys[:-1], np.ones(min(1, len(keys)), np.bool_))
    return rows.take(pa.array(order[last]))


def _held(part: Part, later: pa.Array, locate: Locate, schema: pa.Schema) -> pa.Table:
    """Return the rows of a part of the history that held until one of the ``later`` sources."""
    stored = stored_columns(locate, [part])
    there = [name for name in schema.names if name in stored]
    rows = read_columns(locate, [part], [*there, ENDED_BY])
    held = pc.and_(
        pc.invert(pc.is_in(rows.column(SOURCE_NUMBER), value_set=later)),
        pc.is_in(rows.column(ENDED_BY), value_set=later),
    )
    batches = rows.filter(held).to_batches()
    return pa.Table.from_batches([aligned(batch, schema) for batch in batches], schema)


def _in_order(one: pa.Table, other: pa.Table) -> Iterator[pa.RecordBatch]:
    if other.num_rows:
        one = pa.concat_tables([one, other]).sort_by(ROW_KEY)
    yield from one.combine_chunks().to_batches() or [_empty(one.schema)]


def _empty(schema: pa.Schema) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([], schema=schema)
