"""A tree of boxes, packed by place: the nearest shape at any distance."""

from dataclasses import dataclass

import numba
import numpy as np

from gridloom_layers.geometry.distance import SLACK, distance, square_to_box
from gridloom_layers.geometry.orders import Floats, Longs, by_place

FAN = 8
"""Boxes under a box."""
DEEPEST = 32
"""Levels: more than 2^64 boxes would have."""


@dataclass(frozen=True)
class PackedTree:
    """Boxes xmin ymin xmax ymax (n, 4) of all levels, those of shapes first, the root last.

    ``order[i]`` is the shape in the i-th box of the lowest level. Level l is
    ``boxes[levels[l]:levels[l + 1]]``; its i-th box is around those from FAN × i of the level
    below.
    """

    boxes: Floats
    order: Longs
    levels: Longs


def pack(boxes: Floats, usable: Longs) -> PackedTree:
    """Return the tree over the ``usable`` ones, by position and at least one, of boxes (n, 4)."""
    order = usable[by_place(boxes[usable, :2] / 2 + boxes[usable, 2:] / 2)]
    parts = [boxes[order]]
    while len(parts[-1]) > 1:
        starts = np.arange(0, len(parts[-1]), FAN)
        low = np.minimum.reduceat(parts[-1][:, :2], starts)
        parts.append(np.hstack([low, np.maximum.reduceat(parts[-1][:, 2:], starts)]))
    levels = np.cumsum([0, *(len(part) for part in parts)])
    return PackedTree(np.concatenate(parts), order, levels)


@numba.njit(cache=True, nogil=True)
def search_tree(points, tree, shapes, within, found):
    """Write the shape nearest to each point to ``found``, −1 where none is within.

    The nearest boxes are opened first, and none that is farther than the nearest shape so far.
    """
    boxes, rows, levels = tree
    waiting = np.empty((DEEPEST * FAN, 2), np.int64)  # level and place in it
    squares = np.empty(DEEPEST * FAN)
    for p in range(len(points)):
        x, y = points[p, 0], points[p, 1]
        best, limit, nearest = within, within * within * SLACK, -1
        waiting[0, 0], waiting[0, 1] = len(levels) - 2, 0
        squares[0] = square_to_box(boxes, len(boxes) - 1, x, y)
        count = 1
        while count:
            count -= 1
            level, i, square = waiting[count, 0], waiting[count, 1], squares[count]
            if square > limit:
                continue
            if level:
                count = _open(boxes, levels, level, i, x, y, limit, waiting, squares, count)
                continue
            k = rows[i]
            away = distance(shapes, k, x, y, square == 0, best)
            if away < best or (away == best and (nearest < 0 or k < nearest)):
                best, limit, nearest = away, away * away * SLACK, k
        found[p] = nearest


@numba.njit(cache=True, nogil=True)
def _open(boxes, levels, level, i, x, y, limit, waiting, squares, count):
    """Let the boxes under a box wait, the nearest last; return how many wait."""
    below = levels[level - 1]
    first = below + i * FAN
    bottom = count
    for j in range(first, min(first + FAN, levels[level])):
        square = square_to_box(boxes, j, x, y)
        if square > limit:
            continue
        at = count
        while at > bottom and squares[at - 1] < square:
            squares[at] = squares[at - 1]
            waiting[at, 0], waiting[at, 1] = waiting[at - 1, 0], waiting[at - 1, 1]
            at -= 1
        squares[at] = square
        waiting[at, 0], waiting[at, 1] = level - 1, j - below
        count += 1
    return count
