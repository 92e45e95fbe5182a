"""How charts look: pale for all rows, the accent colour for those selected, quiet axes.

The colours are those of the window, asked for anew at each drawing, so that light and dark both
come from one place.
"""

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QFont, QPen

from gridloom_desktop.window import appearance

PALE, PALER = 0.55, 0.25
"""How much of the faint ink is in what stands for all rows, and in lines behind."""
SMALL = 11
"""Pixels of the letters at axes."""


def paper() -> QColor:
    """The ground of a chart."""
    return QColor(appearance.PAPER)


def ink() -> QColor:
    """The colour of what must be read."""
    return QColor(appearance.INK)


def muted() -> QColor:
    """The colour of ticks and captions."""
    return QColor(appearance.MUTED)


def chosen() -> QColor:
    """The colour of what is selected."""
    return QColor(appearance.ACCENT)


def every() -> QColor:
    """The colour of all rows."""
    return blend(QColor(appearance.FAINT), paper(), PALE)


def behind() -> QColor:
    """The colour of lines that lead the eye."""
    return blend(QColor(appearance.FAINT), paper(), PALER)


def blend(one: QColor, other: QColor, share: float) -> QColor:
    """Return a colour that is ``share`` of one and the rest of another."""
    parts = zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)  # pyright: ignore[reportOptionalSubscript, reportArgumentType] - stub
    return QColor(*(round(a * share + b * (1 - share)) for a, b in parts))  # pyright: ignore[reportOptionalOperand] - stub


def line(colour: QColor, width: float = 1.0, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """Return a pen that is as wide at any scale."""
    pen = QPen(colour, width, style)
    pen.setCosmetic(True)
    return pen


def letters(pixels: int = SMALL) -> QFont:
    """Return the window's font in the size of ticks."""
    font = QFont(appearance.QApplication.font())
    font.setPixelSize(pixels)
    return font
