"""The Lorenz curve as a widget."""

from typing import cast

import numpy as np
import pyqtgraph as pg
from PyQt6.QtCore import QPointF, QRectF, Qt

from gridloom_desktop.window.charts import look
from gridloom_desktop.window.charts.axis import percents
from gridloom_desktop.window.charts.plot import LinkedPlot
from gridloom_desktop.window.model.charts.lorenz import Curve, Lorenz
from gridloom_desktop.window.model.charts.making import ReadyChart
from gridloom_desktop.window.model.charts.telling import concentrated, poorest
from gridloom_desktop.window.model.charts.wording import Pick
from gridloom_layers.language import Message, tr

PARTS = 20
"""The keys go through so many parts of the rows, the poorest first."""


class LorenzPlot(LinkedPlot):
    """Cumulative shares; what is brushed along the axis is a part of the rows."""

    def __init__(self, chart: ReadyChart) -> None:
        self.drawn = cast(Lorenz, chart.drawn)
        super().__init__(chart, percents, percents)
        self._marked = Curve(0, np.empty(0), np.empty(0), None)
        self._equal, self._all, self._of_marked = (pg.PlotCurveItem() for _ in range(3))
        self.draw(self._equal, self._all, self._of_marked)
        self._equal.setData([0.0, 1.0], [0.0, 1.0])
        self._all.setData(self.drawn.all.rows, self.drawn.all.total)
        self.reach((0, 1), (0, 1))
        self.recolour()
        self.retranslate()

    def recolour(self) -> None:
        """Take the window's colours."""
        super().recolour()
        self._equal.setPen(look.line(look.every(), 1.0, Qt.PenStyle.DashLine))
        self._all.setPen(look.line(look.muted(), 1.8))
        self._of_marked.setPen(look.line(look.chosen(), 2.2))

    def retranslate(self) -> None:
        """Name the axes in the window's language."""
        self.entitle(tr("share of the rows, the lowest first"), tr("share of the total"))

    def show_marked(self, marked: Curve) -> None:
        """Draw the curve of the selected rows among themselves."""
        self._marked = marked
        if self._marked.gini is None:
            self._of_marked.setData([], [])
        else:
            self._of_marked.setData(self._marked.rows, self._marked.total)

    def legends(self) -> tuple[Message | str, Message | str]:
        """Return the Gini coefficients of all rows, and of the selected ones."""
        return concentrated(self.drawn.all), concentrated(self._marked)

    def boxed(self, box: QRectF) -> Pick | None:
        """Return the rows between two shares."""
        if not box.width() or box.right() <= 0 or box.left() >= 1:
            return None
        return self.drawn.picked(box.left(), box.right())

    def outline(self, box: QRectF) -> QRectF:
        """Return the shares over the whole height."""
        left, right = max(box.left(), 0.0), min(box.right(), 1.0)
        return QRectF(left, 0.0, max(right - left, 0.0), 1.0)

    def told(self, place: QPointF) -> str:
        """Return what the poorest have."""
        return str(poorest(self.drawn, place.x())) if 0 < place.x() < 1 else ""

    @property
    def stops(self) -> int:
        """The number of parts."""
        return PARTS

    def stop(self, first: int, last: int) -> tuple[Pick, QRectF]:
        """Return what some parts hold, and where they are."""
        low, high = first / PARTS, (last + 1) / PARTS
        return self.drawn.picked(low, high), QRectF(low, 0.0, high - low, 1.0)
