"""Histogram and time series as widgets: bars along an axis of numbers or of time."""

from typing import cast

import numpy as np
from PyQt6.QtCore import QPointF, QRectF

from gridloom_desktop.publishing.units import with_unit
from gridloom_desktop.window.charts.axis import counts, days, numbers, powers
from gridloom_desktop.window.charts.bar_pair import BarPair
from gridloom_desktop.window.charts.plot import LinkedPlot
from gridloom_desktop.window.model.charts.column import Integers
from gridloom_desktop.window.model.charts.histogram import Histogram
from gridloom_desktop.window.model.charts.making import ReadyChart
from gridloom_desktop.window.model.charts.telling import counted
from gridloom_desktop.window.model.charts.timeline import Timeline
from gridloom_desktop.window.model.charts.wording import Pick
from gridloom_desktop.window.texts import shown
from gridloom_layers.language import current_language


class BinnedPlot(LinkedPlot):
    """Bins along an axis; what is brushed is snapped to them."""

    def __init__(self, chart: ReadyChart) -> None:
        self.drawn = cast(Histogram | Timeline, chart.drawn)
        timed = isinstance(self.drawn, Timeline)
        super().__init__(chart, days if timed else powers if self.drawn.log else numbers, counts)
        self._places = self.drawn.places
        self._all, self._marked = self.drawn.coded.counts()[:-1], np.zeros(self.drawn.size, int)
        self._bars = BarPair(self, self._places[:-1], self._places[1:], flat=False)
        self._bars.show_all(self._all)
        self.reach((self._places[0], self._places[-1]), (0, max(int(self._all.max()), 1)))
        self.recolour()
        self.retranslate()

    def recolour(self) -> None:
        """Take the window's colours."""
        super().recolour()
        self._bars.recolour()

    def retranslate(self) -> None:
        """Name the axis of numbers in the window's language."""
        unit = self.drawn.column.unit if isinstance(self.drawn, Histogram) else ""
        title = shown(self.drawn.column.title)
        self.entitle(with_unit(title, unit, current_language()) if unit else "", "")

    def show_marked(self, marked: Integers) -> None:
        """Draw the bars of the selected rows."""
        self._marked = marked
        self._bars.mark(self._marked)

    def boxed(self, box: QRectF) -> Pick | None:
        """Return the bins over which the mouse went."""
        bins = self.drawn.bins(box.left(), box.right())
        return self.drawn.picked(bins) if bins else None

    def clicked(self, place: QPointF) -> Pick | None:
        """Return the bin over which the mouse is; none under the axis."""
        return self.boxed(QRectF(place, place)) if place.y() >= 0 else None

    def outline(self, box: QRectF) -> QRectF:
        """Return the bins as a rectangle."""
        bins = self.drawn.bins(box.left(), box.right())
        return self._over(bins.start, bins.stop) if bins else QRectF()

    def told(self, place: QPointF) -> str:
        """Return the range of a bin and how many rows are in it."""
        bins = self.drawn.bins(place.x(), place.x())
        if not bins:
            return ""
        number = bins.start
        sizes = self._all[number], self._marked[number]
        return str(counted(self.drawn.label(number), *sizes, persons=self.chart.rows.persons))

    @property
    def stops(self) -> int:
        """The number of bins."""
        return self.drawn.size

    def stop(self, first: int, last: int) -> tuple[Pick, QRectF]:
        """Return what some bins hold, and where they are."""
        return self.drawn.picked(range(first, last + 1)), self._over(first, last + 1)

    def _over(self, first: int, end: int) -> QRectF:
        left, right = float(self._places[first]), float(self._places[end])
        return QRectF(left, 0.0, right - left, float(max(int(self._all.max()), 1)))
