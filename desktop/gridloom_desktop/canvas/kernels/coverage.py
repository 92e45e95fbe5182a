"""Exact area coverage: how much of each pixel a shape covers, in whole numbers.

Every edge adds to an accumulator what it covers of the pixels of its rows; the sum along a row,
from the left, is the coverage. Holes fall out of the direction of their rings. The accumulator
has the colour's red, green and blue, each times the coverage, and the coverage itself, so that
any number of classes is drawn in one pass and neighbours that share an edge leave no seam. Two of
the four numbers share a 64-bit word (``units.pack``), which halves the additions.

All sums are of integers (1/4096 of a pixel's area): they do not depend on the order, nothing is
left over outside a shape, and a tile is identical, bit for bit, to the same part of the whole.
Coordinates are pixels of the whole frame; ``left`` and ``top`` place the tile in it.
"""

import math

import numpy as np
from numba import njit

from gridloom_desktop.canvas.units import UNIT

FAR = 1 << 32
"""Beyond any frame, in pixels or in units of them."""
PLAIN = {"nogil": True, "error_model": "numpy", "_nrt": False}
"""How kernels that allocate nothing are compiled: none counts references to its arrays, which for
short ones is a tenth of the time, and a division by zero is infinite.

``_nrt`` is numba's, but not promised: without its runtime a function can neither count references
nor allocate. There is no public way to say so. A test compares the code that it gives with that of
the same kernel without it, so that a numba which drops it or means something else by it is noticed.
"""
LEAST_SIDE = 1e-9
"""Of a box, in pixels: one without width or height lies in one column or row."""


@njit(cache=True, **PLAIN)
def add(target, row, column, amount, red_green, blue_full):
    """Add an amount of coverage in a colour from a pixel on (to the right)."""
    # Unsigned: numba then need not ask whether an index counts from the end.
    row, column = np.uintp(row), np.uintp(column)
    target[row, column, 0] += amount * red_green
    target[row, column, 1] += amount * blue_full


@njit(cache=True, **PLAIN)
def add_edge(target, left, top, x0, y0, x1, y1, red_green, blue_full):
    """Add the edge from (x0, y0) to (x1, y1), y pointing down, to the tile ``target``.

    ``target`` is (height, width + 2, 2) int64. An edge that runs down opens coverage to its
    right, one that runs up closes it.
    """
    start, end = _floor(y0 * UNIT + 0.5), _floor(y1 * UNIT + 0.5)
    if start == end:
        return
    slope = (x1 - x0) / (end - start)
    if start > end:
        start, end, x0 = end, start, x1
        red_green, blue_full = -red_green, -blue_full
    y = max(start, top * UNIT)
    last = min(end, (top + target.shape[0]) * UNIT)
    row = y // UNIT
    xa = x0 + (y - start) * slope
    column = _floor(xa)
    while y < last:
        below = min((row + 1) * UNIT, last)
        xb = x0 + (below - start) * slope
        next_column = _floor(xb)
        depth = below - y
        if column == next_column:
            _add_steep(target, row - top, column, left, xa, xb, depth, red_green, blue_full)
        elif max(column, next_column) < left:
            add(target, row - top, 0, depth, red_green, blue_full)
        elif min(column, next_column) < left + target.shape[1] - 2:
            low, high = min(xa, xb), max(xa, xb)
            if abs(column - next_column) == 1 and min(column, next_column) >= left:
                _add_crossing(target, left, row - top, low, high, depth, red_green, blue_full)
            else:
                _add_flat(target, left, row - top, low, high, depth, red_green, blue_full)
        y, xa, column = below, xb, next_column
        row += 1


@njit(cache=True, **PLAIN)
def _floor(value):
    """Round down a coordinate in or near a frame: quicker than ``math.floor``.

    Truncation alone rounds up below zero. What is farther than ``FAR`` may be rounded up.
    """
    return int(value + FAR) - FAR


@njit(cache=True, **PLAIN)
def _add_steep(target, row, column, left, xa, xb, depth, red_green, blue_full):
    """Add the piece of an edge inside one row that stays within one column."""
    here, beyond = column - left, 0
    if here < 0:  # what lies to the left of the tile opens at its border
        here = 0
    elif here < target.shape[1] - 2:
        beyond = int(depth * ((xa + xb) / 2 - column) + 0.5)
    else:
        return
    add(target, row, here, depth - beyond, red_green, blue_full)
    add(target, row, here + 1, beyond, red_green, blue_full)


