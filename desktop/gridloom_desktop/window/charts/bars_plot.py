"""Bars of categories as a widget: the most frequent on top, their names at the left."""

from typing import cast

import numpy as np
from PyQt6.QtCore import QPointF, QRectF

from gridloom_desktop.window.charts.axis import counts, names
from gridloom_desktop.window.charts.bar_pair import BarPair
from gridloom_desktop.window.charts.plot import LinkedPlot
from gridloom_desktop.window.model.charts.bars import Bars
from gridloom_desktop.window.model.charts.column import Integers
from gridloom_desktop.window.model.charts.making import ReadyChart
from gridloom_desktop.window.model.charts.telling import counted
from gridloom_desktop.window.model.charts.wording import Pick
from gridloom_desktop.window.texts import shown


def crossed(box: QRectF, size: int) -> range:
    """Return which of ``size`` places, each one high around 0, 1 …, a rectangle crosses."""
    first, last = round(box.top()), round(box.bottom())
    return range(max(first, 0), min(last, size - 1) + 1)


class BarsPlot(LinkedPlot):
    """A bar for each category; what is brushed are whole bars."""

    upright = True

    def __init__(self, chart: ReadyChart) -> None:
        self.drawn = cast(Bars, chart.drawn)
        super().__init__(chart, counts)
        self._all, self._marked = self.drawn.coded.counts()[:-1], np.zeros(self.drawn.size, int)
        at = np.arange(self.drawn.size, dtype=float)
        self._bars = BarPair(self, at - 0.42, at + 0.42, flat=True)
        self._bars.show_all(self._all)
        self.turn_over()
        self.reach((0, self._most), (-0.5, self.drawn.size - 0.5))
        self.recolour()
        self.retranslate()

    @property
    def _most(self) -> float:
        return float(max(int(self._all.max()), 1))

    def recolour(self) -> None:
        """Take the window's colours."""
        super().recolour()
        self._bars.recolour()

    def retranslate(self) -> None:
        """Name the categories in the window's language."""
        self.axes["left"].mark_with(names([shown(one) for one in self.drawn.labels]))

    def show_marked(self, marked: Integers) -> None:
        """Draw the bars of the selected rows."""
        self._marked = marked
        self._bars.mark(self._marked)

    def boxed(self, box: QRectF) -> Pick | None:
        """Return the bars over which the mouse went."""
        chosen = crossed(box, self.drawn.size)
        return self.drawn.picked(chosen) if chosen else None

    def outline(self, box: QRectF) -> QRectF:
        """Return whole bars."""
        chosen = crossed(box, self.drawn.size)
        return QRectF(0.0, chosen.start - 0.5, self._most, len(chosen)) if chosen else QRectF()

    def told(self, place: QPointF) -> str:
        """Return a category and how many rows have it."""
        number = round(place.y())
        if not 0 <= number < self.drawn.size:
            return ""
        sizes = self._all[number], self._marked[number]
        label = shown(self.drawn.labels[number])
        return str(counted(label, *sizes, persons=self.chart.rows.persons))

    @property
    def stops(self) -> int:
        """The number of bars."""
        return self.drawn.size

    def stop(self, first: int, last: int) -> tuple[Pick, QRectF]:
        """Return what some bars hold, and where they are."""
        where = QRectF(0.0, first - 0.5, self._most, last - first + 1.0)
        return self.drawn.picked(range(first, last + 1)), where
