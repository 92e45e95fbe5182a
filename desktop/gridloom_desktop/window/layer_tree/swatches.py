"""Small pictures of how classes and palettes look."""

from collections.abc import Sequence

from PyQt6.QtCore import QPointF, QRect, QRectF, QSize
from PyQt6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

from gridloom_desktop.canvas.painting import PAPER
from gridloom_desktop.window.model.looks import Look
from gridloom_desktop.window.model.outline import Kind
from gridloom_desktop.window.theme import theme

RATIO = 3
"""Pictures are made for the finest screens; Qt makes them smaller for others."""


def draw_swatch(painter: QPainter, box: QRect, colour: str, kind: Kind, look: Look) -> None:
    """Draw a class as the map has it: a disc, a line, a square or a frame."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inner = QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5)
    if kind == "line":
        painter.setPen(QPen(QColor(colour), 2))
        middle = inner.center().y()
        painter.drawLine(QPointF(inner.left(), middle), QPointF(inner.right(), middle))
    elif kind == "point":
        painter.setPen(QPen(QColor(theme().border), 0.6))
        painter.setBrush(QColor(colour))
        painter.drawEllipse(inner.adjusted(1, 1, -1, -1))
    else:
        rim = look.outline or theme().border
        painter.setPen(QPen(QColor(rim), 1 if look.filled else 1.6))
        painter.setBrush(QColor(colour) if look.filled else QColor(*PAPER))
        painter.drawRoundedRect(inner, 2, 2)
    painter.restore()


def palette_icon(colours: Sequence[str], size: QSize) -> QIcon:
    """Return a picture of a palette: its colours beside each other."""
    picture = QPixmap(size * RATIO)
    picture.setDevicePixelRatio(RATIO)
    picture.fill(QColor(theme().border))
    with QPainter(picture) as painter:
        width = size.width() / len(colours)
        for number, colour in enumerate(colours):
            box = QRectF(number * width, 0, width + 1, size.height())
            painter.fillRect(box, QColor(colour))
    return QIcon(picture)
