"""What boxes alone tell: which of many lie wholly in an area, and which it may cut.

A rectangle is compared with them. Over any other area lie cells, each of which is wholly in it,
outside, or cut; a summed-area table (Crow 1984) counts those under each box at once, so that only
boxes at the edge of the area are compared with it.
"""

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

Boxes = npt.NDArray[np.float64]
"""xmin, ymin, xmax, ymax of each: (4, boxes)."""
Places = npt.NDArray[np.intp]
CELLS = 64
"""Cells along each side of an area."""
MANY = 4 * CELLS
"""Fewer boxes are compared with the area itself."""


def told_by_boxes(area: BaseGeometry, boxes: Boxes) -> tuple[Places, Places]:
    """Return the places of the boxes that lie in an area, its edge included, and of those that it
    may cut: what is in these may lie inside, outside or across. All boxes meet that of the area."""
    if is_box(area):
        inside = _within_bounds(area, boxes)
        return np.flatnonzero(inside), np.flatnonzero(~inside)
    if boxes.shape[1] < MANY:
        return _compared(area, boxes, np.arange(boxes.shape[1]))
    inside, outside = _told_by_cells(area, boxes)
    more, cut = _compared(area, boxes, np.flatnonzero(~inside & ~outside))
    return np.concatenate([np.flatnonzero(inside), more]), cut


def is_box(area: BaseGeometry) -> bool:
    """Whether an area is a rectangle along the axes."""
    return bool(area.equals(shapely.box(*area.bounds)))


def _compared(area: BaseGeometry, boxes: Boxes, some: Places) -> tuple[Places, Places]:
    shapely.prepare(area)
    xmin, ymin, xmax, ymax = boxes[:, some]
    shapes = shapely.box(xmin, ymin, xmax, ymax)
    points = (xmin == xmax) & (ymin == ymax)
    shapes[points] = shapely.points(xmin[points], ymin[points])
    meets = shapely.intersects(area, shapes)
    inside = shapely.covers(area, shapes[meets])
    return some[meets][inside], some[meets][~inside]


def _within_bounds(area: BaseGeometry, boxes: Boxes) -> npt.NDArray[np.bool_]:
    left, bottom, right, top = area.bounds
    xmin, ymin, xmax, ymax = boxes
    return (xmin >= left) & (xmax <= right) & (ymin >= bottom) & (ymax <= top)


def _told_by_cells(
    area: BaseGeometry, boxes: Boxes
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Return which boxes lie on cells that are all in an area, and on such that it does not meet.

    A box belongs to all cells that it touches, and a rounding error is far smaller than a cell, so
    one cell more is taken on each side.
    """
    left, bottom, right, top = area.bounds
    x, y = np.linspace(left, right, CELLS + 1), np.linspace(bottom, top, CELLS + 1)
    shapely.prepare(area)
    cells = shapely.box(x[:-1, None], y[None, :-1], x[1:, None], y[None, 1:])
    covered, met = shapely.covers(area, cells), shapely.intersects(area, cells)
    spans = [_span(boxes[0], boxes[2], x), _span(boxes[1], boxes[3], y)]
    count = (spans[0][1] - spans[0][0]) * (spans[1][1] - spans[1][0])
    inside = (_sums(covered, *spans) == count) & _within_bounds(area, boxes)
    return inside, _sums(met, *spans) == 0


def _span(low: Boxes, high: Boxes, edges: Boxes) -> tuple[Places, Places]:
    """Return the first cell of each box along an axis, and the one after the last."""
    size = edges[1] - edges[0]
    first = np.floor((low - edges[0]) / size).astype(np.intp) - 1
    last = np.floor((high - edges[0]) / size).astype(np.intp) + 1
    return np.clip(first, 0, CELLS - 1), np.clip(last, 0, CELLS - 1) + 1


def _sums(
    cells: npt.NDArray[np.bool_], across: tuple[Places, Places], up: tuple[Places, Places]
) -> npt.NDArray[np.int64]:
    """Return how many marked cells each box lies on."""
    table = np.pad(cells.astype(np.int64).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    (left, right), (bottom, top) = across, up
    return table[right, top] - table[left, top] - table[right, bottom] + table[left, bottom]
