"""The rows of a workspace as plain Parquet, with its row keys, for the peers.

What a good DBA would keep beside the rows is there: the keys of what a row is linked to (int64,
null where a link found nothing; ``person_key`` is the representative, tenant, employee or insured,
``entity_key`` the employer) and ``age`` in whole years at the data date (int16). Geometries are
WKB in the workspace's CRS.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from gridloom_layers.workspace import ROW_KEY, Store

COLUMNS: dict[str, tuple[str, ...]] = {
    "street": ("code", "name"),
    "community": ("code", "name"),
    "grid": ("code", "geometry"),
    "building": ("code", "address", "geometry"),
    "person": ("citizen_id", "name", "sex", "birth_date", "building_code"),
    "entity": ("credit_code", "name", "building_code"),
    "lease": ("room_code", "starts", "ends"),
    "employment": ("starts", "ends", "credit_code"),
    "social_insurance": ("starts",),
    "event": ("code", "kind", "geometry"),
}
KEYS: dict[str, tuple[str, ...]] = {
    "community": ("street_key",),
    "grid": ("community_key", "street_key"),
    "building": ("grid_key", "community_key", "street_key"),
    "person": ("building_key", "grid_key", "community_key", "street_key"),
    "entity": ("building_key", "grid_key", "person_key"),
    "lease": ("person_key",),
    "employment": ("person_key", "entity_key"),
    "social_insurance": ("person_key",),
    "event": ("grid_key",),
}
STEPS = {"grid_key": "building", "community_key": "grid", "street_key": "community"}
"""From which table a key is reached where a table has no link of its own."""


@dataclass(frozen=True)
class LookUp:
    """A link of a table: from row keys (ascending) to keys of the other table."""

    keys: np.ndarray
    values: pa.Array

    def __call__(self, wanted: pa.Array) -> pa.Array:
        """Return the other table's keys for row keys; null for null."""
        positions = np.searchsorted(self.keys, pc.fill_null(wanted, -1).to_numpy())
        there = pa.array(positions.clip(0, len(self.keys) - 1))
        found = self.values.take(there)
        return pc.if_else(pc.is_valid(wanted), found, pa.scalar(None, pa.int64()))


def export(store: Store, folder: Path) -> None:
    """Write ``TABLE.parquet`` for each table of ``COLUMNS``, batch by batch."""
    ways = {key: _look_up(store, table, key) for key, table in STEPS.items()}
    for name, columns in COLUMNS.items():
        batches = (
            pa.table({
                ROW_KEY: batch.column(ROW_KEY),
                **{column: batch.column(column) for column in columns},
                **_keys(batch, KEYS.get(name, ()), ways),
                **_age(batch, name, store.data_date),
            })
            for batch in store.scan(name, geometry="geometry" in columns)
        )  # fmt: skip
        _write(batches, folder / f"{name}.parquet")


def _look_up(store: Store, table: str, key: str) -> LookUp:
    rows = store.attributes(table, [key]).sort_by(ROW_KEY).combine_chunks()
    return LookUp(rows.column(ROW_KEY).to_numpy(), rows.column(key).combine_chunks())


def _keys(
    batch: pa.RecordBatch, wanted: tuple[str, ...], ways: dict[str, Callable[[pa.Array], pa.Array]]
) -> dict[str, pa.Array]:
    """Return the keys that are wanted: a link of the row itself, else a step from the last key."""
    found: dict[str, pa.Array] = {}
    for key in wanted:
        own = key in batch.schema.names
        found[key] = batch.column(key) if own else ways[key](found[f"{STEPS[key]}_key"])
    return found


def _age(batch: pa.RecordBatch, table: str, date: dt.date) -> dict[str, pa.Array]:
    return {"age": age_at(batch.column("birth_date"), date)} if table == "person" else {}


def age_at(born: pa.Array, date: dt.date) -> pa.Array:
    """Return ages in whole years on a date (int16), null where the birth date is."""
    day = pc.add(pc.multiply(pc.month(born), 100), pc.day(born))
    before = pc.cast(pc.greater(day, date.month * 100 + date.day), pa.int64())
    years = pc.subtract(pc.subtract(date.year, pc.year(born)), before)
    return pc.cast(years, pa.int16())


def _write(tables: Iterator[pa.Table], path: Path) -> None:
    first = next(tables)
    with pq.ParquetWriter(path, first.schema, compression="zstd") as writer:
        writer.write_table(first)
        for table in tables:
            writer.write_table(table)
