"""The menus of the titles and of the cells of a table, opened by the right mouse button."""

from functools import partial

from PyQt6.QtCore import QObject, QPoint, Qt, pyqtSignal
from PyQt6.QtWidgets import QWidget

from gridloom_desktop.window.attribute_table.arranging import Arranging
from gridloom_desktop.window.attribute_table.column_menu import CellMenu, ColumnMenu
from gridloom_desktop.window.attribute_table.rows_view import RowsView


class Menus(QObject):
    """Opens the menus and tells what is wanted.

    That is of a column ``sorted(key)``, None as stored, ``described(column)`` and
    ``mapped(field)``, of a cell ``copied``, ``filtered(row, column)`` and ``shown(row)``.
    """

    sorted = pyqtSignal(object)
    described = pyqtSignal(int)
    mapped = pyqtSignal(str)
    copied = pyqtSignal()
    filtered = pyqtSignal(int, int)
    shown = pyqtSignal(int)

    def __init__(self, arranging: Arranging, view: RowsView, parent: QWidget) -> None:
        super().__init__(parent)
        self._arranging, self._view, self._parent = arranging, view, parent
        view.heads.customContextMenuRequested.connect(self._open_of_column)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._open_of_cell)

    def of_column(self, column: int) -> ColumnMenu:
        """Return the menu of a column."""
        menu = ColumnMenu(self._view, column, self._parent)
        menu.sorted.connect(self.sorted)
        menu.described.connect(partial(self.described.emit, column))
        menu.mapped.connect(partial(self.mapped.emit, self._arranging.rows.columns[column].name))
        return menu

    def of_cell(self, row: int, column: int) -> CellMenu:
        """Return the menu of a cell; by a masked one rows cannot be filtered."""
        now = self._arranging
        can_filter = not now.rows.columns[column].masked or now.permission is not None
        text, of_column = now.rows.text(row, column), self.of_column(column)
        menu = CellMenu(text, of_column, self._parent, can_filter=can_filter)
        menu.copied.connect(self.copied)
        menu.filtered.connect(partial(self.filtered.emit, row, column))
        menu.shown.connect(partial(self.shown.emit, row))
        return menu

    def _open_of_column(self, at: QPoint) -> None:
        column = self._view.heads.logicalIndexAt(at)
        if column >= 0:
            self.of_column(column).popup(self._view.heads.mapToGlobal(at))

    def _open_of_cell(self, at: QPoint) -> None:
        index, viewport = self._view.indexAt(at), self._view.viewport()
        if index.isValid() and viewport is not None:
            self.of_cell(index.row(), index.column()).popup(viewport.mapToGlobal(at))
