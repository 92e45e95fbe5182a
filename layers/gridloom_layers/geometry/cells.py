"""A raster of cells over areas: most cells lie wholly inside one area, or outside all of them."""

from dataclasses import dataclass

import numba
import numpy as np
import numpy.typing as npt

from gridloom_layers.geometry.orientation import CROSSED, TOUCHED, crossing
from gridloom_layers.geometry.outlines import boxes_around
from gridloom_layers.geometry.wkb import Ragged

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]

CELLS_PER_AREA = 64
FEWEST_CELLS, MOST_CELLS = 1 << 16, 1 << 22
OUTSIDE, INSIDE, BORDER = 0, 1, 2
PADDING = 1e-6
"""Of a cell: how far the cells on an edge are widened against rounding."""


@dataclass(frozen=True)
class CellIndex:
    """Areas cut into edges, and which areas each cell of a raster touches.

    ``edges`` (m, 4) are x0 y0 x1 y1, those of one area together. ``area_rows[k]`` is the place in
    ``row_starts`` of the first raster row of area k, ``first_rows[k]`` that row; ``row_edges``
    lists the edges that reach into each row of each area. ``cell_starts`` and ``entries`` give,
    for each cell, the areas that touch it in order of position: 2 × position, + 1 where the whole
    cell lies inside.
    """

    origin: Floats
    size: float
    columns: int
    rows: int
    edges: Floats
    area_rows: Longs
    first_rows: Ints
    row_starts: Longs
    row_edges: Ints
    cell_starts: Longs
    entries: Ints


def build_index(areas: Ragged) -> CellIndex | None:
    """Index the areas among shapes; None where there is none with finite coordinates."""
    edges, starts = _edges(areas, np.isfinite(boxes_around(areas)[:, 0]))
    if not len(edges):
        return None
    low = np.minimum(edges[:, :2], edges[:, 2:]).min(axis=0)
    high = np.maximum(edges[:, :2], edges[:, 2:]).max(axis=0)
    wanted = np.clip(CELLS_PER_AREA * len(areas), FEWEST_CELLS, MOST_CELLS)
    extent = np.maximum(high - low, 1e-9)
    size = float(np.sqrt(extent.prod() / wanted))
    size = max(size, float(extent.max()) / wanted)  # a thin strip has one row of cells
    columns, rows = (int(n) for n in np.floor(extent / size) + 1)
    area_rows, first_rows, row_starts = _count_rows(edges, starts, low[1], size)
    row_edges = _fill_rows(edges, starts, low[1], size, area_rows, first_rows, row_starts)
    frame = (low, size, columns)
    tables = (edges, area_rows, first_rows, row_starts, row_edges)
    counts = np.zeros(columns * rows + 1, np.int64)
    _classify(frame, tables, counts, np.empty(0, np.int32))
    cell_starts = np.concatenate([[0], np.cumsum(counts[:-1])])
    entries = np.empty(cell_starts[-1], np.int32)
    _classify(frame, tables, cell_starts[:-1].copy(), entries)
    return CellIndex(low, size, columns, rows, *tables, cell_starts, entries)


def _edges(areas: Ragged, usable: npt.NDArray[np.bool_]) -> tuple[Floats, Longs]:
    """Return the edges (m, 4) of the rings of usable areas, and where those of each begin."""
    own = np.repeat(usable, np.diff(areas.parts)) & areas.areas
    counts = np.where(own, np.diff(areas.rings) - 1, 0)
    ends = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
    edges = np.empty((ends[-1], 4))
    _fill_edges(areas.coordinates, areas.rings, ends, edges)
    return edges, ends[areas.parts]


@numba.njit(cache=True, nogil=True)
def _fill_edges(coordinates: Floats, rings: Longs, ends: Longs, edges: Floats) -> None:
    for ring in range(len(rings) - 1):
        for e in range(ends[ring], ends[ring + 1]):
            i = rings[ring] + e - ends[ring]
            edges[e, 0], edges[e, 1] = coordinates[i, 0], coordinates[i, 1]
            edges[e, 2], edges[e, 3] = coordinates[i + 1, 0], coordinates[i + 1, 1]


@numba.njit(cache=True, nogil=True)
def _row_of(y: float, bottom: float, size: float) -> int:
    return int(np.floor((y - bottom) / size))


@numba.njit(cache=True, nogil=True)
def _count_rows(
    edges: Floats, starts: Longs, bottom: float, size: float
) -> tuple[Longs, Ints, Longs]:
    """Return where the rows of each area begin, its first row, and where each row's edges do."""
    areas = len(starts) - 1
    area_rows = np.zeros(areas + 1, np.int64)
    first_rows = np.zeros(areas, np.int32)
    for k in range(areas):
        low, high = 1 << 30, -1
        for e in range(starts[k], starts[k + 1]):
            row = _row_of(edges[e, 1], bottom, size)
            low, high = min(low, row), max(high, row)
        first_rows[k] = low
        area_rows[k + 1] = area_rows[k] + max(high - low + 1, 0)
    counts = np.zeros(area_rows[areas] + 1, np.int64)
    for k in range(areas):
        for e in range(starts[k], starts[k + 1]):
            first, last = _edge_rows(edges[e], bottom, size)
            for row in range(first, last + 1):
                counts[area_rows[k] + row - first_rows[k] + 1] += 1
    return area_rows, first_rows, np.cumsum(counts)


