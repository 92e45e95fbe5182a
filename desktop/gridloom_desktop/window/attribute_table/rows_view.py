"""The rows in sight: painted plainly, clicked and walked through as in every table."""

from typing import cast

from PyQt6.QtCore import QEvent, QModelIndex, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from gridloom_desktop.window.attribute_table.block import Block
from gridloom_desktop.window.attribute_table.cells import ROW_HEIGHT, CellPainter, Sight
from gridloom_desktop.window.attribute_table.column_layout import NARROWEST, ColumnLayout
from gridloom_desktop.window.attribute_table.row_numbers import RowNumbers
from gridloom_desktop.window.attribute_table.rows_model import RowsModel
from gridloom_desktop.window.following import follow_colours
from gridloom_desktop.window.theme import theme

LEFT_BUTTON = Qt.MouseButton.LeftButton
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class RowsView(QTableView):
    """Rows of a :class:`RowsModel`, in any number.

    It keeps a block of cells, to be copied, and no selection of rows: ``picked(first, last, how)``
    tells which rows the user picked, ``all_picked`` that all are meant, ``shown_at(row)`` which
    row to show on the map. Qt's own selection would ask the model for every single row.
    """

    picked = pyqtSignal(int, int, str)
    all_picked = pyqtSignal()
    shown_at = pyqtSignal(int)

    def __init__(self, rows: RowsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = rows
        self.block: Block | None = None
        self._anchor: tuple[int, int] = (0, 0)
        self._how: str | None = None
        self.cells = CellPainter(rows, self.heads)
        self._set_up()  # before there are rows: Qt goes through all of them for each change
        self.setModel(rows)
        self.columns = ColumnLayout(self, self.heads, rows)
        follow_colours(self.recolour)
        rows.modelReset.connect(self.begin_anew)
        rows.arrived.connect(self.repaint_cells)
        if bar := self.verticalScrollBar():
            bar.valueChanged.connect(self.look)

    def _set_up(self) -> None:
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self._put_numbers()
        self.heads.setSectionsMovable(True)
        self.heads.setSectionsClickable(True)
        self.heads.setHighlightSections(False)
        self.heads.setMinimumSectionSize(NARROWEST)
        self.heads.setDefaultAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.heads.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def _put_numbers(self) -> None:
        """Let whole rows be picked by their numbers."""
        numbers = RowNumbers(self)
        numbers.set_height(ROW_HEIGHT)
        numbers.begun.connect(self._begin_rows)
        numbers.reached.connect(lambda row: self.extend((row, 0), whole=True))
        numbers.ended.connect(self.end)
        self.setVerticalHeader(numbers)

    def _begin_rows(self, row: int, modifiers: Qt.KeyboardModifier) -> None:
        self.setFocus()
        self.begin((row, 0), modifiers, whole=True)

    def recolour(self) -> None:
        """Take the colours of the window as they are now."""
        self.cells.take_colours()

    def paintEvent(self, e: QPaintEvent | None) -> None:  # noqa: N802, ARG002 - Qt's name
        """Paint the cells, or why there are none."""
        with QPainter(self.viewport()) as painter:
            if self.rows.rowCount():
                self.cells.paint(painter, self._seen_cells())
                return
            painter.setPen(QColor(theme().muted))
            told = str(self.rows.spread.arrangement.told())
            painter.drawText(painter.viewport(), Qt.AlignmentFlag.AlignCenter, told)

    def _seen_cells(self) -> Sight:
        """Return what is to be painted."""
        current = self.currentIndex()
        place = (current.row(), self.visualRect(current)) if current.isValid() else None
        return Sight(*self.sight(), self.width(), self.block, place)

    def changeEvent(self, a0: QEvent | None) -> None:  # noqa: N802
        """Follow a change of the font."""
        super().changeEvent(a0)
        if a0 is not None and a0.type() == QEvent.Type.FontChange:
            self.cells.forget()

    @property
    def heads(self) -> QHeaderView:
        """The titles of the columns."""
        return cast(QHeaderView, self.horizontalHeader())

    @property
    def numbers(self) -> RowNumbers:
        """The numbers of the rows."""
        return cast(RowNumbers, self.verticalHeader())

    def begin_anew(self) -> None:
        """Forget what was picked of other rows, and ask for those in sight."""
        self.block, self._anchor = None, (0, 0)
        self.numbers.make_room(self.rows.rowCount())
        self.look()

    def repaint_cells(self) -> None:
        """Paint the cells anew."""
        if viewport := self.viewport():
            viewport.update()

    def look(self) -> None:
        """Ask for the rows in sight."""
        if self.rows.rowCount():
            self.rows.look_at(*self.sight())

    def sight(self) -> tuple[int, int]:
        """Return the first and the last row in sight."""
        viewport, bar = self.viewport(), self.verticalScrollBar()
        first = bar.value() if bar else 0
        height = viewport.height() if viewport else 0
        return first, min(first + height // ROW_HEIGHT + 1, self.rows.rowCount() - 1)

    def resizeEvent(self, e: QResizeEvent | None) -> None:  # noqa: N802 - Qt's name
        """Ask for what came into sight."""
        super().resizeEvent(e)
        self.look()

    def keyboardSearch(self, search: str | None) -> None:  # noqa: N802
        """Search nothing: Qt would go through every row for a letter that is typed."""

    def selectAll(self) -> None:  # noqa: N802
        """Pick all rows that are shown, as one condition."""
        self.all_picked.emit()

    def mousePressEvent(self, e: QMouseEvent | None) -> None:  # noqa: N802
        """Begin a block of cells, go on with it by Shift, take in or out a row by Ctrl."""
        super().mousePressEvent(e)
        cell = self._cell_at(e)
        if e is None or cell is None or e.button() != LEFT_BUTTON:
            return
        self.begin(cell, e.modifiers())

    def begin(
        self, cell: tuple[int, int], modifiers: Qt.KeyboardModifier, *, whole: bool = False
    ) -> None:
        """Begin a block at a cell; ``whole`` rows of it."""
        if modifiers & SHIFT:
            self._how = "replace"
        else:
            self._anchor = (cell[0], 0) if whole else cell
            marked = self.rows.is_selected(cell[0])
            self._how = ("remove" if marked else "add") if modifiers & CONTROL else "replace"
        self.extend(cell, whole=whole)

    def extend(self, cell: tuple[int, int], *, whole: bool = False) -> None:
        """Let the block reach to a cell."""
        row, column = cell
        if whole:
            column = self.rows.columnCount() - 1
        self.block = Block.between(self._anchor, (row, column))
        self.repaint_cells()

    def end(self) -> None:
        """Tell which rows are picked."""
        if self._how is not None and self.block is not None:
            how, self._how = self._how, None
            self.picked.emit(self.block.top, self.block.bottom, how)

    def mouseMoveEvent(self, e: QMouseEvent | None) -> None:  # noqa: N802
        """Let the block reach to where the mouse is."""
        super().mouseMoveEvent(e)
        if e is not None and e.buttons() & LEFT_BUTTON and self._how is not None:
            self._follow(e)
            if (cell := self._cell_at(e)) is not None:
                self.extend(cell)

    def _follow(self, e: QMouseEvent) -> None:
        """Scroll on where the mouse is dragged over an edge."""
        viewport, bar = self.viewport(), self.verticalScrollBar()
        if viewport is None or bar is None:
            return
        y = e.position().y()
        bar.setValue(bar.value() - (y < 0) + (y > viewport.height()))

    def mouseReleaseEvent(self, e: QMouseEvent | None) -> None:  # noqa: N802
        """Tell which rows are picked."""
        super().mouseReleaseEvent(e)
        self.end()

    def mouseDoubleClickEvent(self, e: QMouseEvent | None) -> None:  # noqa: N802
        """Show a row on the map."""
        if (cell := self._cell_at(e)) is not None:
            self.shown_at.emit(cell[0])

    def _cell_at(self, e: QMouseEvent | None) -> tuple[int, int] | None:
        """Return the row and, as columns can be moved, the place of the column under the mouse."""
        index = self.indexAt(e.position().toPoint()) if e is not None else QModelIndex()
        return self._seen(index) if index.isValid() else None

    def _seen(self, index: QModelIndex) -> tuple[int, int]:
        return index.row(), self.heads.visualIndex(index.column())

    def seen_columns(self) -> list[int]:
        """Return the columns that are not hidden, from left to right."""
        return self.columns_of(Block(0, 0, 0, self.rows.columnCount() - 1))

    def columns_of(self, block: Block) -> list[int]:
        """Return the columns of a block that are seen, from left to right."""
        columns = (self.heads.logicalIndex(at) for at in range(block.left, block.right + 1))
        return [column for column in columns if not self.isColumnHidden(column)]

    def keyPressEvent(self, e: QKeyEvent | None) -> None:  # noqa: N802
        """Walk through the cells; pick rows by Space and by Shift with the arrows."""
        if e is None:
            return
        if e.key() == Qt.Key.Key_A and e.modifiers() == CONTROL:
            self.selectAll()
            return
        if e.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.shown_at.emit(max(self.currentIndex().row(), 0))
            return
        before = self.currentIndex()
        super().keyPressEvent(e)
        now = self.currentIndex()
        if not now.isValid():
            return
        cell = self._seen(now)
        if e.key() == Qt.Key.Key_Space:
            self.begin(cell, e.modifiers())
            self.end()
        elif now != before:
            self._walk(cell, shift=bool(e.modifiers() & SHIFT))

    def _walk(self, cell: tuple[int, int], *, shift: bool) -> None:
        if shift:
            self._how = "replace"
        else:
            self._anchor = cell
        self.extend(cell)
        self.end()

    def go_to(self, row: int, column: int) -> None:
        """Make a cell the current one, in sight."""
        index = self.rows.index(row, column)
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        self._anchor = self._seen(index)
        self.extend(self._anchor)
