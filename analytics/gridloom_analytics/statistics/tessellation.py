"""Grids of equal cells, and how large a cell fits a number of points."""

from math import ceil, floor, log10, sqrt

import numpy as np
import numpy.typing as npt
import shapely

Bounds = tuple[float, float, float, float]
Shapes = npt.NDArray[np.object_]


def quadrat_side(area: float, points: int) -> float:
    """Return the side of a square with two points on average, in the unit of √``area``.

    The customary size of a quadrat, 2A / n (Greig-Smith 1952, Annals of Botany 16: 293-316):
    smaller cells are mostly empty, larger ones hide what differs inside them.

    >>> quadrat_side(5000.0, 100)
    10.0
    """
    return sqrt(2 * area / points)


def rounded_up(length: float) -> float:
    """Return a length with three significant digits, so that it can be told and given again.

    >>> rounded_up(1234.2), rounded_up(0.05), rounded_up(500.0)
    (1240.0, 0.05, 500.0)
    """
    digits = 2 - floor(log10(length))
    return round(ceil(round(length * 10.0**digits, 6)) / 10.0**digits, max(digits, 0))


def squares(bounds: Bounds, side: float) -> Shapes:
    """Return squares that cover (west, south, east, north), row by row from the south-west.

    >>> len(squares((0.0, 0.0, 3.0, 2.0), 1.0))
    6
    """
    west, south, east, north = bounds
    columns, rows = (max(1, ceil(length / side)) for length in (east - west, north - south))
    row, column = np.divmod(np.arange(rows * columns), columns)
    x, y = west + column * side, south + row * side
    return shapely.box(x, y, west + (column + 1) * side, south + (row + 1) * side)


def hexagons(bounds: Bounds, side: float) -> Shapes:
    """Return hexagons as large as a square of ``side`` that cover the bounds, row by row."""
    west, south, east, north = bounds
    radius = side * sqrt(2 / (3 * sqrt(3)))
    wide, high = sqrt(3) * radius, 1.5 * radius
    columns, rows = ceil((east - west) / wide) + 1, ceil((north - south) / high) + 1
    row, column = np.divmod(np.arange(rows * columns), columns)
    centre = np.stack([west + (column + row % 2 / 2) * wide, south + row * high], axis=1)
    turn = np.radians(np.arange(30, 390, 60))
    corners = radius * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    return np.asarray(shapely.polygons(centre[:, None, :] + corners), dtype=object)
