"""A raster of square cells over a layer: the shapes of a view lie in few contiguous ranges."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

SHAPES_PER_CELL = 16
MOST_CELLS = 1 << 21


@dataclass(frozen=True)
class Cells:
    """Where the shapes of each cell are, once sorted row by row.

    The cell in ``row`` and ``column`` has the shapes ``starts[row * columns + column]`` up to the
    next start. A shape lies in the cell of its box's middle and reaches at most half a cell
    beyond it; shapes larger than a cell come after all others, from ``starts[-1]`` on.
    ``x``, ``y`` is the lower left corner, relative to the layer's origin.
    """

    x: float
    y: float
    size: float
    columns: int
    rows: int
    starts: npt.NDArray[np.int64]

    def ranges(
        self, xmin: float, ymin: float, xmax: float, ymax: float, count: int
    ) -> npt.NDArray[np.int64]:
        """Return (n, 2) first and end of the shapes that may touch a box; ``count`` is of all.

        The large shapes, which may lie anywhere, are the last range.
        """
        from gridloom_desktop.canvas.kernels.cells import ranges_in  # late: see units

        box = (xmin - self.x, ymin - self.y, xmax - self.x, ymax - self.y)
        return ranges_in(self.starts, self.columns, self.rows, self.size, *box, count)


def sort_into_cells(boxes: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.int64], Cells]:
    """Return the order that sorts shapes by cell, and the cells.

    The cell size suits the density: about 16 shapes a cell, and nine tenths of the shapes are
    smaller than a cell.
    """
    if not len(boxes):
        return np.empty(0, np.int64), Cells(0, 0, 1, 1, 1, np.zeros(2, np.int64))
    low, high = boxes[:, :2].min(axis=0).astype(float), boxes[:, 2:].max(axis=0).astype(float)
    sides = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    size = _cell_size(sides, high - low)
    columns, rows = (int(n) + 1 for n in np.floor((high - low) / size))
    middle = (boxes[:, :2].astype(float) + boxes[:, 2:]) / 2
    at = np.floor((middle - low) / size).astype(np.int64)
    cell = at[:, 1] * columns + at[:, 0]
    cell[sides > size] = columns * rows
    order = np.argsort(cell, kind="stable")
    starts = np.searchsorted(cell[order], np.arange(columns * rows + 1))
    return order, Cells(float(low[0]), float(low[1]), size, columns, rows, starts)


def _cell_size(sides: npt.NDArray[np.float32], span: npt.NDArray[np.float64]) -> float:
    width, height = np.maximum(span, 1e-6)
    cells = min(max(len(sides) / SHAPES_PER_CELL, 1), MOST_CELLS)
    by_density = float(np.sqrt(width * height / cells))
    by_shape = float(np.quantile(sides, 0.9))
    # A long thin layer (a street of lamps) must not ask for more cells than there are shapes.
    by_limit = float(max(width, height) / MOST_CELLS)
    return max(by_density, by_shape, by_limit, 1e-6)
