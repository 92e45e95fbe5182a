"""Filled shapes: areas with their holes, and discs for points."""

import math

import numpy as np
from numba import njit

from gridloom_desktop.canvas.coverage import UNIT, add_box, add_edge

DISC_SIDES = 16


@njit(cache=True, nogil=True)
def fill_areas(
    target, left, top, ranges, coordinates, rings, parts, boxes, areas, classes, palette,
    scale, dx, dy, least,
):  # fmt: skip
    """Add the areas of ``ranges`` to the tile; ``least`` is the minimum of a tiny area's cover."""
    right, bottom = left + target.shape[1] - 2, top + target.shape[0]
    for piece in range(len(ranges)):
        for shape in range(ranges[piece, 0], ranges[piece, 1]):
            kind = classes[shape]
            if palette[kind, 1] == 0:
                continue
            xmin, xmax = boxes[shape, 0] * scale + dx, boxes[shape, 2] * scale + dx
            ymin, ymax = dy - boxes[shape, 3] * scale, dy - boxes[shape, 1] * scale
            if xmax < left or xmin >= right or ymax < top or ymin >= bottom:
                continue
            red_green, blue_full = palette[kind, 0], palette[kind, 1]
            if xmax - xmin <= 1 and ymax - ymin <= 1:
                exact = math.floor(areas[shape] * scale * scale * UNIT + 0.5)
                amount = max(exact, least)
                add_box(target, left, top, xmin, ymin, xmax, ymax, amount, red_green, blue_full)
                continue
            for ring in range(parts[shape], parts[shape + 1]):
                _add_ring(
                    target, left, top, coordinates, rings[ring], rings[ring + 1],
                    scale, dx, dy, red_green, blue_full,
                )  # fmt: skip


@njit(cache=True, nogil=True)
def _add_ring(
    target, left, top, coordinates, first, end, scale, dx, dy, red_green, blue_full
):  # fmt: skip
    x0, y0 = coordinates[first, 0] * scale + dx, dy - coordinates[first, 1] * scale
    for i in range(first + 1, end):
        x1, y1 = coordinates[i, 0] * scale + dx, dy - coordinates[i, 1] * scale
        add_edge(target, left, top, x0, y0, x1, y1, red_green, blue_full)
        x0, y0 = x1, y1


@njit(cache=True, nogil=True)
def fill_discs(
    target, left, top, ranges, coordinates, rings, parts, boxes, classes, palette,
    scale, dx, dy, radius,
):  # fmt: skip
    """Add a disc for each vertex of the shapes of ``ranges``."""
    right, bottom = left + target.shape[1] - 2, top + target.shape[0]
    turns = np.arange(DISC_SIDES + 1) * (2 * math.pi / DISC_SIDES)
    # The polygon has the area of the disc; y points down, so it must turn this way to be filled.
    reach = radius * math.sqrt(2 * math.pi / DISC_SIDES / math.sin(2 * math.pi / DISC_SIDES))
    xs, ys = reach * np.cos(turns), -reach * np.sin(turns)
    for piece in range(len(ranges)):
        for shape in range(ranges[piece, 0], ranges[piece, 1]):
            kind = classes[shape]
            if palette[kind, 1] == 0:
                continue
            if boxes[shape, 2] * scale + dx + reach < left:
                continue
            red_green, blue_full = palette[kind, 0], palette[kind, 1]
            for i in range(rings[parts[shape]], rings[parts[shape + 1]]):
                x, y = coordinates[i, 0] * scale + dx, dy - coordinates[i, 1] * scale
                if x + reach < left or x - reach >= right or y + reach < top or y - reach >= bottom:
                    continue
                for side in range(DISC_SIDES):
                    add_edge(
                        target, left, top, x + xs[side], y + ys[side],
                        x + xs[side + 1], y + ys[side + 1], red_green, blue_full,
                    )  # fmt: skip
