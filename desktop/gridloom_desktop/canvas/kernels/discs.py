"""Discs for points: as many as there are, and no more than can be told apart."""

import math

import numpy as np
from numba import njit

from gridloom_desktop.canvas.kernels.coverage import PLAIN, add_box, add_dot, add_edge
from gridloom_desktop.canvas.units import UNIT

SIDES = 16
DOT, SMALL = 1.0, 1.8
"""A disc up to the one radius, in pixels, is drawn as a pixel, up to the other as a square."""
MOST, MOST_IN_ONE = 1000, 16
"""Discs over one pixel, for whose sums there is room, and around one: their colours are mixed."""
TURNS = np.arange(SIDES + 1) * (2 * np.pi / SIDES)
REACH = math.sqrt(2 * math.pi / SIDES / math.sin(2 * math.pi / SIDES))
"""A polygon with so many times the radius has the area of the disc."""
XS, YS = REACH * np.cos(TURNS), -REACH * np.sin(TURNS)
"""y points down, so it must turn this way to be filled."""


@njit(cache=True, nogil=True)
def fill_discs(
    target, left, top, ranges, coordinates, rings, parts, boxes, classes, palette,
    scale, dx, dy, radius,
):  # fmt: skip
    """Add a disc for each vertex of the shapes of ``ranges``.

    A hundred thousand persons of a tower share its point: of the discs whose centre is in one
    pixel the first are drawn.
    """
    height, width, reach = target.shape[0], target.shape[1] - 2, radius * REACH
    margin = math.ceil(reach) + 1
    most = min(max(MOST // (2 * margin) ** 2, 1), MOST_IN_ONE)
    counts = np.zeros((height + 2 * margin, width + 2 * margin), dtype=np.uint16)
    for piece in range(len(ranges)):
        for shape in range(ranges[piece, 0], ranges[piece, 1]):
            kind = np.uintp(classes[shape])
            red_green, blue_full = palette[kind, 0], palette[kind, 1]
            if blue_full == 0 or boxes[shape, 2] * scale + dx + reach < left:
                continue
            for i in range(rings[parts[shape]], rings[parts[shape + 1]]):
                x, y = coordinates[i, 0] * scale + dx, dy - coordinates[i, 1] * scale
                column, row = math.floor(x) - left + margin, math.floor(y) - top + margin
                if min(column, row) < 0 or row >= len(counts) or column >= counts.shape[1]:
                    continue
                if counts[row, column] < most:
                    counts[row, column] += 1
                    if radius > SMALL:
                        add_disc(target, left, top, x, y, radius, red_green, blue_full)
                    else:
                        _add_small(target, left, top, x, y, radius, red_green, blue_full)


@njit(cache=True, **PLAIN)
def _add_small(target, left, top, x, y, radius, red_green, blue_full):
    """Add a small disc as a square of its area; one of a pixel covers what it touches twice."""
    amount = int(math.pi * radius * radius * UNIT + 0.5)
    half = max(radius * math.sqrt(math.pi), 1.0) / 2 if radius > DOT else 0.5
    column, row = math.floor(x - half) - left, math.floor(y - half) - top
    inside = 0 <= column < target.shape[1] - 2 and 0 <= row < target.shape[0] - 1
    if radius <= DOT and inside:
        right, below = x + half - (column + left + 1), y + half - (row + top + 1)
        add_dot(target, column, row, right, below, amount, red_green, blue_full)
    else:
        add_box(
            target, left, top, x - half, y - half, x + half, y + half,
            amount, red_green, blue_full,
        )  # fmt: skip


@njit(cache=True, **PLAIN)
def add_disc(target, left, top, x, y, radius, red_green, blue_full):
    """Add a disc around (x, y)."""
    reach = radius * REACH
    if x + reach < left or x - reach >= left + target.shape[1] - 2:
        return
    if y + reach < top or y - reach >= top + target.shape[0]:
        return
    for side in range(SIDES):
        add_edge(
            target, left, top, x + radius * XS[side], y + radius * YS[side],
            x + radius * XS[side + 1], y + radius * YS[side + 1], red_green, blue_full,
        )  # fmt: skip
