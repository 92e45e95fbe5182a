"""How charts look: pale for all rows, the colour of selections for those selected, quiet axes.

The colours are those of the window, asked for anew at each drawing, so that light and dark both
come from one place.
"""

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QFont, QPen
from PyQt6.QtWidgets import QApplication

from gridloom_desktop.window.theme import theme

PALER = 0.45
"""How much of the colour of all rows is in lines and ribbons that lie behind."""
SMALL = 11
"""Pixels of the letters at axes."""


def paper() -> QColor:
    """The ground of a chart."""
    return QColor(theme().paper)


def ink() -> QColor:
    """The colour of what must be read."""
    return QColor(theme().ink)


def muted() -> QColor:
    """The colour of ticks, and of lines through all rows."""
    return QColor(theme().muted)


def chosen() -> QColor:
    """The colour of what is selected: that of the map."""
    return QColor(theme().selected)


def brush() -> QColor:
    """The colour of the brush that selects."""
    return QColor(theme().accent)


def every() -> QColor:
    """The colour of all rows."""
    return QColor(theme().pale_data)


def behind() -> QColor:
    """The colour of lines that lead the eye."""
    return blend(every(), paper(), PALER)


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
    font = QApplication.font()
    font.setPixelSize(pixels)
    return font
