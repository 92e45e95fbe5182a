"""What a result shows beside the values of its layer: outlines, lines, places, surfaces."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import shapely

from gridloom_analytics.cartography import Style, StyleClass
from gridloom_analytics.cartography.surfaces import surface_style
from gridloom_analytics.raster import Raster
from gridloom_analytics.result import Result
from gridloom_desktop.canvas import build_shapes
from gridloom_desktop.canvas.shapes import ShapeKind
from gridloom_desktop.window.model.looks import (
    FOUND_AREAS,
    FOUND_LINES,
    FOUND_POINTS,
    FOUND_SURFACE,
    Look,
)
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_desktop.window.model.tables import ToldTable, output_title, told
from gridloom_layers.language import tr

LOOKS: dict[ShapeKind, Look] = {
    "area": FOUND_AREAS, "line": FOUND_LINES, "point": FOUND_POINTS,
}  # fmt: skip
CELLS = "cells"
"""The shapes that say what is found of points, in the style of the result."""
MOST_OUTLINES = 1000
"""Where there are more areas, their outlines hide the map until someone asks for them."""


def further_layers(base: MapLayer, name: str, shown: Result) -> list[MapLayer]:
    """Return a layer for each raster and for all further shapes of a result that may be seen."""
    layers = [_surface(base, name, kind, one, shown) for kind, one in shown.rasters.items()]
    for kind, frame in shown.shapes.items():
        if (found := _kind(frame)) is not None:
            layers.append(_shapes_layer(base, name, kind, found, frame, shown))
    return layers


def _kind(frame: gpd.GeoDataFrame) -> ShapeKind | None:
    """Return what shapes are, or None where there are none."""
    types = set(frame.geometry.geom_type.dropna())
    for kind, word in (("area", "Polygon"), ("line", "Line"), ("point", "Point")):
        if any(word in one for one in types):
            return kind  # pyright: ignore[reportReturnType] - one of the three
    return None


def _shapes_layer(
    base: MapLayer, name: str, kind: str, found: ShapeKind, frame: gpd.GeoDataFrame, shown: Result
) -> MapLayer:
    columns = pd.DataFrame(frame.drop(columns=frame.geometry.name)).reset_index(drop=True)
    table = told(shown, "layer", kind, columns)
    geometries = pa.array(shapely.to_wkb(frame.geometry.to_numpy()), pa.binary())
    style = shown.style
    if kind == CELLS and style is not None and style.column in columns:
        layer = _layer(base, name, kind, found, geometries, table, FOUND_SURFACE)
        return layer.styled(style, columns[style.column])
    layer = _layer(base, name, kind, found, geometries, table, LOOKS[found])
    if found == "area" and (shown.rasters or len(frame) > MOST_OUTLINES):
        return replace(layer, visible=False)
    return layer


def _surface(base: MapLayer, name: str, kind: str, raster: Raster, shown: Result) -> MapLayer:
    """Return a raster as squares, those outside the study area left out."""
    rows, columns = np.nonzero(np.isfinite(raster.values))
    values = raster.values[rows, columns].astype(float)
    west = raster.west + columns.astype(np.float64) * raster.cell
    north = raster.north - rows.astype(np.float64) * raster.cell
    squares = _squares(west, north, raster.cell)
    unit = shown.style.unit if shown.style and kind == shown.style.column else ""
    title = output_title(shown, "raster", kind)
    table = ToldTable(title, pd.DataFrame({"value": values}), {"value": tr("value").both()})
    layer = _layer(base, name, kind, "area", squares, table, FOUND_SURFACE)
    layer = layer.styled(surface_style(values, title, unit), values)
    first = next(iter(shown.rasters)) == kind
    return layer if first else replace(layer, visible=False)


def _layer(
    base: MapLayer,
    name: str,
    kind: str,
    found: ShapeKind,
    geometries: pa.Array,
    table: ToldTable,
    look: Look,
) -> MapLayer:
    title, count = table.title, len(table.frame)
    one = StyleClass(colour=look.colour, label=title, value="")
    return MapLayer(
        name=f"{name} {kind}",
        title=title,
        subject=title,
        table=base.table,
        role=base.role,
        shapes=build_shapes(found, [geometries]),
        row_keys=np.arange(count),
        style=Style(column="", title=title, kind="categorical", classes=(one,), method="single"),
        classes=np.zeros(count, dtype=np.int16),
        look=look,
        result=name,
        attributes=table,
    )


SQUARE = np.dtype(
    [("order", "u1"), ("type", "<u4"), ("rings", "<u4"), ("vertices", "<u4"), ("xy", "<f8", (5, 2))]
)
"""A polygon with one ring of five vertices as WKB."""


def _squares(
    west: npt.NDArray[np.float64], north: npt.NDArray[np.float64], side: float
) -> pa.Array:
    """Return squares as WKB, written at once: a surface has hundreds of thousands of them."""
    squares = np.empty(len(west), dtype=SQUARE)
    squares["order"], squares["type"], squares["rings"], squares["vertices"] = 1, 3, 1, 5
    corners = np.array([(0, 0), (0, -1), (1, -1), (1, 0), (0, 0)]) * side
    squares["xy"] = np.column_stack([west, north])[:, None, :] + corners
    ends = np.arange(len(west) + 1, dtype=np.int32) * SQUARE.itemsize
    buffers = [None, pa.py_buffer(ends.tobytes()), pa.py_buffer(squares.tobytes())]
    return pa.Array.from_buffers(pa.binary(), len(west), buffers)
