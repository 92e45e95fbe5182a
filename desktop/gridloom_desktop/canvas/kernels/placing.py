"""Which labels fit: the first ones get their place, a later one only what is left.

Occupied pixels are kept as a bitmap of small squares, as Kittivorawong et al. (2020), "Fast and
Flexible Overlap Detection for Chart Labeling with Occupancy Bitmap", do: a try costs the squares
of a label, however many labels there are already.
"""

import math

import numpy as np
from numba import njit

from gridloom_desktop.canvas.units import SQUARE


@njit(cache=True, nogil=True)
def place_all(at, angles, sizes, sides, only, gap, taken, offset):
    """Place labels greedily, in the order given; write what they occupy to ``taken``.

    ``at`` (n, 2) are pixels of the anchors, ``sizes`` (n, 2) of the labels, ``sides`` (k, 2) the
    sides of the anchor to try, ``only`` (n) the one that comes into question, -1: any; ``gap`` the
    pixels between anchor and label there. ``taken`` (rows, columns) bool is the bitmap, whose
    first square begins ``offset`` pixels left of and above the frame. Return the middles (n, 2)
    and the sides (n), NaN and -1 where there was no room.
    """
    middles = np.full((len(at), 2), np.nan)
    chosen = np.full(len(at), -1, dtype=np.int64)
    for label in range(len(at)):
        width, height = sizes[label]
        for side in range(len(sides)):
            if only[label] >= 0 and only[label] != side:
                continue
            x = at[label, 0] + sides[side, 0] * (width / 2 + gap)
            lift = gap if sides[side, 0] == 0 else 0.0
            y = at[label, 1] + sides[side, 1] * (height / 2 + lift)
            if _mark(x, y, width, height, angles[label], taken, offset, False):
                _mark(x, y, width, height, angles[label], taken, offset, True)
                middles[label, 0], middles[label, 1] = x, y
                chosen[label] = side
                break
    return middles, chosen


@njit(cache=True, nogil=True)
def _mark(x, y, width, height, angle, taken, offset, write):
    """Say whether a label fits, or occupy its squares where ``write``.

    A label that is turned is a row of boxes along its line.
    """
    if abs(angle) < 1e-3:
        return _box(x, y, width, height, taken, offset, write)
    pieces = max(math.ceil(width / height), 1)
    # A turned piece lies within the box around it.
    side = width / pieces
    across = side * abs(math.cos(angle)) + height * abs(math.sin(angle))
    down = side * abs(math.sin(angle)) + height * abs(math.cos(angle))
    for piece in range(pieces):
        along = (piece + 0.5) * side - width / 2
        place_x, place_y = x + along * math.cos(angle), y - along * math.sin(angle)
        if not _box(place_x, place_y, across, down, taken, offset, write):
            return False
    return True


@njit(cache=True, nogil=True)
def _box(x, y, width, height, taken, offset, write):
    left = math.floor((x - width / 2 + offset[0]) / SQUARE)
    right = math.ceil((x + width / 2 + offset[0]) / SQUARE)
    top = math.floor((y - height / 2 + offset[1]) / SQUARE)
    bottom = math.ceil((y + height / 2 + offset[1]) / SQUARE)
    if left < 0 or top < 0 or bottom > taken.shape[0] or right > taken.shape[1]:
        return False
    for row in range(top, bottom):
        for column in range(left, right):
            if write:
                taken[row, column] = True
            elif taken[row, column]:
                return False
    return True
