"""Layers of the window's map that leave: rows with what they are drawn by, further shapes."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import shapely

from gridloom_analytics.disclosure.grading import treated, treatments
from gridloom_analytics.raster import geotiff
from gridloom_analytics.result import Result
from gridloom_desktop.publishing.export.cleared import release_answer
from gridloom_desktop.publishing.export.counts import SUPPRESSED_COLUMN
from gridloom_desktop.publishing.export.places import places
from gridloom_desktop.publishing.export.recoloured import check_shown, treated_values
from gridloom_desktop.publishing.export.released import ReleasedTable
from gridloom_desktop.publishing.export.result_layers import as_rows
from gridloom_layers.workspace import Store, TableInfo


@dataclass(frozen=True)
class ShownRows:
    """Rows of a table that a map shows, and what they are drawn by.

    ``keys`` are their row keys. ``values`` (on all row keys) are columns as they may be seen, of
    which ``fields`` maps those that are fields of the table to these; ``withheld`` (None: none) are
    the rows whose figures rest on few persons. Rows that are ``whole`` have all fields of their
    table in place of code and name. ``as_points`` puts the middle of its box in place of each
    shape.
    """

    keys: npt.NDArray[np.int64]
    values: pd.DataFrame
    fields: dict[str, str]
    withheld: pd.Series | None = None
    whole: bool = False
    as_points: bool = False


def release_shown(store: Store, table: str, shown: ShownRows, name: str) -> ReleasedTable:
    """Release rows as a layer called ``name``: row key, code, name, place, and their values.

    Raises ``BadInput`` where the rows are persons, or they are drawn by a personal field.
    """
    own = tuple(shown.fields.values())
    check_shown(store, table, own)
    rows = _records(store, store.table(table)) if shown.whole else places(store, table)
    rows = rows.loc[shown.keys]
    values = treated_values(store, table, shown.values.loc[shown.keys], own)
    frame = gpd.GeoDataFrame(rows.join(values))
    if shown.withheld is not None:
        frame[SUPPRESSED_COLUMN] = shown.withheld.loc[shown.keys].to_numpy(bool)
    if shown.as_points:
        frame = frame.set_geometry(_middles(frame.geometry))
    return as_rows(frame, name, store.crs, store.data_date)


def _records(store: Store, info: TableInfo) -> gpd.GeoDataFrame:
    """Return rows with their places, each field as its grade allows."""
    rows = store.layer(info.name, list(info.field_names))
    attributes = pa.Table.from_pandas(pd.DataFrame(rows.drop(columns=rows.geometry.name)),
                                      preserve_index=False)  # fmt: skip
    plan = treatments(info, attributes.column_names, store.links)
    kept = treated(attributes, plan).to_pandas().set_axis(rows.index)
    return gpd.GeoDataFrame(kept, geometry=rows.geometry.to_numpy(), crs=rows.crs)


def _middles(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    xmin, ymin, xmax, ymax = shapes.bounds.to_numpy().T
    points = shapely.points((xmin + xmax) / 2, (ymin + ymax) / 2)
    return gpd.GeoSeries(points, shapes.index, crs=shapes.crs)


def release_shapes(result: Result, kind: str, name: str) -> ReleasedTable | None:
    """Release further shapes of a result as a layer called ``name``; None where there are none."""
    frame = release_answer(result).shapes.get(kind)
    return None if frame is None else as_rows(frame, name, result.crs, result.data_date)


def release_raster(result: Result, kind: str) -> bytes | None:
    """Release a raster of a result as a GeoTIFF; None where there is none that may leave."""
    raster = release_answer(result).rasters.get(kind)
    return None if raster is None else geotiff({kind: raster})
