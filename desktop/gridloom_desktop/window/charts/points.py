"""Points, and cells that stand for many points, of all rows and of the selected ones."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPen, QPolygonF
from PyQt6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gridloom_desktop.window.charts import look
from gridloom_desktop.window.model.charts.column import Floats, Integers
from gridloom_desktop.window.model.charts.scatter import CELLS, Scatter

DOT = (2.6, 6.0)
"""Pixels across a point, where they are many and where they are few."""
LEAST = 0.18
"""How strong a cell with one point is, of 1."""


class Dots(pg.GraphicsObject):
    """Round points of one colour and one size, drawn in one call."""

    def __init__(self, places: tuple[tuple[float, float], tuple[float, float]]) -> None:
        super().__init__()
        (left, right), (bottom, top) = places
        self._bounds = QRectF(left, bottom, right - left, top - bottom)
        self._points = QPolygonF()
        self._pen = QPen()

    def show_points(self, x: Floats, y: Floats, colour: QColor, strength: float) -> None:
        """Draw these points."""
        size = float(np.clip(160 / np.sqrt(max(len(x), 1)), *DOT))
        colour = QColor(colour)
        colour.setAlphaF(strength)
        self._pen = QPen(colour, size, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        self._pen.setCosmetic(True)
        self._points = pg.functions.arrayToQPolygonF(x, y) if len(x) else QPolygonF()
        self.update()

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        """Return where points can be."""
        return self._bounds

    def paint(
        self,
        painter: QPainter | None,
        option: QStyleOptionGraphicsItem | None = None,
        widget: QWidget | None = None,
    ) -> None:
        """Draw the points."""
        if painter is not None and len(self._points):
            painter.setPen(self._pen)
            painter.drawPoints(self._points)


class Cloud:
    """The points of a scatter plot, or its cells where these are too many."""

    def __init__(self, plot: Any, drawn: Scatter) -> None:
        self._drawn = drawn
        make = Dots if drawn.cells is None else _cells
        self._all, self._marked = make(drawn.places), make(drawn.places)
        for item in (self._all, self._marked):
            plot.addItem(item)
        self._positions: Integers = np.empty(0, dtype=np.int64)
        self.recolour()

    def recolour(self) -> None:
        """Take the window's colours."""
        if self._drawn.cells is None:
            known = np.flatnonzero(np.isfinite(self._drawn.x))
            self._dots(self._all, known, look.every(), 0.8)
        else:
            self._all.setImage(toned(self._drawn.densities(), look.muted(), 0.7))
        self.mark(self._positions)

    def mark(self, positions: Integers) -> None:
        """Draw the selected rows over the others."""
        self._positions = positions
        if self._drawn.cells is None:
            known = positions[np.isfinite(self._drawn.x[positions])]
            self._dots(self._marked, known, look.chosen(), 0.9)
        else:
            densities = self._drawn.densities(positions)
            self._marked.setImage(toned(densities, look.chosen(), 1.0))

    def _dots(self, item: Any, rows: Integers, colour: QColor, strength: float) -> None:
        item.show_points(self._drawn.x[rows], self._drawn.y[rows], colour, strength)


def _cells(places: tuple[tuple[float, float], tuple[float, float]]) -> pg.ImageItem:
    (left, right), (bottom, top) = places
    item = pg.ImageItem(axisOrder="row-major")
    item.setImage(np.zeros((*CELLS[::-1], 4), dtype=np.uint8))
    item.setRect(QRectF(left, bottom, right - left, top - bottom))
    return item


def toned(counts: npt.NDArray[np.int64], colour: QColor, most: float) -> npt.NDArray[np.uint8]:
    """Return counts as a colour (rows, columns, 4), the stronger the more; none where 0 is."""
    image = np.empty((*counts.shape, 4), dtype=np.uint8)
    image[..., :3] = colour.red(), colour.green(), colour.blue()
    strong = np.log1p(counts) / np.log1p(max(int(counts.max()), 1))
    image[..., 3] = np.where(counts > 0, 255 * most * (LEAST + (1 - LEAST) * strong), 0)
    return image
