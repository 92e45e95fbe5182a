"""A time series: how many rows fall into each day, week, month or year."""

import datetime as dt
from dataclasses import dataclass
from functools import partial

import numpy as np

from gridloom_desktop.window.model.charts.binning import coded, trimmed
from gridloom_desktop.window.model.charts.coded import Coded
from gridloom_desktop.window.model.charts.column import Days, Floats, Integers, day
from gridloom_desktop.window.model.charts.view import Period
from gridloom_desktop.window.model.charts.wording import Pick, between

LONGEST: dict[Period, int] = {"day": 92, "week": 2 * 366, "month": 30 * 366}
"""Up to so many days a series is told by the day, by the week, by the month; else by the year."""
MONDAY = 4
"""1970-01-05, the first Monday, as a day since 1970-01-01."""


@dataclass(frozen=True, eq=False)
class Timeline:
    """Periods from the first to the last day: ``edges`` (k + 1,) are the days they begin with."""

    column: Days
    period: Period
    edges: Floats
    coded: Coded

    @property
    def size(self) -> int:
        """The number of periods."""
        return len(self.edges) - 1

    @property
    def places(self) -> Floats:
        """Where periods begin and end along the axis, in days since 1970."""
        return self.edges

    @property
    def log(self) -> bool:
        """Time is never on a logarithmic scale."""
        return False

    def label(self, number: int) -> str:
        """Return which period it is, such as ``2025-03`` or ``2025-03-03 – 2025-03-09``."""
        first, after = self.days(range(number, number + 1))
        if self.period == "week":
            return f"{first} – {after - dt.timedelta(days=1)}"
        form = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}[self.period]
        return first.strftime(form)

    def bins(self, low: float, high: float) -> range:
        """Return the periods that a stretch of the axis (in days since 1970) touches."""
        low, high = min(low, high), max(low, high)
        if high < self.edges[0] or low >= self.edges[-1]:
            return range(0)
        first = int(np.searchsorted(self.edges, low, side="right")) - 1
        last = int(np.searchsorted(self.edges, high, side="left"))
        return range(max(first, 0), min(max(last, first + 1), self.size))

    def days(self, bins: range) -> tuple[dt.date, dt.date]:
        """Return the first day of some periods, and the first one after them."""
        return day(self.edges[bins.start]), day(self.edges[bins.stop])

    def marked(self, positions: Integers) -> Integers:
        """Return how many of the rows at some positions each period holds; (k,)."""
        return self.coded.counts(positions)[:-1]

    def picked(self, bins: range) -> Pick:
        """Return what some neighbouring periods hold."""
        return Pick(partial(self.coded.rows, bins), between(self.column.name, *self.days(bins)))


def timeline(
    column: Days, period: Period | None = None, *, persons: bool = False
) -> Timeline | None:
    """Return the periods of a column, of the length that suits its span; None without a day."""
    known = column.values[np.isfinite(column.values)]
    if not len(known):
        return None
    first, last = int(known.min()), int(known.max())
    chosen = period or suited(last - first)
    found = _edges(first, last, chosen)
    found = trimmed(known, found) if persons else found
    if not len(found):
        return None
    codes = coded(column.values, found)
    return Timeline(column, chosen, found, Coded(codes, len(found) - 1, persons))


def suited(span: int) -> Period:
    """Return the period by which a series of so many days is told.

    >>> suited(30), suited(365), suited(3650), suited(36500)
    ('day', 'week', 'month', 'year')
    """
    fitting: list[Period] = [one for one, longest in LONGEST.items() if span <= longest]
    return fitting[0] if fitting else "year"


def _edges(first: int, last: int, period: Period) -> Floats:
    if period == "day":
        return np.arange(first, last + 2, dtype=float)
    if period == "week":
        monday = (first - MONDAY) // 7 * 7 + MONDAY
        return np.arange(monday, last + 8, 7, dtype=float)
    unit = "datetime64[M]" if period == "month" else "datetime64[Y]"
    ends = np.array([first, last]).astype("datetime64[D]").astype(unit)
    found = np.arange(ends[0], ends[1] + 2)
    return found.astype("datetime64[D]").astype(np.int64).astype(float)
