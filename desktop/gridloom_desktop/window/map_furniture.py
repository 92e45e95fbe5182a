"""What lies over the map: scale bar and north arrow."""

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from gridloom_analytics.cartography.scale_bar import length_label, nice_length, segments
from gridloom_desktop.canvas import View
from gridloom_layers.language import tr

INK = QColor("#1d2733")
PLATE = QColor(255, 255, 255, 225)
LONGEST_BAR = 160
INSET = 16


def draw_furniture(painter: QPainter, view: View) -> None:
    """Draw the scale bar in the lower left corner and the north arrow in the upper right one."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = QFont(painter.font())
    font.setPixelSize(12)
    painter.setFont(font)
    _draw_scale_bar(painter, view)
    _draw_north_arrow(painter, view)
    painter.restore()


def _draw_plate(painter: QPainter, box: QRectF) -> None:
    painter.setPen(QPen(QColor(0, 0, 0, 28), 1))
    painter.setBrush(PLATE)
    painter.drawRoundedRect(box, 6, 6)


def _draw_scale_bar(painter: QPainter, view: View) -> None:
    length = nice_length(LONGEST_BAR / view.scale)
    width, parts = length * view.scale, segments(length)
    label_room = painter.fontMetrics().horizontalAdvance(length_label(length)) / 2
    top = view.height - INSET - 40
    _draw_plate(painter, QRectF(INSET, top, width + 24 + label_room, 40))
    left = INSET + 12
    for part in range(parts):
        box = QRectF(left + part * width / parts, top + 24, width / parts, 6)
        painter.setPen(QPen(INK, 1))
        painter.setBrush(INK if part % 2 == 0 else QColor("white"))
        painter.drawRect(box)
    for place, text in ((0.0, "0"), (width, length_label(length))):
        room = QRectF(left + place - 60, top + 4, 120, 17)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)


def _draw_north_arrow(painter: QPainter, view: View) -> None:
    middle, top = view.width - INSET - 18, INSET
    _draw_plate(painter, QRectF(middle - 18, top, 36, 52))
    tip, notch = QPointF(middle, top + 7), QPointF(middle, top + 25)
    painter.setPen(QPen(INK, 1))
    for side, fill in ((-8, INK), (8, QColor("white"))):
        painter.setBrush(fill)
        painter.drawPolygon(QPolygonF([tip, QPointF(middle + side, top + 30), notch]))
    painter.drawText(
        QRectF(middle - 18, top + 31, 36, 18), Qt.AlignmentFlag.AlignCenter, str(tr("N"))
    )
