"""In which area a point lies."""

from dataclasses import dataclass
from typing import Self

import numba
import numpy as np
import numpy.typing as npt

from gridloom_layers.geometry.cells import CellIndex, Floats, Ints, Longs, build_index, covers
from gridloom_layers.geometry.outlines import outlines
from gridloom_layers.geometry.wkb import Ragged
from gridloom_layers.slices import on_all_cores

NOWHERE = -1


BLOCK = 1 << 9
"""Points whose cells are looked up together."""


def locate(xy: npt.ArrayLike, areas: npt.ArrayLike | Ragged) -> Ints:
    """Return the position in ``areas`` of the area that covers each point, −1 for nowhere.

    ``xy`` is (n, 2), in the CRS of the areas; points that are not finite are nowhere. ``areas``
    are valid polygons and multipolygons, None for none, or a ``Ragged``; other shapes and those
    with a coordinate that is not finite cover nothing. Borders belong to their area; where several
    areas cover a point the lowest position wins.

    >>> import shapely
    >>> locate([[0.5, 0.5], [1.0, 0.5], [3, 3]], [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)])
    array([ 0,  0, -1], dtype=int32)
    """
    return AreaLocator.of(areas).locate(xy)


@dataclass(frozen=True)
class AreaLocator:
    """Areas prepared to locate points again and again."""

    index: CellIndex | None

    @classmethod
    def of(cls, areas: npt.ArrayLike | Ragged) -> Self:
        """Prepare areas; see :func:`locate`."""
        return cls(build_index(outlines(areas)))

    def locate(self, xy: npt.ArrayLike, threads: int | None = None) -> Ints:
        """Return the position of the area of each point; see :func:`locate`.

        The answer is the same for any number of ``threads`` (default: all cores).
        """
        points = np.ascontiguousarray(xy, np.float64).reshape(-1, 2)
        found = np.full(len(points), NOWHERE, np.int32)
        index = self.index
        if index is None:
            return found
        frame = (index.origin, index.size, index.columns, index.rows)
        tables = (index.edges, index.area_rows, index.first_rows, index.row_starts)
        cells = (index.row_edges, index.cell_starts, index.entries)

        def work(first: int, end: int) -> None:
            _locate(points[first:end], frame, tables, *cells, found[first:end])

        on_all_cores(work, len(points), threads)
        return found


@numba.njit(cache=True, nogil=True)
def _locate(
    points: Floats,
    frame,
    tables,
    row_edges: Ints,
    cell_starts: Longs,
    entries: Ints,
    found: Ints,
) -> None:
    edges, area_rows, first_rows, row_starts = tables
    rows, starts, ends = np.empty((3, BLOCK), np.int64)
    for begin in range(0, len(points), BLOCK):
        block = points[begin : begin + BLOCK]
        _look_up(block, frame, cell_starts, rows, starts, ends)
        for i in range(len(block)):
            x, y = block[i, 0], block[i, 1]
            for j in range(starts[i], ends[i]):
                k = entries[j] >> 1
                slot = area_rows[k] + rows[i] - first_rows[k]
                if entries[j] & 1 or covers(
                    edges, row_edges, row_starts[slot], row_starts[slot + 1], x, y
                ):
                    found[begin + i] = k
                    break


@numba.njit(cache=True, nogil=True)
def _look_up(points: Floats, frame, cell_starts: Longs, lines: Longs, starts: Longs, ends: Longs):
    """Write the raster row of each point, and which entries are those of its cell.

    Nothing here waits for what it reads, so that many cells are on their way from memory at once.
    """
    origin, size, columns, rows = frame
    for i in range(len(points)):
        across, up = (points[i, 0] - origin[0]) / size, (points[i, 1] - origin[1]) / size
        on = 0 <= across < columns and 0 <= up < rows
        lines[i] = int(up) if on else -1
        starts[i] = lines[i] * columns + int(across) if on else 0
    for i in range(len(points)):
        cell = starts[i]
        starts[i] = cell_starts[cell]
        ends[i] = cell_starts[cell + 1] if lines[i] >= 0 else starts[i]
