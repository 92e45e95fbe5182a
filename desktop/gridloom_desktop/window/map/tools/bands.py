"""Rubber bands: what is being drawn on the map, legible on any ground."""

from collections.abc import Sequence

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import (
    QColor,
    QFontMetricsF,
    QGuiApplication,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
)

from gridloom_desktop.canvas import View
from gridloom_desktop.window.model.snapping import Floats
from gridloom_desktop.window.theme import theme

FILL_ALPHA = 36
VERTEX = 3.2


def _pens(dashed: bool) -> tuple[QPen, QPen]:
    """Return the pen of the casing and that of the line, which keep their width at any zoom."""
    style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
    return QPen(QColor(theme().paper), 4), QPen(QColor(theme().drawn), 1.8, style)


def _filled(painter: QPainter) -> None:
    colour = QColor(theme().drawn)
    colour.setAlpha(FILL_ALPHA)
    painter.setBrush(colour)


def draw_box(
    painter: QPainter, view: View, one: tuple[float, float], other: tuple[float, float]
) -> None:
    """Draw a box between two places of the plane."""
    box = QRectF(QPointF(*view.to_frame(*one)), QPointF(*view.to_frame(*other))).normalized()
    _filled(painter)
    for pen in _pens(dashed=True):
        painter.setPen(pen)
        painter.drawRect(box)
        painter.setBrush(Qt.BrushStyle.NoBrush)


def draw_circle(painter: QPainter, middle: QPointF, radius: float) -> None:
    """Draw a circle and the radius to its right."""
    _filled(painter)
    for pen in _pens(dashed=False):
        painter.setPen(pen)
        painter.drawEllipse(middle, radius, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)
    _vertex(painter, middle)


def draw_path(
    painter: QPainter,
    view: View,
    places: Sequence[tuple[float, float]],
    *,
    closed: bool,
    vertices: bool = True,
) -> None:
    """Draw a line or a ring through places of the plane."""
    points = [QPointF(*view.to_frame(*place)) for place in places]
    if closed and len(points) > 2:
        painter.setPen(Qt.PenStyle.NoPen)
        _filled(painter)
        painter.drawPolygon(QPolygonF(points))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in _pens(dashed=False):
        painter.setPen(pen)
        drawn = QPolygonF([*points, points[0]] if closed else points)
        painter.drawPolyline(drawn)
    for point in points if vertices else ():
        _vertex(painter, point)


def draw_outline(
    painter: QPainter,
    view: View,
    lines: Sequence[Floats],
    *,
    closed: bool,
    was: bool = False,
) -> None:
    """Draw the lines (n, 2) of a shape, or the rings of an area; ``was``: as it is no longer."""
    path = QPainterPath()
    for line in lines:
        points = QPolygonF([QPointF(*view.to_frame(x, y)) for x, y in line.tolist()])
        path.addPolygon(points)
        if closed:
            path.closeSubpath()
        elif len(line) == 1:
            path.addEllipse(points[0], VERTEX, VERTEX)
    if closed and not was:  # odd and even: a hole stays empty
        colour = QColor(theme().drawn)
        colour.setAlpha(FILL_ALPHA)
        painter.fillPath(path, colour)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    casing, pen = _pens(dashed=was)
    if was:
        pen.setColor(QColor(theme().faint))
    for each in (casing, pen):
        painter.setPen(each)
        painter.drawPath(path)


def draw_handle(
    painter: QPainter, view: View, at: tuple[float, float], *, chosen: bool = False
) -> None:
    """Draw a square on a vertex that can be dragged."""
    middle, half = QPointF(*view.to_frame(*at)), VERTEX + chosen
    painter.setPen(QPen(QColor(theme().drawn), 1.4))
    painter.setBrush(QColor(theme().drawn if chosen else theme().paper))
    painter.drawRect(QRectF(middle.x() - half, middle.y() - half, 2 * half, 2 * half))


def draw_snap(
    painter: QPainter, view: View, at: tuple[float, float], radius: float, *, on_side: bool
) -> None:
    """Mark what the pointer is snapped to: a ring around a vertex, a diamond on a side."""
    x, y = view.to_frame(*at)
    path = QPainterPath()
    if on_side:
        corners = ((x - radius, y), (x, y - radius), (x + radius, y), (x, y + radius))
        path.addPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
        path.closeSubpath()
    else:
        path.addEllipse(QPointF(x, y), radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(QColor(theme().paper), 4.4), QPen(QColor(theme().selected), 2.2)):
        painter.setPen(pen)
        painter.drawPath(path)


def _vertex(painter: QPainter, point: QPointF) -> None:
    painter.setPen(QPen(QColor(theme().drawn), 1.6))
    painter.setBrush(QColor(theme().paper))
    painter.drawEllipse(point, VERTEX, VERTEX)


def draw_note(painter: QPainter, view: View, at: QPointF, lines: Sequence[str]) -> None:
    """Draw lines of text on a plate beside the pointer, within the map."""
    palette = QGuiApplication.palette()
    metrics = QFontMetricsF(painter.font())
    width = max(metrics.horizontalAdvance(line) for line in lines) + 20
    height = metrics.lineSpacing() * len(lines) + 10
    left = at.x() + 16 if at.x() + 16 + width < view.width else at.x() - 16 - width
    top = min(max(at.y() + 14, 4.0), view.height - height - 4)
    plate = QRectF(max(left, 4.0), top, width, height)
    painter.setPen(QPen(palette.mid().color(), 1))
    painter.setBrush(palette.base())
    painter.drawRoundedRect(plate, 5, 5)
    painter.setPen(palette.text().color())
    for row, line in enumerate(lines):
        room = plate.adjusted(10, 5 + row * metrics.lineSpacing(), -10, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, line)
