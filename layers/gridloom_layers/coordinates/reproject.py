"""Shapes from a source's datum and CRS into the workspace's CRS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import shapely

from gridloom_layers.coordinates.crs import transform
from gridloom_layers.coordinates.datum import OFFSET_DATUMS, to_wgs84

if TYPE_CHECKING:  # see crs
    from pyproj import CRS

WGS84 = "EPSG:4326"


@dataclass(frozen=True)
class Reprojected:
    """Shapes in the target CRS; ``failed`` ones, which it cannot hold, are None."""

    shapes: npt.NDArray[np.object_]
    failed: npt.NDArray[np.bool_]


def reproject(
    shapes: npt.NDArray[np.object_], source: CRS, target: CRS, datum: str = "wgs84"
) -> Reprojected:
    """Take off the offset of ``datum`` and transform into ``target``; two dimensions are kept.

    A shape fails where any of its finite coordinates becomes infinite (swapped axes, a wrong
    CRS). None and empty shapes stay as they are.
    """
    from pyproj import CRS

    xy, owner = shapely.get_coordinates(shapes, return_index=True)
    x, y = xy[:, 0], xy[:, 1]
    broken = np.zeros(len(x), np.bool_)
    if datum in OFFSET_DATUMS:
        degrees = transform(x, y, source, CRS(WGS84))
        broken |= degrees.failed
        x, y = to_wgs84(degrees.x, degrees.y, datum)
        source = CRS(WGS84)
    done = transform(x, y, source, target)
    failed = np.zeros(len(shapes), np.bool_)
    failed[owner[broken | done.failed]] = True
    moved = shapely.set_coordinates(shapely.force_2d(shapes), np.column_stack([done.x, done.y]))
    moved[failed] = None
    return Reprojected(moved, failed)
