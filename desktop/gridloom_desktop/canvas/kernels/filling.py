"""Filled areas, with their holes."""

import math

import numpy as np
from numba import njit

from gridloom_desktop.canvas.kernels.coverage import (
    LEAST_SIDE,
    PLAIN,
    add,
    add_box,
    add_dot,
    add_edge,
)
from gridloom_desktop.canvas.units import UNIT

SMALL, COMPACT = 1.5, 0.35
"""An area within so many pixels that fills such a share of its box is drawn as the box."""


@njit(cache=True, **PLAIN)
def fill_areas(
    target, left, top, ranges, coordinates, rings, parts, boxes, areas, classes, palette,
    scale, dx, dy, least, smallest,
):  # fmt: skip
    """Add the areas of ``ranges`` to the tile; ``least`` is the minimum of a tiny area's cover.

    Areas smaller than ``smallest`` pixels each way are left out. What fits into a pixel, and what
    fits into 2 × 2 and fills most of its box, covers its box evenly: its edges would take ten
    times as long, and no eye sees them.
    """
    right, bottom = left + target.shape[1] - 2, top + target.shape[0]
    full = scale * scale * UNIT
    for piece in range(len(ranges)):
        for shape in range(ranges[piece, 0], ranges[piece, 1]):
            xmin, xmax = boxes[shape, 0] * scale + dx, boxes[shape, 2] * scale + dx
            ymin, ymax = dy - boxes[shape, 3] * scale, dy - boxes[shape, 1] * scale
            # Unsigned: see coverage.add.
            kind = np.uintp(classes[shape])
            red_green, blue_full = palette[kind, 0], palette[kind, 1]
            if xmax < left or xmin >= right or ymax < top or ymin >= bottom or blue_full == 0:
                continue
            wide, tall = xmax - xmin, ymax - ymin
            if max(wide, tall) < smallest:
                continue
            amount = int(areas[shape] * full + 0.5)
            if wide <= 1 and tall <= 1:
                amount = max(amount, least)
                if xmin >= left and xmax < right and ymin >= top and ymin < bottom - 1:
                    column, row = int(xmin), int(ymin)
                    beyond = max(xmax - (column + 1), 0.0) * (1 / max(wide, LEAST_SIDE))
                    below = max(ymax - (row + 1), 0.0) * (1 / max(tall, LEAST_SIDE))
                    add_dot(
                        target, column - left, row - top, beyond, below, amount,
                        red_green, blue_full,
                    )  # fmt: skip
                    continue
            elif max(wide, tall) > SMALL or amount < COMPACT * wide * tall * UNIT:
                for ring in range(parts[shape], parts[shape + 1]):
                    _add_ring(
                        target, left, top, coordinates, rings[ring], rings[ring + 1],
                        scale, dx, dy, red_green, blue_full,
                    )  # fmt: skip
                continue
            add_box(target, left, top, xmin, ymin, xmax, ymax, amount, red_green, blue_full)


@njit(cache=True, **PLAIN)
def _add_ring(
    target, left, top, coordinates, first, end, scale, dx, dy, red_green, blue_full
):  # fmt: skip
    x0, y0 = coordinates[first, 0] * scale + dx, dy - coordinates[first, 1] * scale
    for i in range(first + 1, end):
        x1, y1 = coordinates[i, 0] * scale + dx, dy - coordinates[i, 1] * scale
        add_edge(target, left, top, x0, y0, x1, y1, red_green, blue_full)
        x0, y0 = x1, y1


@njit(cache=True, nogil=True)
def fill_squares(
    target, left, top, ranges, boxes, classes, palette, scale, dx, dy, side, below
):  # fmt: skip
    """Add a square of ``side`` whole pixels for each shape of ``ranges`` smaller than ``below``.

    Its middle is near that of the shape's box. Where one lies already there is no second: a
    million of them are as quick as the pixels that they cover.
    """
    height, width = target.shape[0], target.shape[1] - 2
    taken = np.zeros((height + side, width + side), dtype=np.bool_)
    for piece in range(len(ranges)):
        for shape in range(ranges[piece, 0], ranges[piece, 1]):
            kind = np.uintp(classes[shape])
            red_green, blue_full = palette[kind, 0] * UNIT, palette[kind, 1] * UNIT
            wide = (boxes[shape, 2] - boxes[shape, 0]) * scale
            tall = (boxes[shape, 3] - boxes[shape, 1]) * scale
            if blue_full == 0 or max(wide, tall) >= below:
                continue
            x = (boxes[shape, 0] + boxes[shape, 2]) / 2 * scale + dx
            y = dy - (boxes[shape, 1] + boxes[shape, 3]) / 2 * scale
            column = math.floor(x - (side - 1) / 2) - left
            row = math.floor(y - (side - 1) / 2) - top
            if column <= -side or column >= width or row <= -side or row >= height:
                continue
            if taken[row + side, column + side]:
                continue
            taken[row + side, column + side] = True
            first, end = max(column, 0), min(column + side, width)
            for covered in range(max(row, 0), min(row + side, height)):
                add(target, covered, first, 1, red_green, blue_full)
                add(target, covered, end, -1, red_green, blue_full)
