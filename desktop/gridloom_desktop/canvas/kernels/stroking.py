"""Strokes: each edge of a ring or line as a thin rectangle, wide ones with round corners."""

import math

import numpy as np
from numba import njit

from gridloom_desktop.canvas.kernels.coverage import PLAIN, add_edge
from gridloom_desktop.canvas.kernels.discs import add_disc

ROUNDED = 1.25
"""Half of the width, in pixels, from which on corners without a disc would show their gap."""


@njit(cache=True, **PLAIN)
def stroke_rings(
    target, left, top, ranges, coordinates, rings, parts, boxes, classes, palette,
    scale, dx, dy, widths, least,
):  # fmt: skip
    """Add the edges of the shapes of ``ranges`` to the tile; a class has its width in pixels.

    Shapes smaller than ``least`` pixels each way are left out.
    """
    right, bottom = left + target.shape[1] - 2, top + target.shape[0]
    for piece in range(len(ranges)):
        for shape in range(ranges[piece, 0], ranges[piece, 1]):
            kind = np.uintp(classes[shape])
            if palette[kind, 1] == 0:
                continue
            half = widths[kind] / 2
            wide = (boxes[shape, 2] - boxes[shape, 0]) * scale
            if max(wide, (boxes[shape, 3] - boxes[shape, 1]) * scale) < least:
                continue
            xmin, xmax = boxes[shape, 0] * scale + dx - half, boxes[shape, 2] * scale + dx + half
            ymin, ymax = dy - boxes[shape, 3] * scale - half, dy - boxes[shape, 1] * scale + half
            if xmax < left or xmin >= right or ymax < top or ymin >= bottom:
                continue
            red_green, blue_full = palette[kind, 0], palette[kind, 1]
            for ring in range(parts[shape], parts[shape + 1]):
                _stroke(
                    target, left, top, coordinates, rings[ring], rings[ring + 1],
                    scale, dx, dy, half, red_green, blue_full,
                )  # fmt: skip


@njit(cache=True, **PLAIN)
def _stroke(
    target, left, top, coordinates, first, end, scale, dx, dy, half, red_green, blue_full
):  # fmt: skip
    right, bottom = left + target.shape[1] - 2 + half, top + target.shape[0] + half
    x0, y0 = coordinates[first, 0] * scale + dx, dy - coordinates[first, 1] * scale
    for i in range(first + 1, end):
        x1, y1 = coordinates[i, 0] * scale + dx, dy - coordinates[i, 1] * scale
        inside = max(x0, x1) >= left - half and min(x0, x1) < right
        if inside and max(y0, y1) >= top - half and min(y0, y1) < bottom:
            _add_segment(target, left, top, x0, y0, x1, y1, half, red_green, blue_full)
            if half > ROUNDED:
                add_disc(target, left, top, x1, y1, half, red_green, blue_full)
        x0, y0 = x1, y1


@njit(cache=True, **PLAIN)
def _add_segment(target, left, top, x0, y0, x1, y1, half, red_green, blue_full):
    """Add a segment as a rectangle of its length and twice ``half`` in width."""
    length = math.sqrt((x1 - x0) ** 2 + (y1 - y0) ** 2)
    if length == 0:
        return
    across_x, across_y = (y1 - y0) / length * half, -(x1 - x0) / length * half
    ax, ay, bx, by = x0 + across_x, y0 + across_y, x0 - across_x, y0 - across_y
    cx, cy, ex, ey = x1 - across_x, y1 - across_y, x1 + across_x, y1 + across_y
    add_edge(target, left, top, ax, ay, bx, by, red_green, blue_full)
    add_edge(target, left, top, bx, by, cx, cy, red_green, blue_full)
    add_edge(target, left, top, cx, cy, ex, ey, red_green, blue_full)
    add_edge(target, left, top, ex, ey, ax, ay, red_green, blue_full)
