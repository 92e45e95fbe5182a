"""Points, and cells that stand for many points, of all rows and of the selected ones."""

from typing import Protocol

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPen, QPolygonF

from gridloom_desktop.window.charts import look
from gridloom_desktop.window.charts.surface import Surface
from gridloom_desktop.window.model.charts.coded import Coded
from gridloom_desktop.window.model.charts.column import NONE, Floats, Integers
from gridloom_desktop.window.model.charts.scatter import CELLS, MarkedPoints, Scatter, densities

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

    def show_points(
        self, x: Floats, y: Floats, size: float, colour: QColor, strength: float
    ) -> None:
        """Draw these points, ``size`` pixels across."""
        colour = QColor(colour)
        colour.setAlphaF(strength)
        self._pen = QPen(colour, size, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        self._pen.setCosmetic(True)
        self._points = pg.functions.arrayToQPolygonF(x, y) if len(x) else QPolygonF()
        self.update()

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        """Return where points can be."""
        return self._bounds

    def paint(self, painter: QPainter | None, *_: object, **__: object) -> None:
        """Draw the points."""
        if painter is not None and len(self._points):
            painter.setPen(self._pen)
            painter.drawPoints(self._points)


class Cloud(Protocol):
    """The points of a scatter plot, all and selected."""

    def recolour(self) -> None:
        """Take the window's colours."""
        ...

    def mark(self, marked: MarkedPoints) -> None:
        """Draw the selected rows over the others."""
        ...


class PointCloud:
    """Each point by itself."""

    def __init__(self, plot: Surface, drawn: Scatter) -> None:
        self._drawn = drawn
        self._all, self._marked = Dots(drawn.places), Dots(drawn.places)
        known = np.isfinite(drawn.x).sum()
        self._size = float(np.clip(160 / np.sqrt(known), *DOT))
        plot.draw(self._all, self._marked)
        self._rows = NONE

    def recolour(self) -> None:
        """Take the window's colours."""
        known = np.flatnonzero(np.isfinite(self._drawn.x))
        self._show(self._all, known, look.every(), 0.8)
        self._show(self._marked, self._rows, look.chosen(), 0.9)

    def mark(self, marked: MarkedPoints) -> None:
        """Draw the selected points over the others."""
        self._rows = marked.rows
        self._show(self._marked, self._rows, look.chosen(), 0.9)

    def _show(self, item: Dots, rows: Integers, colour: QColor, strength: float) -> None:
        x, y = self._drawn.x[rows], self._drawn.y[rows]
        item.show_points(x, y, self._size, colour, strength)


class CellCloud:
    """Cells, the darker the more points are in them."""

    def __init__(self, plot: Surface, drawn: Scatter, cells: Coded) -> None:
        self._cells = cells
        self._all, self._marked = _cells(drawn.places), _cells(drawn.places)
        plot.draw(self._all, self._marked)
        self._counts = densities(cells, NONE)

    def recolour(self) -> None:
        """Take the window's colours."""
        self._all.setImage(toned(densities(self._cells), look.muted(), 0.7))
        self._tone()

    def mark(self, marked: MarkedPoints) -> None:
        """Draw the cells of the selected points over the others."""
        if marked.cells is not None:
            self._counts = marked.cells
            self._tone()

    def _tone(self) -> None:
        self._marked.setImage(toned(self._counts, look.chosen(), 1.0))


def cloud(plot: Surface, drawn: Scatter) -> Cloud:
    """Return the points of a plot: cells where they are too many to be drawn each."""
    return PointCloud(plot, drawn) if drawn.cells is None else CellCloud(plot, drawn, drawn.cells)


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
