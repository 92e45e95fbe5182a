"""Scatter plot and Moran scatter plot as widgets."""

from typing import cast

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PyQt6.QtCore import QPointF, QRectF, Qt

from gridloom_desktop.window.charts import look
from gridloom_desktop.window.charts.axis import numbers, powers
from gridloom_desktop.window.charts.plot import LinkedPlot
from gridloom_desktop.window.charts.points import cloud
from gridloom_desktop.window.charts.surface import Surface
from gridloom_desktop.window.model.charts.making import ReadyChart
from gridloom_desktop.window.model.charts.moran import Moran, quadrant_title
from gridloom_desktop.window.model.charts.scatter import Line, MarkedPoints, Scatter
from gridloom_desktop.window.model.charts.telling import fitted, sloped
from gridloom_desktop.window.model.charts.wording import Pick
from gridloom_desktop.window.texts import shown
from gridloom_layers.language import Message, tr

NEAR = 4.0
"""Pixels around a click in which a point is hit."""
STRIPS = 20
"""The keys go through so many strips of a scatter plot."""


class LinePair:
    """The line of least squares of all rows, and that of the selected ones."""

    def __init__(self, plot: Surface, drawn: Scatter) -> None:
        self._ends = np.array(drawn.places[0])
        self._items = [pg.PlotCurveItem(), pg.PlotCurveItem()]
        plot.draw(*self._items)

    def recolour(self) -> None:
        """Take the window's colours."""
        self._items[0].setPen(look.line(look.muted(), 1.4, Qt.PenStyle.DashLine))
        self._items[1].setPen(look.line(look.chosen(), 2.0))

    def show_line(self, number: int, line: Line | None) -> None:
        """Draw the line of all rows (0) or of the selected ones (1), or none."""
        if line is None:
            self._items[number].setData([], [])
        else:
            self._items[number].setData(self._ends, line.intercept + line.slope * self._ends)


class ScatterPlot(LinkedPlot):
    """Two columns against each other; a rectangle or a free outline is brushed."""

    def __init__(self, chart: ReadyChart) -> None:
        drawn = chart.drawn
        self.points = drawn.points if isinstance(drawn, Moran) else cast(Scatter, drawn)
        ticker = powers if self.points.log else numbers
        super().__init__(chart, ticker, ticker)
        self._cloud = cloud(self, self.points)
        self._lines = LinePair(self, self.points)
        self.line = self.points.line(chart.rows.everywhere)
        self.marked_line: Line | None = None
        self._lines.show_line(0, self.line)
        (left, right), (bottom, top) = self.points.places
        self.reach((left, right), (bottom, top))
        self.recolour()
        self.retranslate()

    def recolour(self) -> None:
        """Take the window's colours."""
        super().recolour()
        self._cloud.recolour()
        self._lines.recolour()

    def retranslate(self) -> None:
        """Name the axes in the window's language."""
        self.entitle(*(shown(one.title) for one in (self.points.across, self.points.upwards)))

    def show_marked(self, marked: MarkedPoints) -> None:
        """Draw the selected rows, and their line."""
        self._cloud.mark(marked)
        self.marked_line = marked.line
        self._lines.show_line(1, self.marked_line)

    def legends(self) -> tuple[Message | str, Message | str]:
        """Return what the lines of all and of the selected rows say."""
        return fitted(self.line), fitted(self.marked_line)

    def boxed(self, box: QRectF) -> Pick | None:
        """Return the points in a rectangle."""
        return self.points.boxed(box.left(), box.right(), box.top(), box.bottom())

    def clicked(self, place: QPointF) -> Pick | None:
        """Return the points under the mouse."""
        beside = QPointF(NEAR, NEAR)
        corners = (self.at(self.on(place.x(), place.y()) + one) for one in (-beside, beside))
        return self.boxed(QRectF(*corners).normalized())

    def lassoed(self, outline: npt.NDArray[np.float64]) -> Pick | None:
        """Return the points in a free outline."""
        return self.points.lassoed(outline)

    def told(self, place: QPointF) -> str:
        """Return where the mouse is."""
        (left, right), (bottom, top) = self.points.places
        if not (left <= place.x() <= right and bottom <= place.y() <= top):
            return ""
        return str(tr("Drag to select; Shift adds, Ctrl removes."))

    @property
    def stops(self) -> int:
        """The number of strips."""
        return STRIPS

    def stop(self, first: int, last: int) -> tuple[Pick, QRectF]:
        """Return what some strips hold, and where they are."""
        (left, right), (bottom, top) = self.points.places
        width = (right - left) / STRIPS
        where = QRectF(left + first * width, bottom, (last - first + 1) * width, top - bottom)
        return self.points.boxed(where.left(), where.right(), bottom, top), where


class MoranPlot(ScatterPlot):
    """Values against those of the neighbours; a click takes a quadrant."""

    def __init__(self, chart: ReadyChart) -> None:
        self.drawn = cast(Moran, chart.drawn)
        self._zeros = [pg.InfiniteLine(0, angle) for angle in (0, 90)]
        super().__init__(chart)
        self.draw(*self._zeros)

    def recolour(self) -> None:
        """Take the window's colours."""
        super().recolour()
        for one in self._zeros:
            one.setPen(look.line(look.muted()))

    def retranslate(self) -> None:
        """Name the axes in the window's language."""
        self.entitle(tr("value (standard deviations)"), tr("mean of the neighbours"))

    def legends(self) -> tuple[Message | str, Message | str]:
        """Return Moran's I, and the slope of the selected places."""
        return sloped(self.line, whole=True), sloped(self.marked_line, whole=False)

    def boxed(self, box: QRectF) -> Pick | None:
        """Return the places in a rectangle."""
        return self.drawn.boxed(box.left(), box.right(), box.top(), box.bottom())

    def clicked(self, place: QPointF) -> Pick | None:
        """Return the places in a quadrant."""
        return self.drawn.quadrants([_quadrant(place)])

    def told(self, place: QPointF) -> str:
        """Return the quadrant that the mouse is over."""
        return str(quadrant_title(_quadrant(place)))

    @property
    def stops(self) -> int:
        """The number of quadrants."""
        return 4

    def stop(self, first: int, last: int) -> tuple[Pick, QRectF]:
        """Return what some quadrants hold, and where the last of them is."""
        (left, right), (bottom, top) = self.points.places
        x, y = ((left, 0.0), (0.0, right))[last // 2], ((bottom, 0.0), (0.0, top))[last % 2]
        where = QRectF(QPointF(x[0], y[0]), QPointF(x[1], y[1])).normalized()
        return self.drawn.quadrants(range(first, last + 1)), where


def _quadrant(place: QPointF) -> int:
    return 2 * (place.x() > 0) + (place.y() > 0)
