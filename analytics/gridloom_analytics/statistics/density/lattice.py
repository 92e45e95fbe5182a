"""A lattice of square cells, and points spread over the centres of its cells."""

from dataclasses import dataclass

import numba as nb
import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.significance.jobs import run_jobs
from gridloom_layers.progress import Progress

Floats = npt.NDArray[np.float64]

PIECE = 2_500_000
"""Points of one piece of work; fixed, so that sums are the same for any number of threads."""
MARGIN = 1
"""Cells around the bounds, so that every point lies between four centres."""


@dataclass(frozen=True)
class Lattice:
    """``rows`` × ``columns`` square cells, the first row in the north.

    ``west`` and ``north`` are the outer corner of the first cell, ``cell`` the length of a side,
    all in the unit of the points. A surface over it is an array of shape (rows, columns).
    """

    west: float
    north: float
    cell: float
    rows: int
    columns: int

    @classmethod
    def over(cls, bounds: tuple[float, float, float, float], cell: float) -> "Lattice":
        """Return the lattice over bounds (west, south, east, north), its corners multiples of
        the cell's side, with a margin of a cell.

        >>> Lattice.over((5.0, 5.0, 25.0, 15.0), 10.0)
        Lattice(west=-10.0, north=30.0, cell=10.0, rows=4, columns=5)
        """
        west, south = (int(np.floor(bound / cell)) - MARGIN for bound in bounds[:2])
        east, north = (int(np.ceil(bound / cell)) + MARGIN for bound in bounds[2:])
        return cls(west * cell, north * cell, cell, north - south, east - west)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.rows, self.columns

    @property
    def x(self) -> Floats:
        """The x of the centres of the columns."""
        return self.west + (np.arange(self.columns, dtype=np.float64) + 0.5) * self.cell

    @property
    def y(self) -> Floats:
        """The y of the centres of the rows, falling."""
        return self.north - (np.arange(self.rows, dtype=np.float64) + 0.5) * self.cell

    def cells_of(self, points: Floats) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Return the row and the column of the cell that each point, shape (n, 2), lies in."""
        columns = np.floor((points[:, 0] - self.west) / self.cell).astype(np.int64)
        rows = np.floor((self.north - points[:, 1]) / self.cell).astype(np.int64)
        return rows.clip(0, self.rows - 1), columns.clip(0, self.columns - 1)

    def binned(
        self,
        points: Floats,
        weights: Floats | None = None,
        progress: Progress | None = None,
        threads: int | None = None,
    ) -> Floats:
        """Return the weight (default 1 each) of points, shape (n, 2), at the centres of cells.

        Linear binning (Jones & Lotwick 1984): a point's weight goes to the four centres around
        it, the more the nearer, so that total and centre of gravity stay. Raises ``ValueError``
        for a point that is not between four centres.

        >>> Lattice(0.0, 2.0, 1.0, 2, 2).binned(np.array([[0.75, 0.5]]))
        array([[0.  , 0.  ],
               [0.75, 0.25]])
        """
        own = np.ones(1) if weights is None else np.asarray(weights, dtype=np.float64)

        def job(start: int) -> Floats:
            piece = slice(start, start + PIECE)
            return bin_linearly(points[piece], own if weights is None else own[piece], corner,
                                self.rows, self.columns)  # fmt: skip

        corner = (self.west, self.north, self.cell)
        starts = range(0, len(points), PIECE)
        jobs = [lambda start=start: job(start) for start in starts]
        total = np.zeros(self.shape)
        for piece in run_jobs(jobs, progress or Progress(), "bin", threads):
            total += piece
        if np.isnan(total[0, 0]):
            raise ValueError("a point lies outside the centres of the lattice")
        return total

    def at(self, points: Floats, surface: Floats) -> Floats:
        """Return a surface at points, shape (n, 2), linear between the four centres around."""
        from scipy.ndimage import map_coordinates  # slow to load, not needed by every surface

        rows = (self.north - points[:, 1]) / self.cell - 0.5
        columns = (points[:, 0] - self.west) / self.cell - 0.5
        return map_coordinates(surface, [rows, columns], order=1, mode="nearest")


@nb.njit(cache=True, nogil=True)
def bin_linearly(
    points: Floats, weights: Floats, corner: tuple[float, float, float], rows: int, columns: int
) -> Floats:
    """Return the binned weights; the first cell is NaN where a point lies outside.

    ``corner`` is (west, north, cell); a single weight serves all points.
    """
    west, north, cell = corner
    total = np.zeros((rows, columns))
    alike = len(weights) == 1
    for i in range(len(points)):
        across = (points[i, 0] - west) / cell - 0.5
        down = (north - points[i, 1]) / cell - 0.5
        column, row = int(np.floor(across)), int(np.floor(down))
        if not (0 <= column < columns - 1 and 0 <= row < rows - 1):
            total[0, 0] = np.nan
            return total
        right, below = across - column, down - row
        weight = weights[0] if alike else weights[i]
        lower, upper = weight * below, weight * (1.0 - below)
        total[row, column] += upper * (1.0 - right)
        total[row, column + 1] += upper * right
        total[row + 1, column] += lower * (1.0 - right)
        total[row + 1, column + 1] += lower * right
    return total
