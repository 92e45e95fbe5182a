"""A raster of cells over boxes: the nearest shape within a short distance."""

from dataclasses import dataclass

import numba
import numpy as np

from gridloom_layers.geometry.distance import SLACK, distance, square_to_box
from gridloom_layers.geometry.orders import Floats, Longs

MOST_CELLS = 1 << 23
ENTRIES_PER_SHAPE = 8
"""Shapes that lie in more cells on average are found faster in a tree."""
REACH = 2.0
"""The longest distance, in cells, that is worth a search in the cells."""
WIDEST = 4.0
"""The widest cell, in distances: a stray shape far away must not widen those of all others."""


@dataclass(frozen=True)
class Vicinity:
    """The shapes whose box touches each cell.

    ``lines`` of ``columns`` square cells of side ``size`` go up from ``origin``; a cell is number
    line × ``columns`` + column. ``starts`` (cells + 1) says where its shapes begin in ``rows``;
    ``boxes`` (entries, 4) are theirs, in the same order.
    """

    origin: Floats
    size: float
    columns: int
    lines: int
    starts: Longs
    rows: Longs
    boxes: Floats


def vicinity(boxes: Floats, usable: Longs, within: float) -> Vicinity | None:
    """Return cells over the ``usable`` boxes (n, 4), or None where a tree is the better way."""
    low, high = boxes[usable, :2].min(axis=0), boxes[usable, 2:].max(axis=0)
    extent = high - low
    size = float(min(np.sqrt(extent.prod() / len(usable)), WIDEST * within))
    if not within <= REACH * size < np.inf:
        return None
    across = np.floor(extent / size) + 1
    if not across.prod() <= MOST_CELLS:
        return None
    columns, lines = (int(n) for n in across)
    counts = np.zeros(columns * lines, np.int64)
    frame = (low, size, columns, lines)
    if _count(boxes, usable, frame, counts) > ENTRIES_PER_SHAPE * len(usable):
        return None
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
    rows, sorted_boxes = np.empty(starts[-1], np.int64), np.empty((starts[-1], 4))
    _fill(boxes, usable, frame, starts[:-1].copy(), rows, sorted_boxes)
    return Vicinity(*frame, starts, rows, sorted_boxes)


@numba.njit(cache=True, nogil=True)
def _cells(low, high, origin, size, count):
    """Return the first and the last of ``count`` cells that a span touches; none: last < first."""
    first, last = np.floor((low - origin) / size), np.floor((high - origin) / size)
    return int(min(max(first, 0.0), count)), int(max(min(last, count - 1.0), -1.0))


@numba.njit(cache=True, nogil=True)
def _count(boxes, usable, frame, counts):
    """Count the shapes of each cell; return how many entries they make, or what is too many."""
    origin, size, columns, lines = frame
    total = 0
    for k in usable:
        left, right = _cells(boxes[k, 0], boxes[k, 2], origin[0], size, columns)
        bottom, top = _cells(boxes[k, 1], boxes[k, 3], origin[1], size, lines)
        total += (right - left + 1) * (top - bottom + 1)
        if total > ENTRIES_PER_SHAPE * len(usable):
            break
        for line in range(bottom, top + 1):
            for column in range(left, right + 1):
                counts[line * columns + column] += 1
    return total


@numba.njit(cache=True, nogil=True)
def _fill(boxes, usable, frame, slots, rows, sorted_boxes):
    origin, size, columns, lines = frame
    for k in usable:
        left, right = _cells(boxes[k, 0], boxes[k, 2], origin[0], size, columns)
        bottom, top = _cells(boxes[k, 1], boxes[k, 3], origin[1], size, lines)
        for line in range(bottom, top + 1):
            for column in range(left, right + 1):
                cell = line * columns + column
                slot = slots[cell]
                rows[slot] = k
                for side in range(4):
                    sorted_boxes[slot, side] = boxes[k, side]
                slots[cell] = slot + 1


@numba.njit(cache=True, nogil=True)
def search_cells(points, cells, shapes, within, found):
    """Write the shape nearest to each point to ``found``, −1 where none is within.

    The line of cells around the point comes first: it mostly rules out the others.
    """
    origin, size, columns, lines, starts, rows, boxes = cells
    for p in range(len(points)):
        x, y = points[p, 0], points[p, 1]
        best, limit, nearest = within, within * within * SLACK, -1
        bottom, top = _cells(y - within, y + within, origin[1], size, lines)
        middle = min(max(int(np.floor((y - origin[1]) / size)), bottom), top)
        for turn in range(top - bottom + 1):
            line = middle if turn == 0 else bottom + turn - (bottom + turn <= middle)
            reach = best * SLACK
            left, right = _cells(x - reach, x + reach, origin[0], size, columns)
            if left > right:
                break
            for i in range(starts[line * columns + left], starts[line * columns + right + 1]):
                square = square_to_box(boxes, i, x, y)
                k = rows[i]
                if square > limit or k == nearest:
                    continue
                away = distance(shapes, k, x, y, square == 0, best)
                if away < best or (away == best and (nearest < 0 or k < nearest)):
                    best, limit, nearest = away, away * away * SLACK, k
        found[p] = nearest
