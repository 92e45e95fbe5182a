"""The quadrat test: do points spread over equal squares as chance would spread them?"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from scipy.special import chdtr, chdtrc
from shapely.geometry.base import BaseGeometry

Points = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
Shapes = npt.NDArray[np.object_]

SLIVER = 1e-9
"""A quadrat of which less than this is in the area is none: it is rounding."""


@dataclass(frozen=True)
class Quadrats:
    """Rectangles over an area, those that are partly outside clipped to it.

    ``shapes`` are the m clipped ones that have an area; ``number`` (rows · columns of the whole
    grid) gives the position of each among them, −1 for one outside.
    """

    shapes: Shapes
    number: npt.NDArray[np.int64]
    west: float
    south: float
    width: float
    height: float
    columns: int

    @classmethod
    def over(cls, area: BaseGeometry, columns: int, rows: int) -> "Quadrats":
        """Part the box around an area into ``columns`` × ``rows`` rectangles, clipped to it."""
        west, south, east, north = area.bounds
        width, height = (east - west) / columns, (north - south) / rows
        x, y = np.tile(np.arange(columns), rows), np.repeat(np.arange(rows), columns)
        boxes = shapely.box(
            west + x * width, south + y * height, west + (x + 1) * width, south + (y + 1) * height
        )
        clipped = _clipped(boxes, area)
        real = shapely.area(clipped) > SLIVER * width * height
        number = np.where(real, np.cumsum(real) - 1, -1)
        return cls(clipped[real], number, west, south, width, height, columns)

    def locate(self, points: Points) -> npt.NDArray[np.int64]:
        """Return the quadrat that each point of the area is in, −1 for none."""
        rows = len(self.number) // self.columns
        x = np.clip((points[:, 0] - self.west) // self.width, 0, self.columns - 1)
        y = np.clip((points[:, 1] - self.south) // self.height, 0, rows - 1)
        return self.number[(y * self.columns + x).astype(np.int64)]

    def count(self, points: Points) -> Counts:
        """Return how many of the points are in each quadrat, shape (m,)."""
        found = self.locate(points)
        return np.bincount(found[found >= 0], minlength=len(self.shapes))


@dataclass(frozen=True)
class QuadratTest:
    """Pearson's chi-square of counts against expectations: ``p`` is two-sided.

    ``dispersion`` is chi-square over its degrees of freedom (for equal quadrats the variance of
    the counts over their mean): 1 by chance, more where clustered, less where regular.
    """

    chi2: float
    df: int
    p: float

    @property
    def dispersion(self) -> float:
        """The index of dispersion."""
        return self.chi2 / self.df


def quadrat_test(counts: Counts, expected: Floats) -> QuadratTest:
    """Return the test of m ≥ 2 counts against expectations > 0 with the same total.

    p is twice the smaller tail, at most 1, as in spatstat's ``quadrat.test``.

    >>> quadrat_test(np.array([4, 0, 0, 0]), np.ones(4)).dispersion
    4.0
    """
    chi2, df = pearson(counts, expected), len(counts) - 1
    return QuadratTest(chi2, df, float(min(1.0, 2 * min(chdtr(df, chi2), chdtrc(df, chi2)))))


def pearson(counts: Counts, expected: Floats) -> float:
    """Return Σ (count − expected)² / expected."""
    return float(((counts - expected) ** 2 / expected).sum())


def usual_number(area: BaseGeometry, n: int, expected: float) -> tuple[int, int]:
    """Return the columns and rows of near-square quadrats with ``expected`` points on average.

    They are counted over the bounding box, with at least two along the longer side.
    """
    return number_of_side(area, float(np.sqrt(area.area * expected / n)))


def number_of_side(area: BaseGeometry, side: float) -> tuple[int, int]:
    """Return the columns and rows of quadrats with sides of about ``side`` over an area."""
    west, south, east, north = area.bounds
    columns, rows = (max(1, round(size / side)) for size in (east - west, north - south))
    if columns * rows > 1:
        return columns, rows
    return (2, 1) if east - west > north - south else (1, 2)


def _clipped(boxes: Shapes, area: BaseGeometry) -> Shapes:
    """Return the part of each box within an area; only those on its outline are cut."""
    shapely.prepare(area)
    inside = shapely.contains_properly(area, boxes)
    crossed = ~inside & shapely.intersects(area, boxes)
    found = np.full(len(boxes), shapely.Polygon(), dtype=object)
    found[inside] = boxes[inside]
    found[crossed] = shapely.intersection(boxes[crossed], area)
    return found
