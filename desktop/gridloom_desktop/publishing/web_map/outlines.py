"""Geometries for a web page: longitude and latitude in whole steps of a metre, as differences."""

from typing import Any

import geopandas as gpd
import numpy as np
import shapely

STEPS_PER_DEGREE = 100_000
"""1e-5 degree is about a metre."""
WIDTH_IN_STEPS = 20_000
"""Shapes are simplified to about this many steps across the map: more than any screen shows."""


def page_shapes(areas: gpd.GeoDataFrame) -> list[Any]:
    """Return each geometry for the page's script, in WGS84, simplified to what a screen shows.

    A polygon is a list of parts, each a list of rings; a line a list of parts; a point a list of
    positions. A ring, a part, a list of positions is flat: longitude and latitude of the first
    position in steps of 1e-5 degree, then the differences to the next ones. Neighbours that share
    vertices still do. An empty geometry is an empty list.
    """
    simplified = _simplified(areas.geometry)
    return [_encoded(shape) for shape in simplified.to_crs(4326)]


def _simplified(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Simplify areas as a coverage, so that shared borders stay shared."""
    polygons = shapes.geom_type.isin(["Polygon", "MultiPolygon"]).all()
    if not polygons or shapes.empty:
        return shapes
    left, _, right, _ = shapes.total_bounds
    tolerance = (right - left) / WIDTH_IN_STEPS
    simpler = shapely.coverage_simplify(shapes.to_numpy(), tolerance, simplify_boundary=True)
    return gpd.GeoSeries(simpler, index=shapes.index, crs=shapes.crs)


def _encoded(shape: shapely.Geometry | None) -> list[Any]:
    if shape is None or shapely.is_empty(shape):
        return []
    parts = shapely.get_parts(shape)
    if shapely.get_type_id(parts[0]) == shapely.GeometryType.POLYGON:
        return [[_differences(ring) for ring in shapely.get_rings(part)] for part in parts]
    if shapely.get_type_id(parts[0]) == shapely.GeometryType.POINT:
        return _differences(shapely.MultiPoint(parts))
    return [_differences(part) for part in parts]


def _differences(line: shapely.Geometry) -> list[int]:
    steps = np.round(shapely.get_coordinates(line) * STEPS_PER_DEGREE).astype(np.int64)
    kept = np.ones(len(steps), dtype=bool)
    kept[1:] = (np.diff(steps, axis=0) != 0).any(axis=1)
    steps = steps[kept]
    return np.diff(steps, axis=0, prepend=np.zeros((1, 2), np.int64)).ravel().tolist()
