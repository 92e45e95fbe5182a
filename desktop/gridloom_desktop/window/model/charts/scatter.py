"""A scatter plot: points, or where they are many how many lie in each cell, and their lines."""

import math
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gridloom_desktop.window.model.charts.coded import Coded
from gridloom_desktop.window.model.charts.column import NONE, Floats, Integers, Numbers
from gridloom_desktop.window.model.charts.marking import co_moments
from gridloom_desktop.window.model.charts.wording import Pick, literal, named

MOST_POINTS = 20_000
CELLS = (144, 96)
"""Columns and rows of cells that stand for more points than that."""


class Line(NamedTuple):
    """A line of least squares through n points: y = intercept + slope · x, and how close it is."""

    n: int
    slope: float
    intercept: float
    r: float


class MarkedPoints(NamedTuple):
    """What is drawn of selected points: the ``rows`` that are there, or how many are in each of
    the ``cells`` where the points are too many for that; and the line through them."""

    rows: Integers
    cells: npt.NDArray[np.int64] | None
    line: Line | None


@dataclass(frozen=True, eq=False)
class Scatter:
    """Two columns as they are drawn: ``x``, ``y`` (n,), NaN in rows without both.

    ``places`` are the ends of both axes; ``cells`` count the points where they are too many to be
    drawn (row · columns + column). ``log``: x and y are logarithms to base ten.
    """

    across: Numbers
    upwards: Numbers
    x: Floats
    y: Floats
    places: tuple[tuple[float, float], tuple[float, float]]
    cells: Coded | None = None
    log: bool = False

    def line(self, positions: Integers) -> Line | None:
        """Return the line through some points; None for one point or without a spread in x."""
        (left, _), (bottom, _) = self.places
        n, sx, sy, sxx, syy, sxy = co_moments(self.x, self.y, positions, left, bottom).tolist()
        if n < 2:
            return None
        vx, vy, c = sxx - sx * sx / n, syy - sy * sy / n, sxy - sx * sy / n
        if vx <= 1e-12 * sxx:
            return None
        slope = c / vx
        r = c / math.sqrt(vx * vy) if vy > 1e-12 * syy else math.nan
        height, risen = sy / n + bottom, slope * (sx / n + left)
        # What is left of two numbers that are equal but for their last digits is no intercept.
        near = math.isclose(height, risen, rel_tol=1e-12)
        return Line(int(n), slope, 0.0 if near else height - risen, r)

    def boxed(self, left: float, right: float, bottom: float, top: float) -> Pick:
        """Return the points in a rectangle, in terms of the axes."""
        (left, right), (bottom, top) = sorted((left, right)), sorted((bottom, top))
        if self.log:
            left, right, bottom, top = (10.0**one for one in (left, right, bottom, top))
        bounds = ((self.across.name, left, right), (self.upwards.name, bottom, top))
        found = partial(self._between, (left, right), (bottom, top))
        return Pick(found, " and ".join(_within(*one) for one in bounds))

    def _between(self, across: tuple[float, float], up: tuple[float, float]) -> Integers:
        x, y = self.across.values, self.upwards.values
        return np.flatnonzero((x >= across[0]) & (x <= across[1]) & (y >= up[0]) & (y <= up[1]))

    def lassoed(self, outline: Floats) -> Pick:
        """Return the points within an outline (k, 2) in terms of the axes."""
        return Pick(partial(self._inside, outline))

    def _inside(self, outline: Floats) -> Integers:
        import shapely  # late: a rectangle needs none

        near = np.flatnonzero(_in_box(self.x, self.y, outline))
        area = shapely.make_valid(shapely.Polygon(outline))
        shapely.prepare(area)
        return near[shapely.contains_xy(area, self.x[near], self.y[near])]

    def marked(self, positions: Integers) -> "MarkedPoints":
        """Return what is drawn of the rows at some positions."""
        line = self.line(positions)
        if self.cells is not None:
            return MarkedPoints(NONE, densities(self.cells, positions), line)
        return MarkedPoints(positions[np.isfinite(self.x[positions])], None, line)


def densities(cells: Coded, positions: Integers | None = None) -> npt.NDArray[np.int64]:
    """Return how many points (None: of all) are in each cell, from the lowest row."""
    return cells.counts(positions)[:-1].reshape(CELLS[::-1])


def scatter(across: Numbers, upwards: Numbers, *, log: bool = False) -> Scatter | None:
    """Return two columns to draw against each other; None where no row has both."""
    x, y = (_drawn(one.values, log=log) for one in (across, upwards))
    known = np.isfinite(x) & np.isfinite(y)
    if not known.any():
        return None
    x, y = np.where(known, x, np.nan), np.where(known, y, np.nan)
    places = _ends(x[known]), _ends(y[known])
    cells = _cells(x, y, known, places) if known.sum() > MOST_POINTS else None
    return Scatter(across, upwards, x, y, places, cells, log)


def _drawn(values: Floats, *, log: bool) -> Floats:
    if not log:
        return values
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(values > 0, np.log10(values), np.nan)


def _ends(values: Floats) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    return (low, high) if low < high else (low - 0.5, high + 0.5)


def _cells(
    x: Floats,
    y: Floats,
    known: npt.NDArray[np.bool_],
    places: tuple[tuple[float, float], tuple[float, float]],
) -> Coded:
    columns, rows = CELLS
    column, row = (
        np.minimum((one[known] - low) / (high - low) * count, count - 1).astype(np.int32)
        for one, (low, high), count in zip((x, y), places, CELLS, strict=True)
    )
    codes = np.full(len(x), columns * rows, dtype=np.uint16)
    codes[known] = row * columns + column
    return Coded(codes, columns * rows)


def _within(field: str, low: float, high: float) -> str:
    return f"{named(field)} >= {literal(low)} and {named(field)} <= {literal(high)}"


def _in_box(x: Floats, y: Floats, outline: Floats) -> npt.NDArray[np.bool_]:
    (left, bottom), (right, top) = outline.min(axis=0), outline.max(axis=0)
    return (x >= left) & (x <= right) & (y >= bottom) & (y <= top)
