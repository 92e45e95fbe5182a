"""A workspace that holds one layer of footprints, made in seconds."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import shapely

from benchmarks.canvas.layers import Layer
from gridloom_layers.workspace import TableField, TableSpec, create_workspace

BATCH = 65_536
FIELD = "class"
DATE = dt.date(2026, 1, 1)


def make_workspace(layer: Layer, path: Path) -> Path:
    """Write a workspace with the footprints as its buildings; return their GeoPackage."""
    store = create_workspace(path, layer.crs, DATE)
    try:
        with store.change() as change:
            spec = TableSpec(
                "building", "building", (TableField(name=FIELD, type="integer"),), geometry="area"
            )
            change.write(spec, batches(layer))
        (file,) = path.rglob("*.gpkg")
        return file
    finally:
        store.close()


def batches(layer: Layer) -> Iterator[pa.RecordBatch]:
    """Yield the footprints as an import hands them to a change."""
    n = len(layer.areas)
    for start in range(0, n, BATCH):
        rows = slice(start, min(start + BATCH, n))
        keys = np.arange(rows.start, rows.stop)
        yield pa.record_batch(
            {
                "row_key": pa.array(keys, pa.int64()),
                "source_number": pa.array(np.ones(len(keys), dtype=np.int64)),
                "source_row": pa.array(keys + 2, pa.int64()),
                FIELD: pa.array(layer.classes[rows], pa.int64()),
                "geometry": pa.array(shapely.to_wkb(layer.areas[rows]), pa.binary()),
            }
        )
