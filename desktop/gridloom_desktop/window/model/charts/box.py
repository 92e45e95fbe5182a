"""Box plots: quartiles by category, of all rows and of those selected, at the speed of a brush.

Rows are sorted by category and value once. What is selected is then marked in that order, and its
quartiles are found by counting, without sorting again.
"""

from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
import numpy.typing as npt

from gridloom_desktop.window.model.charts.bars import Bars
from gridloom_desktop.window.model.charts.bars import bars as bars_of
from gridloom_desktop.window.model.charts.column import Categories, Floats, Integers, Numbers
from gridloom_desktop.window.model.charts.marking import flagged
from gridloom_desktop.window.model.charts.wording import Pick, literal, named

MOST = 12
REACH = 1.5
"""Whiskers reach to the last value within so many times the quartiles' distance (Tukey 1977)."""
MOST_OUTLIERS = 40
"""So many different outliers of a box are drawn at most, evenly chosen in their order."""


@dataclass(frozen=True, eq=False)
class Box:
    """The spread of n values; ``low`` and ``high`` are the ends of the whiskers.

    ``outliers`` are drawn beyond these; ``beyond`` is how many there are.
    """

    n: int
    low: float
    quartiles: tuple[float, float, float]
    high: float
    outliers: Floats
    beyond: int


@dataclass(frozen=True, eq=False)
class Boxes:
    """A column by the categories of another; ``order`` are the rows by category and value.

    ``starts`` (k + 1,) say where each category's rows begin in it, ``ranked`` are the values in
    this order (of a log scale the powers of ten).
    """

    values: Numbers
    bars: Bars
    order: Integers
    starts: Integers
    ranked: Floats
    log: bool = False

    @property
    def size(self) -> int:
        """The number of categories."""
        return len(self.starts) - 1

    @cached_property
    def all(self) -> tuple[Box | None, ...]:
        """The box of each category; None of one without values."""
        return tuple(box(self.ranked[a:b]) for a, b in self._slices())

    @cached_property
    def _rank(self) -> npt.NDArray[np.int32]:
        """Where each row stands in ``order``; the end for a row that is not in it."""
        rank = np.full(len(self.values.values), len(self.order), dtype=np.int32)
        rank[self.order] = np.arange(len(self.order), dtype=np.int32)
        return rank

    def marked(self, positions: Integers) -> tuple[Box | None, ...]:
        """Return the boxes of the rows at some positions."""
        if not len(positions):
            return (None,) * self.size
        there = flagged(self._rank, positions, len(self.order))
        return tuple(box(self.ranked[a:b][there[a:b]]) for a, b in self._slices())

    def picked(self, chosen: range, low: float, high: float) -> Pick:
        """Return the rows of some categories with a value between two places of the axis."""
        low, high = min(low, high), max(low, high)
        pick = self.bars.picked(chosen)
        if low == high:
            return pick
        name = named(self.values.name)
        low, high = (10.0**one if self.log else one for one in (low, high))
        said = f"({pick.text}) and {name} >= {literal(low)} and {name} <= {literal(high)}"
        return Pick(partial(self._between, pick, low, high), said)

    def _between(self, pick: Pick, low: float, high: float) -> Integers:
        values = self.values.values[pick.positions]
        return pick.positions[(values >= low) & (values <= high)]

    def _slices(self) -> list[tuple[int, int]]:
        return list(zip(self.starts[:-1].tolist(), self.starts[1:].tolist(), strict=True))


def boxes(values: Numbers, categories: Categories, *, log: bool = False) -> Boxes | None:
    """Return the boxes of a column by categories; None where no row has both."""
    bars = bars_of(categories, most=MOST)
    if bars is None:
        return None
    drawn = _drawn(values.values, log=log)
    known = np.flatnonzero(np.isfinite(drawn) & (bars.coded.codes < bars.size))
    if not len(known):
        return None
    codes = bars.coded.codes[known]
    order = known[np.lexsort((drawn[known], codes))]
    starts = np.concatenate([[0], np.cumsum(np.bincount(codes, minlength=bars.size))])
    return Boxes(values, bars, order, starts, drawn[order], log)


def box(ascending: Floats) -> Box | None:
    """Return the box of values in ascending order, its quartiles interpolated as numpy's are.

    >>> box(np.array([1.0, 2, 3, 4, 100])).high
    4.0
    """
    n = len(ascending)
    if not n:
        return None
    first, middle, third = (_quantile(ascending, share) for share in (0.25, 0.5, 0.75))
    reach = REACH * (third - first)
    start = int(np.searchsorted(ascending, first - reach, side="left"))
    end = int(np.searchsorted(ascending, third + reach, side="right"))
    outside = np.concatenate([ascending[:start], ascending[end:]])
    return Box(
        n,
        float(ascending[start]),
        (first, middle, third),
        float(ascending[end - 1]),
        _thinned(np.unique(outside)),
        len(outside),
    )


def _quantile(ascending: Floats, share: float) -> float:
    place = share * (len(ascending) - 1)
    below = int(place)
    above = min(below + 1, len(ascending) - 1)
    part = place - below
    return float(ascending[below] * (1 - part) + ascending[above] * part)


def _thinned(values: Floats) -> Floats:
    if len(values) <= MOST_OUTLIERS:
        return values
    return values[np.linspace(0, len(values) - 1, MOST_OUTLIERS).round().astype(np.int64)]


def _drawn(values: Floats, *, log: bool) -> npt.NDArray[np.float64]:
    if not log:
        return values
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(values > 0, np.log10(values), np.nan)
