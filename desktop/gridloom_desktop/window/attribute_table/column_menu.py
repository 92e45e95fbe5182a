"""What can be done with a column, and with a cell: the menus of both."""

from functools import partial

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QMenu, QWidget

from gridloom_desktop.window.attribute_table.rows_view import RowsView
from gridloom_desktop.window.model.rows.view import SortKey
from gridloom_desktop.window.texts import shown
from gridloom_layers.language import tr


class ColumnMenu(QMenu):
    """The menu of a column.

    ``sorted(key)`` tells by what to sort, None as stored, ``described`` that its statistics are
    wanted, ``mapped`` that a map by it is. How columns stand it changes itself.
    """

    sorted = pyqtSignal(object)
    described = pyqtSignal()
    mapped = pyqtSignal()

    def __init__(self, view: RowsView, column: int, parent: QWidget) -> None:
        super().__init__(parent)
        rising = SortKey(view.rows.columns[column].name)
        falling = SortKey(rising.column, descending=True)
        self.addAction(str(tr("Sort rising")), partial(self.sorted.emit, rising))
        self.addAction(str(tr("Sort falling")), partial(self.sorted.emit, falling))
        self.addAction(str(tr("As stored")), partial(self.sorted.emit, None))
        self.addSeparator()
        self.addAction(str(tr("Statistics")), self.described.emit)
        self.addAction(str(tr("Map by this field")), self.mapped.emit)
        self.addSeparator()
        self.addAction(str(tr("Fit the width")), view.columns.fit_anew)
        self.addAction(str(tr("Hide this column")), partial(view.columns.hide, column))
        columns = self.addMenu(str(tr("Columns")))
        if columns is not None:
            _add_columns(columns, view)


def _add_columns(menu: QMenu, view: RowsView) -> None:
    """Add a switch for each column: also for those that are hidden."""
    for place, column in enumerate(view.rows.columns):
        action = menu.addAction(shown(column.title))
        if action is None:
            continue
        action.setCheckable(True)
        action.setChecked(not view.isColumnHidden(place))
        action.toggled.connect(lambda on, place=place: view.columns.hide(place, on=not on))


class CellMenu(QMenu):
    """The menu of a cell; ``copied``, ``filtered`` and ``shown`` tell what is wanted of it."""

    copied = pyqtSignal()
    filtered = pyqtSignal()
    shown = pyqtSignal()

    def __init__(
        self, text: str, of_column: ColumnMenu, parent: QWidget, *, can_filter: bool
    ) -> None:
        super().__init__(parent)
        self.addAction(str(tr("Copy")), self.copied.emit)
        by_value = self.addAction(str(tr("Filter by “{value}”", value=text)), self.filtered.emit)
        if by_value is not None:
            by_value.setEnabled(can_filter)
        self.addAction(str(tr("Show on the map")), self.shown.emit)
        self.addSeparator()
        of_column.setTitle(str(tr("This column")))  # titles have no key that opens a menu
        self.addMenu(of_column)
