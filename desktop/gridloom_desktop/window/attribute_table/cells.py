"""The cells in sight, painted in one go: Qt's way by a delegate asks a dozen times for each."""

from typing import TYPE_CHECKING, NamedTuple

from PyQt6.QtCore import QRect, Qt
from PyQt6.QtGui import QColor, QFontMetrics, QPainter

from gridloom_desktop.window.model.rows.pages import Page
from gridloom_desktop.window.theme import theme

if TYPE_CHECKING:
    from gridloom_desktop.window.attribute_table.rows_view import RowsView

NO_VALUE = "—"
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


class CellPainter:
    """Paints the rows of a view. What was measured of a text is kept: rows stay while one
    scrolls."""

    def __init__(self, view: "RowsView") -> None:
        self._view = view
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

    def paint(self, painter: QPainter) -> None:
        """Paint all cells in sight, the block that is picked and the current cell."""
        view, columns = self._view, self._columns()
        if not columns:
            return
        metrics = painter.fontMetrics()
        base = (view.row_height + metrics.ascent() - metrics.descent()) // 2
        first, last = view.sight()
        for row in range(first, last + 1):
            top = (row - first) * view.row_height
            self._paint_row(painter, metrics, columns, row, top, base)
        self._paint_block(painter, columns, first, last)

    def _columns(self) -> list[Seen]:
        """Return the columns in sight, from left to right."""
        view, heads, seen = self._view, self._view.heads, []
        for place in range(heads.count()):
            column = heads.logicalIndex(place)
            left, width = heads.sectionViewportPosition(column), heads.sectionSize(column)
            if width and left + width > 0 and left < view.width():
                seen.append(Seen(column, place, left, width, view.rows.columns[column].numeric))
        return seen

    def _paint_row(
        self, painter: QPainter, metrics: QFontMetrics, columns: list[Seen], row: int, top: int,
        base: int,
    ) -> None:  # fmt: skip
        view, end = self._view, columns[-1].left + columns[-1].width
        page, within = view.rows.page_of(row)
        if view.rows.is_selected(row):
            painter.fillRect(0, top, end, view.row_height, self._chosen)
            painter.fillRect(0, top, EDGE, view.row_height, self._edge)
        painter.fillRect(0, top + view.row_height - 1, end, 1, self._line)
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
        middle = top + self._view.row_height // 2
        for one in columns:
            long = int((one.width - 2 * MARGIN) * PLACEHOLDER)
            painter.fillRect(one.left + MARGIN, middle - 3, long, 7, self._line)

    def _paint_block(self, painter: QPainter, columns: list[Seen], first: int, last: int) -> None:
        """Shade the block that is picked, and frame the current cell."""
        view, block = self._view, self._view.block
        if block is not None and block.top <= last and block.bottom >= first:
            inside = [one for one in columns if block.left <= one.place <= block.right]
            top, bottom = max(block.top, first) - first, min(block.bottom, last) - first + 1
            high = (bottom - top) * view.row_height
            for one in inside:
                shaded = QRect(one.left, top * view.row_height, one.width, high)
                painter.fillRect(shaded, self._shade)
        current = view.currentIndex()
        if current.isValid() and first <= current.row() <= last:
            painter.setPen(self._accent)
            painter.drawRect(view.visualRect(current).adjusted(0, 0, -1, -1))
