"""Two sorted lists of row keys merged, by a compiled loop."""

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def merged(rows, keys):
    """Return, ascending, the positions in ``rows`` of those ``keys`` that are there."""
    found = np.empty(min(len(rows), len(keys)), dtype=np.int64)
    row, count = 0, 0
    for key in keys:
        while row < len(rows) and rows[row] < key:
            row += 1
        if row == len(rows):
            break
        if rows[row] == key:
            found[count] = row
            count += 1
            row += 1
    return found[:count]
