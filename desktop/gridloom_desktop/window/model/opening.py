"""From a table of a workspace to the plain layer of a map."""

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from gridloom_analytics.disclosure.persons import counts_persons
from gridloom_analytics.titles import table_heading
from gridloom_desktop.canvas import ShapeKind, Shapes, build_shapes
from gridloom_desktop.window.model.looks import look_of, plain_style
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_layers.roles import LEVELS
from gridloom_layers.workspace import GEOMETRY, ROW_KEY, Store, TableInfo
from gridloom_layers.workspace.arrays import Arrays

SHAPES = "shapes 1"
"""The kind of the arrays that are kept: their form, by the number of its last change."""


def finest_level(tables: Iterable[TableInfo]) -> str | None:
    """Return the finest area level among the layers."""
    present = {table.role for table in tables if table.geometry is not None}
    return next((level for level in reversed(LEVELS) if level in present), None)


def open_layer(store: Store, table: TableInfo, finest: str | None = None) -> MapLayer:
    """Load one layer; its rows have one plain style."""
    shapes, row_keys = load_shapes(store, table)
    look = look_of(table.role, finest=finest)
    title = table_heading(table)
    return MapLayer(
        name=table.name,
        title=title,
        subject=title,
        table=table.name,
        role=table.role,
        shapes=shapes,
        row_keys=row_keys,
        style=plain_style(table.role, look),
        classes=np.zeros(len(row_keys), dtype=np.int16),
        look=look,
        persons=counts_persons(table),
    )


def load_shapes(store: Store, table: TableInfo) -> tuple[Shapes, npt.NDArray[np.int64]]:
    """Return a layer's shapes and row keys, from the arrays that the workspace keeps of them."""
    if table.geometry is None:
        raise ValueError(f"{table.name} has no geometry")
    kind: ShapeKind = table.geometry

    def make() -> Arrays:
        shapes, row_keys = read_shapes(store, table, kind)
        return {**shapes.arrays(), ROW_KEY: row_keys}

    kept = store.arrays(SHAPES, table.name, make)
    return Shapes.of_arrays(kind, kept), kept[ROW_KEY]


def read_shapes(
    store: Store, table: TableInfo, kind: ShapeKind
) -> tuple[Shapes, npt.NDArray[np.int64]]:
    """Read a layer's shapes and row keys, without making geometry objects."""
    keys: list[npt.NDArray[np.int64]] = [np.empty(0, dtype=np.int64)]

    def columns() -> Iterator[pa.Array]:
        for batch in store.shapes(table.name):
            keys.append(batch.column(ROW_KEY).to_numpy())
            yield batch.column(GEOMETRY)

    shapes = build_shapes(kind, columns())
    return shapes, np.concatenate(keys)
