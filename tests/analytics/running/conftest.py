"""A small city with a planted hot corner, to run analyses on."""

import datetime as dt
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
import shapely

from gridloom_layers.workspace import (
    FolderStore,
    Link,
    TableField,
    TableSpec,
    create_workspace,
)

SIDE, CELL = 8, 500.0
GRID_FIELDS = (
    TableField(name="code", type="text", canonical=True),
    TableField(name="name", type="text", canonical=True),
    TableField(name="lights", type="number"),
    TableField(name="P", type="number"),
    TableField(name="flat", type="number"),
    TableField(name="unknown", type="number"),
)
PERSON_FIELDS = (TableField(name="sex", type="text", canonical=True),)


def table(columns: dict[str, pa.Array]) -> pa.RecordBatch:
    rows = len(next(iter(columns.values())))
    numbers = pa.array(range(1, rows + 1), pa.int64())
    return pa.record_batch(
        {"row_key": numbers, "source_number": numbers, "source_row": numbers, **columns}
    )


def grid() -> pa.RecordBatch:
    """64 cells; the lights are many in the lower left corner, one cell does not know them."""
    places = [(x, y) for y in range(SIDE) for x in range(SIDE)]
    squares = [shapely.box(x * CELL, y * CELL, (x + 1) * CELL, (y + 1) * CELL) for x, y in places]
    noise = np.random.default_rng(1).normal(size=len(places)).round(6)
    lights = [20.0 * (x < 3 and y < 3) + e for (x, y), e in zip(places, noise, strict=True)]
    return table(
        {
            "code": pa.array([f"{i:03d}" for i in range(len(places))]),
            "name": pa.array([f"格{x}-{y}" for x, y in places]),
            "lights": pa.array([*lights[:-1], None], pa.float64()),
            "P": pa.array(noise),
            "flat": pa.array([3.0] * len(places)),
            "unknown": pa.array([None] * len(places), pa.float64()),
            "geometry": pa.array(
                [shapely.to_wkb(shapely.MultiPolygon([s])) for s in squares], pa.binary()
            ),
        }
    )


def persons_of_cells() -> np.ndarray:
    """The row key of the cell of each of 3,200 persons: 40 to 60 a cell."""
    return np.repeat(np.arange(1, SIDE * SIDE + 1), np.tile([40, 60], SIDE * SIDE // 2))


def sexes(cells: np.ndarray) -> np.ndarray:
    """All women in the first three cells of the first three rows, else every other one."""
    x, y = (cells - 1) % SIDE, (cells - 1) // SIDE
    return np.where(((x < 3) & (y < 3)) | (np.arange(len(cells)) % 2 == 0), "F", "M")


@pytest.fixture
def city(tmp_path: Path) -> FolderStore:
    """A workspace with 64 cells and persons linked to them."""
    store = create_workspace(tmp_path / "城.gridloom", "EPSG:4547", dt.date(2026, 1, 1))
    cells = persons_of_cells()
    with store.change() as change:
        change.write(TableSpec("grid", "grid", GRID_FIELDS, "code", "area"), [grid()])
        change.write(
            TableSpec("person", "person", PERSON_FIELDS), [table({"sex": pa.array(sexes(cells))})]
        )
        link = Link(left="person", right="grid", by="code", on=None, column="grid_key", report={})
        change.link(link, pa.chunked_array([pa.array(cells, pa.int64())]))
    return store
