"""Bars of all rows, and in them those of the selected ones."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg

from gridloom_desktop.window.charts import look
from gridloom_desktop.window.charts.surface import Surface

Floats = npt.NDArray[np.float64]
GAP = 0.06
"""The part of its place that a bar leaves free."""


class BarPair:
    """Bars for all rows, and in front of them bars for the selected ones."""

    def __init__(self, plot: Surface, starts: Floats, ends: Floats, *, flat: bool) -> None:
        self._flat = flat
        gap = GAP * (ends - starts) / 2
        self._starts, self._ends = starts + gap, ends - gap
        self._all, self._marked = (self._bars() for _ in range(2))
        self._sizes = np.zeros(len(starts))
        plot.draw(self._all, self._marked)
        self.recolour()

    def _bars(self) -> pg.BarGraphItem:
        return pg.BarGraphItem(**self._places(np.zeros(len(self._starts))), pen=None)

    def _places(self, sizes: npt.ArrayLike) -> dict[str, Any]:
        long = np.asarray(sizes, dtype=float)
        zero = np.zeros(len(long))
        if self._flat:
            return {"y0": self._starts, "y1": self._ends, "x0": zero, "x1": long}
        return {"x0": self._starts, "x1": self._ends, "y0": zero, "y1": long}

    def show_all(self, sizes: Sequence[int] | npt.NDArray[Any]) -> None:
        """Draw the bars of all rows."""
        self._all.setOpts(**self._places(sizes))

    def mark(self, sizes: Sequence[int] | npt.NDArray[Any]) -> None:
        """Draw the bars of the selected rows, where they are not drawn so already."""
        long = np.asarray(sizes, dtype=float)
        if not np.array_equal(long, self._sizes):
            self._sizes = long
            self._marked.setOpts(**self._places(long))

    def recolour(self) -> None:
        """Take the window's colours."""
        self._all.setOpts(brush=look.every())
        self._marked.setOpts(brush=look.chosen())
