"""What lies over the map: scale bar and north arrow."""

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QPainter, QPalette, QPen, QPolygonF

from gridloom_analytics.cartography.scale_bar import length_label, nice_length, segments
from gridloom_desktop.canvas import View
from gridloom_layers.language import tr

LONGEST_BAR = 160
INSET = 16
BAR_HEIGHT, ARROW = 40, (36, 52)
PLATE_ALPHA = 225
WIDEST_LABEL = 40
"""Room for the length at the end of the bar, beyond it."""


def furniture_boxes(view: View) -> list[tuple[float, float, float, float]]:
    """Return where the furniture lies (left, top, width, height): nothing is written there."""
    bar = (INSET, view.height - INSET - BAR_HEIGHT, LONGEST_BAR + WIDEST_LABEL, BAR_HEIGHT)
    arrow = (view.width - INSET - ARROW[0], INSET, ARROW[0], ARROW[1])
    return [bar, arrow]


def draw_furniture(painter: QPainter, view: View, palette: QPalette) -> None:
    """Draw the scale bar in the lower left corner and the north arrow in the upper right one.

    Paper and ink are the palette's, so that they suit a dark window too.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = QFont(painter.font())
    font.setPixelSize(12)
    painter.setFont(font)
    top = view.height - INSET - BAR_HEIGHT
    _draw_plate(painter, QRectF(INSET, top, bar_width(painter, view.scale), BAR_HEIGHT), palette)
    draw_scale_bar(painter, view.scale, QPointF(INSET, top), palette)
    _draw_north_arrow(painter, view, palette)
    painter.restore()


def _draw_plate(painter: QPainter, box: QRectF, palette: QPalette) -> None:
    plate, edge = QColor(palette.base().color()), QColor(palette.text().color())
    plate.setAlpha(PLATE_ALPHA)
    edge.setAlpha(28)
    painter.setPen(QPen(edge, 1))
    painter.setBrush(plate)
    painter.drawRoundedRect(box, 6, 6)


def bar_width(painter: QPainter, scale: float) -> float:
    """Return the width of the scale bar of a scale with its labels, in pixels."""
    length = nice_length(LONGEST_BAR / scale)
    label_room = painter.fontMetrics().horizontalAdvance(length_label(length)) / 2
    return length * scale + 24 + label_room


def draw_scale_bar(painter: QPainter, scale: float, at: QPointF, palette: QPalette) -> None:
    """Draw the bar of a scale (pixels per metre) with its upper left corner at a pixel."""
    length = nice_length(LONGEST_BAR / scale)
    width, parts = length * scale, segments(length)
    left, top = at.x() + 12, at.y()
    ink, paper = palette.text().color(), palette.base().color()
    for part in range(parts):
        box = QRectF(left + part * width / parts, top + 24, width / parts, 6)
        painter.setPen(QPen(ink, 1))
        painter.setBrush(ink if part % 2 == 0 else paper)
        painter.drawRect(box)
    for place, text in ((0.0, "0"), (width, length_label(length))):
        room = QRectF(left + place - 60, top + 4, 120, 17)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)


def _draw_north_arrow(painter: QPainter, view: View, palette: QPalette) -> None:
    middle, top = view.width - INSET - ARROW[0] / 2, INSET
    _draw_plate(painter, QRectF(middle - ARROW[0] / 2, top, *ARROW), palette)
    ink, paper = palette.text().color(), palette.base().color()
    tip, notch = QPointF(middle, top + 7), QPointF(middle, top + 25)
    painter.setPen(QPen(ink, 1))
    for side, fill in ((-8, ink), (8, paper)):
        painter.setBrush(fill)
        painter.drawPolygon(QPolygonF([tip, QPointF(middle + side, top + 30), notch]))
    painter.drawText(
        QRectF(middle - 18, top + 31, 36, 18), Qt.AlignmentFlag.AlignCenter, str(tr("N"))
    )
