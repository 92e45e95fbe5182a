"""Which ranges of shapes that are sorted into cells may touch a box."""

import math

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def ranges_in(starts, columns, rows, size, xmin, ymin, xmax, ymax, count):
    """Return what ``Cells.ranges`` does, of a box relative to the cells' corner.

    Compiled, since it is asked for each band of each frame.
    """
    reach = size / 2
    first, last = _clip(xmin - reach, xmax + reach, size, columns)
    low, high = _clip(ymin - reach, ymax + reach, size, rows)
    found = np.empty((max(high - low, 0) + 1, 2), dtype=np.int64)
    kept = 0
    for row in range(low, high):
        begin, end = starts[row * columns + first], starts[row * columns + last]
        if last > first and end > begin:
            found[kept, 0], found[kept, 1] = begin, end
            kept += 1
    found[kept, 0], found[kept, 1] = starts[-1], count
    return found[: kept + 1]


@njit(cache=True, nogil=True)
def _clip(low, high, size, count):
    """Return the first of the cells between two places, and the one after the last."""
    first, last = math.floor(low / size), math.floor(high / size)
    if last < 0 or first >= count:
        return 0, 0
    return max(first, 0), min(last, count - 1) + 1
