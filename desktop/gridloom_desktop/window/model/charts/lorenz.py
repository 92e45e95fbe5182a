"""A Lorenz curve: which share of the total the poorest share of the rows has."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from numba import njit

from gridloom_desktop.window.model.charts.column import Floats, Integers, Numbers
from gridloom_desktop.window.model.charts.marking import flagged
from gridloom_desktop.window.model.charts.wording import Pick, literal, named

POINTS = 400
"""So many points of a curve are drawn; more cannot be told apart."""


@dataclass(frozen=True, eq=False)
class Curve:
    """Cumulative shares of rows and of the total, and the Gini coefficient of n values."""

    n: int
    rows: Floats
    total: Floats
    gini: float | None


@dataclass(frozen=True, eq=False)
class Lorenz:
    """The rows with a value of 0 or more: ``order`` are their positions, the poorest first."""

    column: Numbers
    order: Integers
    ranked: Floats

    @cached_property
    def all(self) -> Curve:
        """The curve of all rows."""
        return curve(self.ranked)

    @cached_property
    def _rank(self) -> npt.NDArray[np.int32]:
        rank = np.full(len(self.column.values), len(self.order), dtype=np.int32)
        rank[self.order] = np.arange(len(self.order), dtype=np.int32)
        return rank

    def marked(self, positions: Integers) -> Curve:
        """Return the curve of the rows at some positions, among themselves."""
        there = flagged(self._rank, positions, len(self.order))
        return curve(self.ranked, there)

    def picked(self, low: float, high: float) -> Pick:
        """Return the rows from a share to another, the poorest first; equal values together."""
        n = len(self.ranked)
        first, last = (int(np.clip(round(one * n), 0, n)) for one in sorted((low, high)))
        first, last = min(first, n - 1), max(last - 1, min(first, n - 1))
        least, most = float(self.ranked[first]), float(self.ranked[last])
        ends = (
            np.searchsorted(self.ranked, least, "left"),
            np.searchsorted(self.ranked, most, "right"),
        )
        name = named(self.column.name)
        said = f"{name} >= {literal(least)} and {name} <= {literal(most)}"
        return Pick(lambda: np.sort(self.order[ends[0] : ends[1]]), said)


def lorenz(column: Numbers) -> Lorenz | None:
    """Return the rows of a column from the poorest; None where none has more than 0."""
    known = np.flatnonzero(np.isfinite(column.values) & (column.values >= 0))
    if not len(known) or column.values[known].max() <= 0:
        return None
    order = known[np.argsort(column.values[known], kind="stable")]
    return Lorenz(column, order, column.values[order])


def curve(ascending: Floats, there: npt.NDArray[np.bool_] | None = None) -> Curve:
    """Return the curve of values in ascending order, thinned to what can be drawn.

    Of these only the ones that are ``there`` count (None: all).
    """
    there = np.ones(len(ascending), dtype=np.bool_) if there is None else there
    n, total, weighted = sums(ascending, there)
    if total <= 0:
        return Curve(n, np.array([0.0, 1.0]), np.array([0.0, 1.0]), None)
    kept = np.unique(np.linspace(0, n, POINTS).round().astype(np.int64))
    grown = cumulated(ascending, there, kept)
    return Curve(n, kept / n, grown / total, (2 * weighted / total - n - 1) / n)


@njit(cache=True, nogil=True)
def sums(ascending, there):
    """Return how many values are there, their sum, and the sum of each times its rank from 1."""
    n, total, weighted = 0, 0.0, 0.0
    for place in range(len(ascending)):
        if there[place]:
            n += 1
            total += ascending[place]
            weighted += n * ascending[place]
    return n, total, weighted


@njit(cache=True, nogil=True)
def cumulated(ascending, there, kept):
    """Return the sum of the first k values that are there, for each k of ``kept`` (ascending)."""
    grown = np.zeros(len(kept))
    n, total, following = 0, 0.0, 0
    for place in range(len(ascending)):
        while following < len(kept) and kept[following] <= n:
            grown[following] = total
            following += 1
        if there[place]:
            n += 1
            total += ascending[place]
    grown[following:] = total
    return grown
