"""What can be done with a column: the menu of its title."""

from typing import TYPE_CHECKING

from PyQt6.QtWidgets import QMenu

from gridloom_desktop.window.model.rows.view import SortKey
from gridloom_desktop.window.texts import shown
from gridloom_layers.language import tr

if TYPE_CHECKING:
    from gridloom_desktop.window.attribute_table.attribute_table import AttributeTable


def column_menu(table: "AttributeTable", column: int) -> QMenu:
    """Return the menu of a column."""
    menu, one, view = QMenu(table), table.rows.columns[column], table.view
    menu.addAction(str(tr("Sort rising")), lambda: table.sort(SortKey(one.name)))
    menu.addAction(str(tr("Sort falling")), lambda: table.sort(SortKey(one.name, descending=True)))
    menu.addAction(str(tr("As stored")), lambda: table.sort())
    menu.addSeparator()
    menu.addAction(str(tr("Statistics")), lambda: table.show_figures_of(column))
    menu.addAction(str(tr("Map by this field")), lambda: table.mapped.emit(one.name))
    menu.addSeparator()
    menu.addAction(str(tr("Fit the width")), view.columns.fit_anew)
    menu.addAction(str(tr("Hide this column")), lambda: view.columns.hide(column))
    columns = menu.addMenu(str(tr("Columns")))
    if columns is not None:
        _add_columns(columns, table)
    return menu


def _add_columns(menu: QMenu, table: "AttributeTable") -> None:
    """Add a switch for each column: also for those that are hidden."""
    for place, column in enumerate(table.rows.columns):
        action = menu.addAction(shown(column.title))
        if action is None:
            continue
        action.setCheckable(True)
        action.setChecked(not table.view.isColumnHidden(place))
        action.toggled.connect(lambda on, place=place: table.view.columns.hide(place, on=not on))


def cell_menu(table: "AttributeTable", row: int, column: int) -> QMenu:
    """Return the menu of a cell."""
    menu = QMenu(table)
    text = table.rows.text(row, column)
    menu.addAction(str(tr("Copy")), table.leaving.copy)
    filtered = menu.addAction(
        str(tr("Filter by “{value}”", value=text)), lambda: table.filter_by(row, column)
    )
    if filtered is not None:
        filtered.setEnabled(table.can_filter(column))
    menu.addAction(str(tr("Show on the map")), lambda: table.view.shown_at.emit(row))
    menu.addSeparator()
    of_column = column_menu(table, column)  # titles have no key that opens a menu
    of_column.setTitle(str(tr("This column")))
    menu.addMenu(of_column)
    return menu
