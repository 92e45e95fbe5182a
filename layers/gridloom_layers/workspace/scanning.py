"""The rows of a table from its first to its last: columns, shapes, or both as a frame.

The records of a table are Parquet parts; the shapes of a layer are in its GeoPackage, those of
records that have a place in the parts. GDAL and geopandas are loaded late: a map whose shapes
are kept as arrays needs neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from gridloom_layers.locks import told_if_locked
from gridloom_layers.workspace.locating import Locate
from gridloom_layers.workspace.manifest import LAYER, Box, Part, TableInfo
from gridloom_layers.workspace.own_columns import GEOMETRY, ROW_KEY
from gridloom_layers.workspace.parts import read_columns, read_parts
from gridloom_layers.workspace.schema import columns_of

if TYPE_CHECKING:
    import geopandas as gpd

SHAPES_A_QUESTION = 20_000
"""Rows whose shapes are asked of SQLite at once."""


def attributes(locate: Locate, table: TableInfo, columns: Sequence[str] | None) -> pa.Table:
    """Return ``row_key`` and columns (None: all) of a table, in row order."""
    wanted = columns_of(table) if columns is None else [ROW_KEY, *columns]
    return read_columns(locate, table.records, wanted)


def scan(
    locate: Locate, table: TableInfo, *, geometry: bool, columns: Sequence[str] | None
) -> Iterator[pa.RecordBatch]:
    """Yield columns of a table (None: all) in row order, with WKB ``geometry`` if asked for."""
    wanted = columns_of(table) if columns is None else list(columns)
    placed = geometry and table.geometry is not None
    if placed and table.layer is None:
        wanted.append(GEOMETRY)
    batches = read_parts(locate, table.records, wanted)
    if not placed or table.layer is None:
        yield from batches
        return
    offset, wkb = 0, _shapes_of(locate, table.layer)
    for batch in batches:
        part = wkb.slice(offset, batch.num_rows).combine_chunks().cast(pa.binary())
        offset += batch.num_rows
        yield batch.append_column(GEOMETRY, part)


def scan_part(locate: Locate, table: TableInfo, part: Part) -> Iterator[pa.RecordBatch]:
    """Yield all that one part of the records of a table holds, its geometry too."""
    wanted = [column for column in columns_of(table) if column not in part.lacks]
    if table.geometry is not None and table.layer is None:
        wanted.append(GEOMETRY)
    return read_parts(locate, [part], wanted)


def shapes(locate: Locate, table: TableInfo) -> Iterator[pa.RecordBatch]:
    """Yield ``row_key`` and WKB ``geometry`` of a table whose rows have a place, in row order."""
    if table.layer is None:
        yield from scan(locate, table, geometry=True, columns=[ROW_KEY])
        return
    import pyogrio

    path = locate(table.layer)
    with (
        told_if_locked(path),
        pyogrio.open_arrow(
            path, layer=LAYER, columns=[ROW_KEY], use_pyarrow=True, batch_size=65_536
        ) as (meta, batches),
    ):
        column = meta["geometry_name"] or "wkb_geometry"
        for batch in batches:
            parts = [batch.column(ROW_KEY), batch.column(column)]
            yield pa.RecordBatch.from_arrays(parts, names=[ROW_KEY, GEOMETRY])


def shapes_at(
    locate: Locate, table: TableInfo, positions: npt.NDArray[np.int64]
) -> Iterator[pa.RecordBatch]:
    """Yield ``row_key`` and WKB ``geometry`` of the rows at positions (rising) of a layer."""
    import pyogrio

    path = locate(table.layer or "")
    for start in range(0, len(positions), SHAPES_A_QUESTION):
        fids = positions[start : start + SHAPES_A_QUESTION] + 1  # GDAL counted them so
        with told_if_locked(path):
            meta, found = pyogrio.read_arrow(path, layer=LAYER, columns=[ROW_KEY], fids=fids)
        named = {ROW_KEY: ROW_KEY, meta["geometry_name"] or "wkb_geometry": GEOMETRY}
        yield from found.select(list(named)).rename_columns(list(named.values())).to_batches()


def near(
    locate: Locate, table: TableInfo, box: Box
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.object_]]:
    """Return the row keys and the shapes of a layer whose boxes meet ``box``, in row order.

    Records that have a place have no index of it: none of them is returned.
    """
    if table.layer is None:
        return np.empty(0, np.int64), np.empty(0, object)
    import pyogrio
    import shapely

    path = locate(table.layer)
    with told_if_locked(path):
        meta, found = pyogrio.read_arrow(path, layer=LAYER, columns=[ROW_KEY], bbox=box)
    wkb = found.column(meta["geometry_name"] or "wkb_geometry").to_numpy()
    return found.column(ROW_KEY).to_numpy(), shapely.from_wkb(wkb)


def frame(
    locate: Locate, table: TableInfo, columns: Sequence[str] | None, crs: str
) -> gpd.GeoDataFrame:
    """Return a table whose rows have a place as a frame, indexed by row key."""
    import geopandas as gpd
    import shapely

    # Links live in the records only, so the attributes come from there.
    values = attributes(locate, table, columns).to_pandas().set_index(ROW_KEY)
    if table.layer is not None:
        wkb = _shapes_of(locate, table.layer)
    else:
        wkb = read_columns(locate, table.records, [GEOMETRY]).column(0)
    return gpd.GeoDataFrame(values, geometry=shapely.from_wkb(wkb.to_numpy()), crs=crs)


def _shapes_of(locate: Locate, layer: str) -> pa.ChunkedArray:
    """Return the geometries of a layer as WKB, in row order."""
    import pyogrio

    path = locate(layer)
    with told_if_locked(path):
        meta, table = pyogrio.read_arrow(path, layer=LAYER, columns=[])
    return table.column(meta["geometry_name"] or "wkb_geometry")
