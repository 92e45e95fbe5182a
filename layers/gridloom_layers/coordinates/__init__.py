"""Coordinates: reference systems, axis order, and the offset datums of consumer maps."""

from gridloom_layers.coordinates.axes import AxisOrder, axis_order
from gridloom_layers.coordinates.crs import (
    Extent,
    Transformed,
    area_of_use,
    parse_crs,
    transform,
)
from gridloom_layers.coordinates.datum import (
    DATUMS,
    OFFSET_DATUMS,
    Datum,
    from_wgs84,
    to_wgs84,
)
from gridloom_layers.coordinates.projecting import projected_for
from gridloom_layers.coordinates.reproject import Reprojected, reproject

__all__ = [
    "DATUMS",
    "OFFSET_DATUMS",
    "AxisOrder",
    "Datum",
    "Extent",
    "Reprojected",
    "Transformed",
    "area_of_use",
    "axis_order",
    "from_wgs84",
    "parse_crs",
    "projected_for",
    "reproject",
    "to_wgs84",
    "transform",
]
