"""In which area a point lies."""

from dataclasses import dataclass
from typing import Self

import numba
import numpy as np
import numpy.typing as npt

from gridloom_layers.geometry.cells import CellIndex, Floats, Ints, Longs, build_index, covers
from gridloom_layers.geometry.outlines import outlines
from gridloom_layers.geometry.slices import on_all_cores
from gridloom_layers.geometry.wkb import Ragged

NOWHERE = -1


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
    origin, size, columns, rows = frame
    edges, area_rows, first_rows, row_starts = tables
    for i in range(len(points)):
        x, y = points[i, 0], points[i, 1]
        across, up = (x - origin[0]) / size, (y - origin[1]) / size
        if not (0 <= across < columns and 0 <= up < rows):
            continue
        column, row = int(np.floor(across)), int(np.floor(up))
        cell = row * columns + column
        for j in range(cell_starts[cell], cell_starts[cell + 1]):
            k = entries[j] >> 1
            if entries[j] & 1:
                found[i] = k
                break
            slot = area_rows[k] + row - first_rows[k]
            if covers(edges, row_edges, row_starts[slot], row_starts[slot + 1], x, y):
                found[i] = k
                break
