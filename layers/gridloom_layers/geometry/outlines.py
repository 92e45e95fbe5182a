"""Shapes as the kernels want them: flat arrays, and a box around each."""

import numba
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import shapely

from gridloom_layers.geometry.wkb import Ragged, parse_wkb
from gridloom_layers.slices import on_all_cores

Floats = npt.NDArray[np.float64]


def outlines(shapes: npt.ArrayLike | Ragged) -> Ragged:
    """Return an array of shapely points, lines and areas (None for none) as flat arrays."""
    if isinstance(shapes, Ragged):
        return shapes
    flat = shapely.to_wkb(np.asarray(shapes, dtype=object), byte_order=1, output_dimension=2)
    return parse_wkb(pa.array(flat, pa.large_binary()))


def boxes_around(shapes: Ragged) -> Floats:
    """Return the box xmin ymin xmax ymax of each shape (n, 4); NaN where it has no finite one."""
    boxes = np.empty((len(shapes), 4))

    def work(first: int, end: int) -> None:
        _fill_boxes(shapes.coordinates, shapes.rings, shapes.parts, first, end, boxes)

    on_all_cores(work, len(shapes))
    return boxes


@numba.njit(cache=True, nogil=True)
def _fill_boxes(coordinates, rings, parts, first, end, boxes):
    for k in range(first, end):
        xmin, ymin, xmax, ymax = np.inf, np.inf, -np.inf, -np.inf
        finite = parts[k] < parts[k + 1]
        for i in range(rings[parts[k]], rings[parts[k + 1]]):
            x, y = coordinates[i, 0], coordinates[i, 1]
            finite &= np.isfinite(x) and np.isfinite(y)
            xmin, ymin, xmax, ymax = min(xmin, x), min(ymin, y), max(xmax, x), max(ymax, y)
        box = (xmin, ymin, xmax, ymax)
        for side in range(4):
            boxes[k, side] = box[side] if finite else np.nan
