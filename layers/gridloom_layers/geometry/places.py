"""The place of each shape: one point, read from WKB without an object for each row."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import shapely

from gridloom_layers.geometry.wkb import wkb_buffers

Floats = npt.NDArray[np.float64]

HEADER = np.frombuffer(b"\x01\x01\x00\x00\x00", np.uint8)
"""What a point in two dimensions begins with, little-endian."""
POINT_BYTES = len(HEADER) + 16


def places(column: pa.Array) -> Floats:
    """Return a point of each shape in a binary Arrow array of WKB (n, 2), NaN for none.

    A point is its own place; that of another shape is a point on it.

    >>> places(pa.array([shapely.to_wkb(shapely.Point(1, 2)), None])).tolist()
    [[1.0, 2.0], [nan, nan]]
    """
    data, starts = wkb_buffers(column)
    there = np.diff(starts) > 0
    content = data[starts[0] : starts[-1]]
    if (np.diff(starts)[there] == POINT_BYTES).all():
        points = content.reshape(-1, POINT_BYTES)
        if (points[:, : len(HEADER)] == HEADER).all():
            found = np.full((len(column), 2), np.nan)
            found[there] = np.ascontiguousarray(points[:, len(HEADER) :]).view("<f8")
            return found
    on = shapely.point_on_surface(shapely.from_wkb(column.to_numpy(zero_copy_only=False)))
    on[shapely.is_empty(on)] = None
    return np.column_stack([shapely.get_x(on), shapely.get_y(on)])
