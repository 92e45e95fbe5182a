"""Exact area coverage: how much of each pixel a shape covers, in whole numbers.

Every edge adds to an accumulator what it covers of the pixels of its rows; the sum along a row,
from the left, is the coverage. Holes fall out of the direction of their rings. The accumulator
has the colour's red, green and blue, each times the coverage, and the coverage itself, so that
any number of classes is drawn in one pass and neighbours that share an edge leave no seam. Two of
the four numbers share a 64-bit word (:func:`pack`), which halves the additions.

All sums are of integers (1/4096 of a pixel's area): they do not depend on the order, nothing is
left over outside a shape, and a tile is identical, bit for bit, to the same part of the whole.
Coordinates are pixels of the whole frame; ``left`` and ``top`` place the tile in it.
"""

import math

import numpy as np
from numba import njit

UNIT = 4096
"""Parts of a pixel's area (and of its height) that are told apart."""
FULL = UNIT * 255
"""The coverage channel of a pixel that is covered wholly by an opaque colour."""
HALF = 1 << 32
FAR = 1 << 20
"""Beyond any frame, in pixels."""


def pack(high: int, low: int) -> int:
    """Return two numbers as one word.

    Words add up and multiply by a number as the pairs do, as long as each sum stays within
    32 signed bits: 2,000 layers of full coverage.
    """
    return high * HALF + low


@njit(cache=True, nogil=True)
def add(target, row, column, amount, red_green, blue_full):
    """Add an amount of coverage in a colour from a pixel on (to the right)."""
    # Unsigned: numba then need not ask whether an index counts from the end.
    row, column = np.uintp(row), np.uintp(column)
    target[row, column, 0] += amount * red_green
    target[row, column, 1] += amount * blue_full


@njit(cache=True, nogil=True)
def add_edge(target, left, top, x0, y0, x1, y1, red_green, blue_full):
    """Add the edge from (x0, y0) to (x1, y1), y pointing down, to the tile ``target``.

    ``target`` is (height, width + 2, 2) int64. An edge that runs down opens coverage to its
    right, one that runs up closes it.
    """
    start, end = math.floor(y0 * UNIT + 0.5), math.floor(y1 * UNIT + 0.5)
    if start == end:
        return
    slope = (x1 - x0) / (end - start)
    sign = 1
    if start > end:
        start, end, x0, sign = end, start, x1, -1
    height, width = target.shape[0], target.shape[1] - 2
    y = max(start, top * UNIT)
    last = min(end, (top + height) * UNIT)
    row = y // UNIT
    while y < last:
        below = min((row + 1) * UNIT, last)
        xa, xb = x0 + (y - start) * slope, x0 + (below - start) * slope
        depth = below - y
        column, last_column = math.floor(min(xa, xb)), math.floor(max(xa, xb))
        if last_column < left:
            add(target, row - top, 0, sign * depth, red_green, blue_full)
        elif column < left + width:
            if column == last_column:
                beyond = math.floor(depth * ((xa + xb) / 2 - column) + 0.5)
                here = column - left
                add(target, row - top, here, sign * (depth - beyond), red_green, blue_full)
                add(target, row - top, here + 1, sign * beyond, red_green, blue_full)
            else:
                _add_flat(target, left, row - top, xa, xb, sign * depth, red_green, blue_full)
        y = below
        row += 1


@njit(cache=True, nogil=True)
def _add_flat(target, left, row, xa, xb, depth, red_green, blue_full):
    """Add the piece of an edge inside one row that crosses several columns."""
    low, high = min(xa, xb), max(xa, xb)
    steepness = depth / (high - low)
    column, last_column = math.floor(low), min(math.floor(high), left + target.shape[1] - 2)
    done, at = 0, low
    if column < left:  # what lies to the left of the tile opens at its border
        column, at = left, float(left)
        done = math.floor((left - low) * steepness + 0.5)
        add(target, row, 0, done, red_green, blue_full)
    while column <= last_column:
        stop = min(column + 1.0, high)
        reached = depth if stop == high else math.floor((stop - low) * steepness + 0.5)
        part = reached - done
        beyond = math.floor(part * ((at + stop) / 2 - column) + 0.5)
        add(target, row, column - left, part - beyond, red_green, blue_full)
        add(target, row, column - left + 1, beyond, red_green, blue_full)
        done, at = reached, stop
        column += 1


@njit(cache=True, nogil=True)
def add_box(target, left, top, xmin, ymin, xmax, ymax, amount, red_green, blue_full):
    """Spread an amount of coverage over the at most 2 × 2 pixels that a tiny box touches."""
    column, row = _floor(xmin), _floor(ymin)
    right, below = _floor(xmax), _floor(ymax)
    lower = 0
    if below > row:
        lower = int(amount * ((ymax - below) / (ymax - ymin)) + 0.5)
    share = (xmax - right) / (xmax - xmin) if right > column else 0.0
    column, row = column - left, row - top
    _add_pair(target, row, column, amount - lower, share, red_green, blue_full)
    if lower:
        _add_pair(target, row + 1, column, lower, share, red_green, blue_full)


@njit(cache=True, nogil=True)
def _floor(value):
    """Round down a pixel coordinate in or near a frame; truncation alone fails below zero."""
    return int(value + FAR) - FAR


@njit(cache=True, nogil=True)
def _add_pair(target, row, column, amount, share, red_green, blue_full):
    """Cover a pixel and, by ``share``, the one to its right; either may lie beside the tile."""
    height, width = target.shape[0], target.shape[1] - 2
    if row < 0 or row >= height or column < -1 or column >= width:
        return
    second = int(amount * share + 0.5)
    if column >= 0:
        add(target, row, column, amount - second, red_green, blue_full)
        add(target, row, column + 1, second + second - amount, red_green, blue_full)
    else:
        add(target, row, 0, second, red_green, blue_full)
    if second:
        add(target, row, column + 2, -second, red_green, blue_full)
