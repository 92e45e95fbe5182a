"""A Lorenz curve: which share of the total the poorest share of the rows has."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gridloom_analytics.statistics.inequality.lorenz import gini
from gridloom_analytics.statistics.inequality.lorenz import lorenz as curve_of
from gridloom_desktop.window.model.charts.column import Floats, Integers, Numbers
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
    def _rank(self) -> Integers:
        rank = np.full(len(self.column.values), len(self.order), dtype=np.int64)
        rank[self.order] = np.arange(len(self.order))
        return rank

    def marked(self, positions: Integers) -> Curve:
        """Return the curve of the rows at some positions, among themselves."""
        there = np.zeros(len(self.order) + 1, dtype=np.bool_)
        there[self._rank[positions]] = True
        return curve(self.ranked[there[:-1]])

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
        return Pick(np.sort(self.order[ends[0] : ends[1]]), said)


def lorenz(column: Numbers) -> Lorenz | None:
    """Return the rows of a column from the poorest; None where none has more than 0."""
    known = np.flatnonzero(np.isfinite(column.values) & (column.values >= 0))
    if not len(known) or column.values[known].max() <= 0:
        return None
    order = known[np.argsort(column.values[known], kind="stable")]
    return Lorenz(column, order, column.values[order])


def curve(ascending: Floats) -> Curve:
    """Return the curve of values in ascending order, thinned to what can be drawn."""
    if not len(ascending) or ascending[-1] <= 0:
        return Curve(len(ascending), np.array([0.0, 1.0]), np.array([0.0, 1.0]), None)
    rows, total = curve_of(ascending)
    kept = np.unique(np.linspace(0, len(rows) - 1, POINTS).round().astype(np.int64))
    return Curve(len(ascending), rows[kept], total[kept], gini(ascending))
