"""Which boxes of shapes touch another one."""

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def boxes_touching(boxes, ranges, xmin, ymin, xmax, ymax):
    """Return the shapes of ``ranges`` whose box touches another box."""
    count = 0
    for piece in range(len(ranges)):
        count += ranges[piece, 1] - ranges[piece, 0]
    found = np.empty(count, dtype=np.int64)
    kept = 0
    for piece in range(len(ranges)):
        for shape in range(ranges[piece, 0], ranges[piece, 1]):
            if boxes[shape, 0] > xmax or boxes[shape, 2] < xmin:
                continue
            if boxes[shape, 1] <= ymax and boxes[shape, 3] >= ymin:
                found[kept] = shape
                kept += 1
    return found[:kept]
