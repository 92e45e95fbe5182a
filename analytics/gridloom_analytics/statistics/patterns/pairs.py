"""How many pairs of points are how far apart."""

import numba as nb
import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

STEPS = 4
"""Cells along the greatest distance: more of them fit a circle closer, but cost more loops."""
MOST_CELLS = 1 << 22
BLOCK = 256
"""Pairs whose bins are found together, which halves the time."""
ROUNDING = 1e-9
"""A distance this close (in bins) above the end of a bin is one that was rounded up."""


def pair_counts(points: Points, reach: float, bins: int) -> Counts:
    """Return how many unordered pairs of points are how far apart, shape (bins,).

    Bin k counts distances d with k·w < d ≤ (k + 1)·w, where w = ``reach`` / ``bins``; the first
    one those of 0 too. ``points`` has shape (n, 2), finite; ``reach`` > 0, in their units. Pairs
    farther apart than ``reach`` are not looked at.

    >>> pair_counts(np.array([[0.0, 0], [3, 0], [3, 4]]), 5.0, 5).tolist()
    [0, 0, 1, 1, 1]
    """
    found = np.zeros(bins + 2, np.int64)
    if len(points) > 1:
        ordered, starts, columns, side, corner = _cells(points, reach)
        x, y = np.ascontiguousarray(ordered[:, 0]), np.ascontiguousarray(ordered[:, 1])
        _count(x, y, starts, columns, side, corner[0], corner[1], reach, bins, found)
    found[1] += found[0]
    return found[1:-1]


def _cells(
    points: Points, reach: float
) -> tuple[Points, Counts, int, float, npt.NDArray[np.float64]]:
    """Sort points into the rows of a grid: points, first point of each cell, columns, side, corner.

    A row has an empty cell at its end, so that the end of a cell is the start of the next one.
    """
    corner = points.min(axis=0)
    extent = points.max(axis=0) - corner
    least = np.sqrt(extent[0] * extent[1] / MOST_CELLS)
    side = max(reach / STEPS, float(least), float(extent.max()) / MOST_CELLS)
    columns, rows = (int(n) + 2 for n in extent // side)
    at = ((points - corner) // side).astype(np.int64)
    cell = at[:, 1] * columns + at[:, 0]
    counts = np.bincount(cell, minlength=columns * rows)
    starts = np.concatenate([[0], np.cumsum(counts)])
    return points[np.argsort(cell, kind="stable")], starts, columns, side, corner


@nb.njit(cache=True, nogil=True)
def _count(x, y, starts, columns, side, west, south, reach, bins, found) -> None:
    """Count each pair once: the points behind one in its row, and those of the rows above."""
    rows = (len(starts) - 1) // columns
    bin_of = np.empty(BLOCK, np.int32)
    for i in range(len(x)):
        own = int((y[i] - south) // side)
        for row in range(own, rows):
            gap = max(0.0, row * side + south - y[i])
            if gap > reach:
                break
            half = np.sqrt(reach * reach - gap * gap) + ROUNDING * reach
            left = max(0, int((x[i] - half - west) // side))
            right = min(columns - 1, int((x[i] + half - west) // side))
            first = i + 1 if row == own else starts[row * columns + left]
            end = starts[row * columns + right + 1]
            while first < end:
                size = min(BLOCK, end - first)
                _bin(x, y, i, first, size, bins / reach, bins, bin_of)
                for k in range(size):
                    found[bin_of[k]] += 1
                first += size


@nb.njit(cache=True, nogil=True)
def _bin(x, y, i, first, size, scale, bins, bin_of) -> None:
    """Find the bins of a block of pairs; a loop of its own, so that it is done by vectors."""
    for k in range(size):
        across, along = x[i] - x[first + k], y[i] - y[first + k]
        step = np.ceil(np.sqrt(across * across + along * along) * scale - ROUNDING)
        bin_of[k] = np.int32(min(step, bins + 1.0))
