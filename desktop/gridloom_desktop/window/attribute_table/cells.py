"""The cells in sight, painted in one go: Qt's way by a delegate asks a dozen times for each."""

from typing import NamedTuple

from PyQt6.QtCore import QRect, Qt
from PyQt6.QtGui import QColor, QFontMetrics, QPainter
from PyQt6.QtWidgets import QHeaderView

from gridloom_desktop.window.attribute_table.block import Block
from gridloom_desktop.window.attribute_table.rows_model import NO_VALUE, RowsModel
from gridloom_desktop.window.model.rows.pages import Page
from gridloom_desktop.window.theme import theme

ROW_HEIGHT = 26
MARGIN, EDGE = 8, 3
SHADE = 46
"""Of 255: how strongly a block of cells is shaded."""
PLACEHOLDER = 0.55
"""Of the width of a cell, while its page is still read."""
TEXTS_KEPT = 20_000


class Seen(NamedTuple):
    """A column in sight: where it is."""

    column: int
    place: int
    left: int
    width: int
    numeric: bool


class Sight(NamedTuple):
    """What is in sight: rows, all included, a width in pixels, what is picked, the current cell."""

    first: int
    last: int
    width: int
    block: Block | None = None
    current: tuple[int, QRect] | None = None
    """Its row, and where it is."""


class CellPainter:
    """Paints rows under their titles. What was measured of a text is kept: rows stay while one
    scrolls."""

    def __init__(self, rows: RowsModel, heads: QHeaderView) -> None:
        self._rows, self._heads = rows, heads
        self._fitted: dict[tuple[str, int], tuple[str, int]] = {}
        self.take_colours()

    def take_colours(self) -> None:
        """Take the colours of the window as they are now."""
        c = theme()
        self._ink, self._faint, self._line = QColor(c.ink), QColor(c.faint), QColor(c.sunken)
        self._chosen, self._edge = QColor(c.accent_pale), QColor(c.selected)
        self._accent, self._shade = QColor(c.accent), QColor(c.accent)
        self._shade.setAlpha(SHADE)

    def forget(self) -> None:
        """Measure texts anew, as after a change of the font."""
        self._fitted.clear()

    def paint(self, painter: QPainter, sight: Sight) -> None:
        """Paint all cells in sight, the block that is picked and the current cell."""
        columns = self._columns(sight.width)
        if not columns:
            return
        metrics = painter.fontMetrics()
        base = (ROW_HEIGHT + metrics.ascent() - metrics.descent()) // 2
        for row in range(sight.first, sight.last + 1):
            top = (row - sight.first) * ROW_HEIGHT
            self._paint_row(painter, metrics, columns, row, top, base)
        self._paint_block(painter, columns, sight)
        self._paint_current(painter, sight)

    def _columns(self, room: int) -> list[Seen]:
        """Return the columns in sight, from left to right."""
        heads, seen = self._heads, []
        for place in range(heads.count()):
            column = heads.logicalIndex(place)
            left, width = heads.sectionViewportPosition(column), heads.sectionSize(column)
            if width and left + width > 0 and left < room:
                seen.append(Seen(column, place, left, width, self._rows.columns[column].numeric))
        return seen

    def _paint_row(
        self, painter: QPainter, metrics: QFontMetrics, columns: list[Seen], row: int, top: int,
        base: int,
    ) -> None:  # fmt: skip
        end = columns[-1].left + columns[-1].width
        page, within = self._rows.page_of(row)
        if self._rows.is_selected(row):
            painter.fillRect(0, top, end, ROW_HEIGHT, self._chosen)
            painter.fillRect(0, top, EDGE, ROW_HEIGHT, self._edge)
        painter.fillRect(0, top + ROW_HEIGHT - 1, end, 1, self._line)
        if page is None:
            self._paint_placeholders(painter, columns, top)
        else:
            self._paint_texts(painter, metrics, columns, page, within, top + base)

    def _paint_texts(
        self, painter: QPainter, metrics: QFontMetrics, columns: list[Seen], page: Page,
        within: int, base: int,
    ) -> None:  # fmt: skip
        painter.setPen(self._ink)
        for column, _, left, width, numeric in columns:
            text = page.texts[column][within]
            if text is None:
                painter.setPen(self._faint)
            line, long = self._fit(metrics, NO_VALUE if text is None else text, width)
            x = left + width - MARGIN - long if numeric else left + MARGIN
            painter.drawText(x, base, line)
            if text is None:
                painter.setPen(self._ink)

    def _fit(self, metrics: QFontMetrics, text: str, width: int) -> tuple[str, int]:
        """Return a text as it fits into a column, and how wide it is then."""
        found = self._fitted.get((text, width))
        if found is None:
            right = Qt.TextElideMode.ElideRight
            line = metrics.elidedText(text, right, width - 2 * MARGIN)
            found = line, metrics.horizontalAdvance(line)
            if len(self._fitted) >= TEXTS_KEPT:
                self._fitted.clear()
            self._fitted[text, width] = found
        return found

    def _paint_placeholders(self, painter: QPainter, columns: list[Seen], top: int) -> None:
        middle = top + ROW_HEIGHT // 2
        for one in columns:
            long = int((one.width - 2 * MARGIN) * PLACEHOLDER)
            painter.fillRect(one.left + MARGIN, middle - 3, long, 7, self._line)

    def _paint_block(self, painter: QPainter, columns: list[Seen], sight: Sight) -> None:
        """Shade the block that is picked."""
        block, first, last = sight.block, sight.first, sight.last
        if block is None or block.top > last or block.bottom < first:
            return
        top, bottom = max(block.top, first) - first, min(block.bottom, last) - first + 1
        for one in columns:
            if block.left <= one.place <= block.right:
                high = (bottom - top) * ROW_HEIGHT
                shaded = QRect(one.left, top * ROW_HEIGHT, one.width, high)
                painter.fillRect(shaded, self._shade)

    def _paint_current(self, painter: QPainter, sight: Sight) -> None:
        """Frame the current cell."""
        if sight.current is None:
            return
        row, place = sight.current
        if sight.first <= row <= sight.last:
            painter.setPen(self._accent)
            painter.drawRect(place.adjusted(0, 0, -1, -1))