@numba.njit(cache=True, nogil=True)
def _edge_rows(edge: Floats, bottom: float, size: float) -> tuple[int, int]:
    low, high = min(edge[1], edge[3]), max(edge[1], edge[3])
    return _row_of(low, bottom, size), _row_of(high, bottom, size)


@numba.njit(cache=True, nogil=True)
def _fill_rows(
    edges: Floats,
    starts: Longs,
    bottom: float,
    size: float,
    area_rows: Longs,
    first_rows: Ints,
    row_starts: Longs,
) -> Ints:
    filled = row_starts.copy()
    row_edges = np.empty(row_starts[-1], np.int32)
    for k in range(len(starts) - 1):
        for e in range(starts[k], starts[k + 1]):
            first, last = _edge_rows(edges[e], bottom, size)
            for row in range(first, last + 1):
                slot = area_rows[k] + row - first_rows[k]
                row_edges[filled[slot]] = e
                filled[slot] += 1
    return row_edges


@numba.njit(cache=True, nogil=True)
def covers(edges: Floats, row_edges: Ints, first: int, last: int, x: float, y: float) -> bool:
    """Return whether the area whose edges in the row of y are listed covers the point.

    Counts the edges that a ray to the right crosses; a point on an edge is covered.
    """
    inside = False
    for i in range(first, last):
        e = row_edges[i]
        crossed = crossing(edges[e, 0], edges[e, 1], edges[e, 2], edges[e, 3], x, y)
        if crossed == TOUCHED:
            return True
        inside ^= crossed == CROSSED
    return inside


@numba.njit(cache=True, nogil=True)
def _classify(frame, tables, slots: Longs, entries: Ints) -> None:
    """Count the entries of each cell into ``slots``, or fill them in where ``entries`` has room."""
    origin, size, columns = frame
    edges, area_rows, first_rows, row_starts, row_edges = tables
    states = np.zeros(columns, np.int8)
    for k in range(len(first_rows)):
        for i in range(area_rows[k], area_rows[k + 1]):
            row = first_rows[k] + i - area_rows[k]
            first, last = row_starts[i], row_starts[i + 1]
            low, high = _border_cells(edges, row_edges, first, last, origin, size, row, states)
            _fill_between(edges, row_edges, first, last, origin, size, row, states, low, high)
            for column in range(low, high + 1):
                if states[column] != OUTSIDE:
                    cell = row * columns + column
                    if len(entries):
                        entries[slots[cell]] = 2 * k + (states[column] == INSIDE)
                    slots[cell] += 1
                states[column] = OUTSIDE


@numba.njit(cache=True, nogil=True)
def _border_cells(
    edges: Floats, row_edges: Ints, first: int, last: int, origin: Floats, size: float,
    row: int, states: npt.NDArray[np.int8],
) -> tuple[int, int]:  # fmt: skip
    """Mark the cells of a row that edges pass through; return the first and last of them."""
    bottom = origin[1] + row * size
    low, high = len(states), -1
    for i in range(first, last):
        x0, x1 = _within_row(edges[row_edges[i]], bottom, bottom + size)
        left = max(int(np.floor((x0 - origin[0]) / size - PADDING)), 0)
        right = min(int(np.floor((x1 - origin[0]) / size + PADDING)), len(states) - 1)
        for column in range(left, right + 1):
            states[column] = BORDER
        low, high = min(low, left), max(high, right)
    return low, high


@numba.njit(cache=True, nogil=True)
def _within_row(edge: Floats, bottom: float, top: float) -> tuple[float, float]:
    """Return the least and the greatest x of the part of an edge that lies in a row."""
    x0, y0, x1, y1 = edge[0], edge[1], edge[2], edge[3]
    if y0 > y1:
        x0, y0, x1, y1 = x1, y1, x0, y0
    if y1 - y0 <= (top - bottom) * PADDING:
        return min(x0, x1), max(x0, x1)
    slope = (x1 - x0) / (y1 - y0)
    start = x0 + slope * (max(bottom, y0) - y0)
    end = x0 + slope * (min(top, y1) - y0)
    return min(start, end), max(start, end)


@numba.njit(cache=True, nogil=True)
def _fill_between(
    edges: Floats, row_edges: Ints, first: int, last: int, origin: Floats, size: float,
    row: int, states: npt.NDArray[np.int8], low: int, high: int,
) -> None:  # fmt: skip
    """Tell inside from outside for the cells between border cells: one test for each run."""
    y = origin[1] + (row + 0.5) * size
    inside = False
    for column in range(low, high + 1):
        if states[column] == BORDER:
            continue
        if states[column - 1] == BORDER:
            x = origin[0] + (column + 0.5) * size
            inside = covers(edges, row_edges, first, last, x, y)
        if inside:
            states[column] = INSIDE
