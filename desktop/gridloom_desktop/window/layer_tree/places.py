"""Where the parts of a row of the layer tree lie, in pixels of the tree."""

from PyQt6.QtCore import QRect
from PyQt6.QtGui import QFont, QFontMetrics

from gridloom_desktop.window.model.map_layer import LegendEntry
from gridloom_desktop.window.model.outline import Branch

BOX, SWATCH, GAP, MARGIN, RAMP = 16, 14, 7, 6, 84
FIRST_LINE, FURTHER_LINE, CLASS_LINE = 30, 21, 23
LARGEST = 44
"""Pixels of a size in the legend: what is larger on the map is cut."""
SMALL = 12
"""Pixels of the letters of counts and second lines."""


def first_line(row: QRect) -> QRect:
    """Return the line of a layer's title."""
    return QRect(row.left(), row.top(), row.width(), FIRST_LINE)


def further_line(row: QRect, number: int) -> QRect:
    """Return a line under the title."""
    left = row.left() + MARGIN + BOX + GAP
    top = row.top() + FIRST_LINE + number * FURTHER_LINE - 3
    return QRect(left, top, row.right() - left - MARGIN, FURTHER_LINE - 2)


def switch_of(line: QRect) -> QRect:
    """Return where the switch of a line is."""
    return QRect(line.left() + 2, line.top() + (line.height() - BOX) // 2, BOX, BOX)


def swatch_of(line: QRect) -> QRect:
    """Return where the colour of a line is."""
    top = line.top() + (line.height() - SWATCH) // 2
    return QRect(switch_of(line).right() + GAP, top, SWATCH, SWATCH)


def picture_of(line: QRect, branch: Branch, entry: LegendEntry) -> QRect:
    """Return where a class, the ramp of heat, or a size is drawn: sizes below each other."""
    box = swatch_of(line)
    if entry.ramp:
        return QRect(switch_of(line).left(), box.top(), RAMP, box.height())
    if entry.size is None:
        return box
    side = max(across(branch, one) for one in branch.entries if one.size is not None)
    return QRect(switch_of(line).left(), line.center().y() - side // 2, max(side, 2 * BOX), side)


def across(branch: Branch, entry: LegendEntry) -> int:
    """Return how high a size is drawn."""
    size = entry.size or 0.0
    return round(min(2 * size + 2 if branch.kind == "point" else size, LARGEST))


def grown(box: QRect) -> QRect:
    """Return a box with a rim, so that it need not be hit exactly."""
    return box.adjusted(-3, -4, 3, 4)


def chip_of(line: QRect, text: str) -> QRect:
    """Return where a chip with a text is."""
    room = metrics_of(SMALL).horizontalAdvance(text) + 30
    return QRect(line.left(), line.top(), min(room, line.width()), line.height())


def cross_of(chip: QRect) -> QRect:
    """Return where the cross of a chip is."""
    return QRect(chip.right() - 20, chip.top(), 20, chip.height())


def font_of(size: int) -> QFont:
    """Return the font at a size in pixels."""
    font = QFont()
    font.setPixelSize(size)
    return font


def metrics_of(size: int) -> QFontMetrics:
    """Return the measures of the font at a size in pixels."""
    return QFontMetrics(font_of(size))
