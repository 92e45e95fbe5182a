"""A histogram: how many rows have a value in each bin, of all and of those selected."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from gridloom_desktop.window.model.charts.binning import coded, edges, log_edges, suits_log, trimmed
from gridloom_desktop.window.model.charts.coded import Coded
from gridloom_desktop.window.model.charts.column import Floats, Integers, Numbers
from gridloom_desktop.window.model.charts.ticks import number_text
from gridloom_desktop.window.model.charts.wording import Pick, between


@dataclass(frozen=True, eq=False)
class Histogram:
    """Bins of a column: ``edges`` (k + 1,), the last may be infinite; ``coded`` has their rows.

    ``log``: bins are equally wide on a logarithmic scale, and values up to 0 are in none.
    """

    column: Numbers
    edges: Floats
    coded: Coded
    log: bool = False

    @property
    def size(self) -> int:
        """The number of bins."""
        return len(self.edges) - 1

    @property
    def places(self) -> Floats:
        """Where bins begin and end along the axis (k + 1,): of a log scale the powers of ten.

        A bin for all that is higher is drawn as wide as the one before it.
        """
        drawn = self.edges.copy()
        if np.isinf(drawn[-1]):
            drawn[-1] = drawn[-2] + (drawn[-2] - drawn[-3] if len(drawn) > 2 else 1.0)
        return np.log10(drawn) if self.log else drawn

    @property
    def tail(self) -> int:
        """How many rows are in the bin for all that is higher; 0 without such a bin."""
        return int(self.coded.counts()[self.size - 1]) if np.isinf(self.edges[-1]) else 0

    def bins(self, low: float, high: float) -> range:
        """Return the bins that a stretch of the axis touches; of a point outside none."""
        low, high = min(low, high), max(low, high)
        places = self.places
        if high < places[0] or low > places[-1]:
            return range(0)
        first = int(np.searchsorted(places, low, side="right")) - 1
        last = int(np.searchsorted(places, high, side="left"))
        return range(max(first, 0), min(max(last, first + 1), self.size))

    def label(self, number: int) -> str:
        """Return what a bin holds, such as ``3``, ``3–5``, ``0.5–<1`` or ``≥ 40``."""
        low, high = (float(one) for one in self.edges[number : number + 2])
        if np.isinf(high):
            return f"≥ {number_text(low)}"
        if self.column.whole and not self.log:
            last = high - 1
            return number_text(low) if low == last else f"{number_text(low)}–{number_text(last)}"
        return f"{number_text(low)}–<{number_text(high)}"

    def marked(self, positions: Integers) -> Integers:
        """Return how many of the rows at some positions each bin holds; (k,)."""
        return self.coded.counts(positions)[:-1]

    def picked(self, bins: range) -> Pick:
        """Return what some neighbouring bins hold."""
        low, high = float(self.edges[bins.start]), float(self.edges[bins.stop])
        return Pick(partial(self.coded.rows, bins), between(self.column.name, low, high))


def histogram(
    column: Numbers,
    *,
    log: bool | None = False,
    bins: int | None = None,
    persons: bool = False,
) -> Histogram | None:
    """Return the bins of a column; None where it has no (with ``log``: positive) value.

    ``log`` None: where the values are too skewed for an even scale.
    """
    known = column.values[np.isfinite(column.values)]
    log = suits_log(known) if log is None else log
    known = known[known > 0] if log else known
    if not len(known):
        return None
    found = log_edges(known, bins) if log else edges(known, whole=column.whole, bins=bins)
    found = trimmed(known, found) if persons else found
    if not len(found):
        return None
    codes = coded(np.where(np.isfinite(column.values), column.values, np.nan), found)
    return Histogram(column, found, Coded(codes, len(found) - 1, persons), log)
