"""A grid of coordinates over the map: lines of the workspace's CRS, told at the edges."""

import math

from PyQt6.QtCore import QLineF, QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPen

from gridloom_analytics.cartography.scale_bar import nice_length
from gridloom_desktop.canvas import View
from gridloom_desktop.window.theme import LIGHT

APART = 180
"""Pixels between two lines, at most."""
LETTERS, INSET = 11, 4
CORNER = 84
"""Pixels of the corner at the right where the north arrow stands, half of it for who made tiles."""
LINE_ALPHA, PLATE_ALPHA = 70, 215


def grid_places(low: float, high: float, step: float) -> list[float]:
    """Return the multiples of a step from ``low`` to ``high``.

    >>> grid_places(950, 3100, 1000)
    [1000, 2000, 3000]
    """
    return [number * step for number in range(math.ceil(low / step), math.floor(high / step) + 1)]


def grid_step(view: View) -> float:
    """Return the distance between two lines of a view, a round number of units of the CRS."""
    return nice_length(APART / view.scale)


def draw_coordinate_grid(painter: QPainter, view: View) -> None:
    """Draw the grid of a view; eastings are told at the upper edge, northings at the right one.

    The map is on white paper in every theme, so the grid is in ink.
    """
    step, (xmin, ymin, xmax, ymax) = grid_step(view), view.box
    painter.save()
    ink = QColor(LIGHT.ink)
    ink.setAlpha(LINE_ALPHA)
    painter.setPen(QPen(ink, 0.8))
    eastings, northings = grid_places(xmin, xmax, step), grid_places(ymin, ymax, step)
    across = [view.to_frame(x, ymin)[0] for x in eastings]
    down = [view.to_frame(xmin, y)[1] for y in northings]
    for line in (QLineF(x, 0, x, view.height) for x in across):
        painter.drawLine(line)
    for line in (QLineF(0, y, view.width, y) for y in down):
        painter.drawLine(line)
    font = painter.font()
    font.setPixelSize(LETTERS)
    painter.setFont(font)
    for place, x in zip(eastings, across, strict=True):
        if x < view.width - CORNER:
            _tell(painter, f"{place:,.0f}", QPointF(x, INSET + LETTERS))
    for place, y in zip(northings, down, strict=True):
        if CORNER < y < view.height - CORNER / 2:
            room = painter.fontMetrics().horizontalAdvance(f"{place:,.0f}") / 2
            _tell(painter, f"{place:,.0f}", QPointF(view.width - room - 2 * INSET, y))
    painter.restore()


def _tell(painter: QPainter, text: str, middle: QPointF) -> None:
    """Write a coordinate on its line."""
    metrics = painter.fontMetrics()
    box = QRectF(0, 0, metrics.horizontalAdvance(text) + 2 * INSET, metrics.height())
    box.moveCenter(middle)
    plate = QColor(LIGHT.paper)
    plate.setAlpha(PLATE_ALPHA)
    painter.fillRect(box, plate)
    painter.setPen(QColor(LIGHT.ink))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
