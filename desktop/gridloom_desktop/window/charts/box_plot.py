"""Box plots as a widget: a category a line, its box for all rows, and one for the selected ones."""

from collections.abc import Sequence
from typing import cast

import numpy as np
import pyqtgraph as pg
from PyQt6.QtCore import QLineF, QPointF, QRectF, Qt
from PyQt6.QtGui import QPainter, QPen

from gridloom_desktop.window.charts import look
from gridloom_desktop.window.charts.axis import names, numbers, powers
from gridloom_desktop.window.charts.bars_plot import crossed
from gridloom_desktop.window.charts.plot import LinkedPlot
from gridloom_desktop.window.model.charts.box import Box, Boxes
from gridloom_desktop.window.model.charts.making import ReadyChart
from gridloom_desktop.window.model.charts.telling import spread
from gridloom_desktop.window.model.charts.wording import Pick
from gridloom_desktop.window.texts import shown

ALL, MARKED = (-0.38, -0.02), (0.04, 0.32)
"""Where in the line of a category its boxes are, from its middle downwards."""


class BoxesItem(pg.GraphicsObject):
    """Boxes, whiskers and outliers, lying."""

    def __init__(self, bounds: QRectF, place: tuple[float, float], *, marked: bool) -> None:
        super().__init__()
        self._bounds, self._place, self._marked = bounds, place, marked
        self._boxes: Sequence[Box | None] = ()

    def show_boxes(self, boxes: Sequence[Box | None]) -> None:
        """Draw these boxes, one a category."""
        self._boxes = boxes
        self.update()

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        """Return where boxes can be."""
        return self._bounds

    def paint(self, painter: QPainter | None, *_: object, **__: object) -> None:
        """Draw all boxes."""
        if painter is None:
            return
        ink = look.chosen() if self._marked else look.muted()
        painter.setBrush(look.blend(ink, look.paper(), 0.35) if self._marked else look.every())
        dots = QPen(ink, 2.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        dots.setCosmetic(True)
        for number, box in enumerate(self._boxes):
            if box is not None:
                self._draw(painter, number, box, look.line(ink), dots)

    def _draw(self, painter: QPainter, number: int, box: Box, pen: QPen, dots: QPen) -> None:
        bottom, top = (number + one for one in self._place)
        middle = (bottom + top) / 2
        first, median, third = box.quartiles
        painter.setPen(pen)
        painter.drawLine(QLineF(box.low, middle, first, middle))
        painter.drawLine(QLineF(third, middle, box.high, middle))
        painter.drawRect(QRectF(first, bottom, third - first, top - bottom))
        thick = QPen(pen)
        thick.setWidthF(2.4)
        painter.setPen(thick)
        painter.drawLine(QLineF(median, bottom, median, top))
        painter.setPen(dots)
        heights = np.full(len(box.outliers), middle)
        if len(heights):
            painter.drawPoints(pg.functions.arrayToQPolygonF(box.outliers, heights))


class BoxPlot(LinkedPlot):
    """Boxes by category; a click takes a category, a rectangle a range of its values."""

    upright = True

    def __init__(self, chart: ReadyChart) -> None:
        self.drawn = cast(Boxes, chart.drawn)
        super().__init__(chart, powers if self.drawn.log else numbers)
        ends = self.drawn.ranked.min(), self.drawn.ranked.max()
        self._low, self._high = (float(one) for one in ends)
        if self._low == self._high:
            self._low, self._high = self._low - 0.5, self._high + 0.5
        size = self.drawn.size
        bounds = QRectF(self._low, -0.5, self._high - self._low, size)
        self._all = BoxesItem(bounds, ALL, marked=False)
        self._marked = BoxesItem(bounds, MARKED, marked=True)
        self._shown: tuple[Box | None, ...] = (None,) * size
        self.draw(self._all, self._marked)
        self._all.show_boxes(self.drawn.all)
        self.turn_over()
        self.reach((self._low, self._high), (-0.5, size - 0.5))
        self.recolour()
        self.retranslate()

    def recolour(self) -> None:
        """Take the window's colours."""
        super().recolour()
        self._all.update()
        self._marked.update()

    def retranslate(self) -> None:
        """Name the categories and the axis in the window's language."""
        self.axes["left"].mark_with(names([shown(one) for one in self.drawn.bars.labels]))
        self.entitle(shown(self.drawn.values.title), "")

    def show_marked(self, marked: tuple[Box | None, ...]) -> None:
        """Draw the boxes of the selected rows."""
        self._shown = marked
        self._marked.show_boxes(marked)

    def boxed(self, box: QRectF) -> Pick | None:
        """Return the rows of categories, of a range of values where the mouse was dragged."""
        chosen = crossed(box, self.drawn.size)
        if not chosen:
            return None
        return self.drawn.picked(chosen, box.left(), box.right())

    def clicked(self, place: QPointF) -> Pick | None:
        """Return all rows of a category."""
        return self.boxed(QRectF(QPointF(0.0, place.y()), QPointF(0.0, place.y())))

    def outline(self, box: QRectF) -> QRectF:
        """Return whole categories."""
        chosen = crossed(box, self.drawn.size)
        if not chosen:
            return QRectF()
        return QRectF(box.left(), chosen.start - 0.5, box.width(), len(chosen))

    def told(self, place: QPointF) -> str:
        """Return median and quartiles of a category."""
        number = round(place.y())
        if not 0 <= number < self.drawn.size:
            return ""
        label = shown(self.drawn.bars.labels[number])
        return str(spread(label, self.drawn.all[number], self._shown[number], self.drawn))

    @property
    def stops(self) -> int:
        """The number of categories."""
        return self.drawn.size

    def stop(self, first: int, last: int) -> tuple[Pick, QRectF]:
        """Return what some categories hold, and where they are."""
        where = QRectF(self._low, first - 0.5, self._high - self._low, last - first + 1.0)
        return self.drawn.picked(range(first, last + 1), 0.0, 0.0), where