@njit(cache=True, **PLAIN)
def _add_crossing(target, left, row, low, high, depth, red_green, blue_full):
    """Add the piece of an edge inside one row that crosses two columns, the first in the tile.

    It adds what :func:`_add_flat` would.
    """
    column = _floor(low)
    border = column + 1.0
    first = int((border - low) * (depth / (high - low)) + 0.5)
    second = depth - first
    beyond = int(first * ((low + border) / 2 - column) + 0.5)
    after = int(second * ((border + high) / 2 - border) + 0.5)
    here = column - left
    add(target, row, here, first - beyond, red_green, blue_full)
    add(target, row, here + 1, beyond + second - after, red_green, blue_full)
    add(target, row, here + 2, after, red_green, blue_full)


@njit(cache=True, **PLAIN)
def _add_flat(target, left, row, low, high, depth, red_green, blue_full):
    """Add the piece of an edge inside one row that crosses several columns."""
    steepness = depth / (high - low)
    column, last_column = _floor(low), min(_floor(high), left + target.shape[1] - 2)
    done, at = 0, low
    if column < left:  # as in _add_steep
        column, at = left, float(left)
        done = int((left - low) * steepness + 0.5)
        add(target, row, 0, done, red_green, blue_full)
    while column <= last_column:
        stop = min(column + 1.0, high)
        reached = depth if stop == high else int((stop - low) * steepness + 0.5)
        part = reached - done
        beyond = int(part * ((at + stop) / 2 - column) + 0.5)
        add(target, row, column - left, part - beyond, red_green, blue_full)
        add(target, row, column - left + 1, beyond, red_green, blue_full)
        done, at = reached, stop
        column += 1


@njit(cache=True, **PLAIN)
def add_dot(target, column, row, right, below, amount, red_green, blue_full):
    """Spread an amount over 2 × 2 pixels inside the tile from (``column``, ``row``) of it on.

    ``right`` and ``below`` are the shares of what lies beyond the first column and row. Nothing
    branches, though three of four such boxes touch one pixel only: a branch that the processor
    guesses wrong takes longer than all the additions.
    """
    lower = int(amount * below + 0.5)
    upper = amount - lower
    upper_right, lower_right = int(upper * right + 0.5), int(lower * right + 0.5)
    row, column = np.uintp(row), np.uintp(column)
    for channel, colour in ((0, red_green), (1, blue_full)):
        whole, part = upper * colour, upper_right * colour
        target[row, column, channel] += whole - part
        target[row, column + 1, channel] += part + part - whole
        target[row, column + 2, channel] -= part
        whole, part = lower * colour, lower_right * colour
        target[row + 1, column, channel] += whole - part
        target[row + 1, column + 1, channel] += part + part - whole
        target[row + 1, column + 2, channel] -= part


@njit(cache=True, **PLAIN)
def add_box(target, left, top, xmin, ymin, xmax, ymax, amount, red_green, blue_full):
    """Spread an amount of coverage evenly over the pixels that a small box touches.

    What is inside the tile gets the same as from :func:`add_dot`.
    """
    row, last = math.floor(ymin), math.floor(ymax)
    tall = 1 / max(ymax - ymin, LEAST_SIDE)
    while row <= last:
        lower = int(amount * (max(ymax - (row + 1), 0.0) * tall) + 0.5)
        if top <= row < top + target.shape[0]:
            _add_run(target, left, row - top, xmin, xmax, amount - lower, red_green, blue_full)
        amount = lower
        row += 1


@njit(cache=True, **PLAIN)
def _add_run(target, left, row, xmin, xmax, amount, red_green, blue_full):
    """Spread an amount evenly over the pixels of a row from ``xmin`` to ``xmax``."""
    column, last = math.floor(xmin), math.floor(xmax)
    wide = 1 / max(xmax - xmin, LEAST_SIDE)
    while column <= last:
        beyond = int(amount * (max(xmax - (column + 1), 0.0) * wide) + 0.5)
        if left <= column < left + target.shape[1] - 2:
            add(target, row, column - left, amount - beyond, red_green, blue_full)
            add(target, row, column - left + 1, beyond - amount, red_green, blue_full)
        amount = beyond
        column += 1
