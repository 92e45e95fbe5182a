"""Small pictures of how classes and palettes look."""

from collections.abc import Sequence

from PyQt6.QtCore import QPointF, QRect, QRectF, QSize
from PyQt6.QtGui import QColor, QIcon, QLinearGradient, QPainter, QPen, QPixmap
from PyQt6.QtWidgets import QComboBox

from gridloom_desktop.canvas.painting import PAPER
from gridloom_desktop.window.model.looks import Look
from gridloom_desktop.window.model.outline import Kind
from gridloom_desktop.window.theme import theme
from gridloom_layers.language import tr

RATIO = 3
"""Pictures are made for the finest screens; Qt makes them smaller for others."""


SHOWN_COLOURS = 7
"""Of a palette in a list."""


def draw_swatch(
    painter: QPainter, box: QRect, colour: str, kind: Kind, look: Look, size: float | None = None
) -> None:
    """Draw a class as the map has it: a disc, a line, a square or a frame.

    One of a ``size`` (radius or width, in pixels) is as large as on the map, if it fits.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inner = QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5)
    if kind == "line":
        painter.setPen(QPen(QColor(colour), 2 if size is None else min(size, inner.height())))
        middle = inner.center().y()
        painter.drawLine(QPointF(inner.left(), middle), QPointF(inner.right(), middle))
    elif kind == "point":
        painter.setPen(QPen(QColor(theme().border), 0.6))
        painter.setBrush(QColor(colour))
        radius = inner.width() / 2 - 1 if size is None else min(size, inner.height() / 2)
        painter.drawEllipse(inner.center(), radius, radius)
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


def fill_palettes(
    box: QComboBox, size: QSize, names: Sequence[str] | None = None, *, usual: bool = False
) -> None:
    """Offer palettes by their pictures and names; ``usual`` stands for the one that is usual."""
    # Late: the palettes load matplotlib's, which a window does without until someone colours.
    from gridloom_analytics.cartography.palettes import PALETTES, colours

    box.clear()
    if usual:
        box.addItem(str(tr("Usual colours")), None)
    for name in names or PALETTES:
        box.addItem(palette_icon(colours(name, SHOWN_COLOURS), size), name, name)


def draw_ramp(painter: QPainter, box: QRect, colours: Sequence[str]) -> None:
    """Draw the colours of heat, from little to much."""
    painter.save()
    gradient = QLinearGradient(QPointF(box.topLeft()), QPointF(box.topRight()))
    for number, colour in enumerate(colours):
        gradient.setColorAt(number / max(len(colours) - 1, 1), QColor(colour))
    painter.setPen(QPen(QColor(theme().border), 0.6))
    painter.setBrush(gradient)
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
    painter.restore()
