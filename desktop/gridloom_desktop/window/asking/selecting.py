"""What can be done with the selection as it is: invert it, keep it, carry it to what is linked."""

from functools import partial

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QCursor
from PyQt6.QtWidgets import QMenu, QWidget

from gridloom_analytics.selecting import Linked
from gridloom_analytics.selecting.ways import carried
from gridloom_analytics.titles import table_heading
from gridloom_desktop.window.asking.asking import Asking
from gridloom_desktop.window.command import Command, Commands
from gridloom_desktop.window.model.asking.questions import opposite
from gridloom_desktop.window.model.document import Picked
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.texts import shown
from gridloom_layers.language import tr


class Selecting:
    """Turns the selection of a session into other things."""

    def __init__(self, session: Session, asking: Asking, parent: QWidget) -> None:
        self._session, self._asking, self._parent = session, asking, parent

    @property
    def _picked(self) -> Picked | None:
        return self._session.document.picked

    def invert(self) -> None:
        """Select all other rows of the table."""
        if (picked := self._picked) is not None:
            self._session.select(picked.table, opposite(picked.condition))

    def save(self) -> None:
        """Keep the selection as a question."""
        if (picked := self._picked) is not None:
            self._asking.save(picked.table, picked.condition)
            self._asking.asked_for.emit()

    def make_layer(self) -> None:
        """Make a layer of the rows that are selected."""
        if (picked := self._picked) is not None:
            self._asking.make_layer(picked.table, picked.condition)

    def filter(self) -> None:
        """Show of the layers of the table what is selected only."""
        if (picked := self._picked) is not None:
            self._asking.filter(picked.table, picked.condition)

    def carry(self, table: str) -> None:
        """Select the rows of another table that are linked to the selection."""
        if (picked := self._picked) is not None:
            linked = Linked(table=picked.table, condition=picked.condition)
            self._asking.select(table, linked)

    def linked_tables(self) -> list[str]:
        """Return the tables that the selection can be carried to."""
        store, picked = self._session.store, self._picked
        if picked is None:
            return []
        others = [name for name in store.tables if name != picked.table]
        return [name for name in others if carried(store, picked.table, name) is not None]

    def offer_linked(self) -> None:
        """Let the user choose to which table the selection is carried."""
        menu = QMenu(self._parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in self.linked_tables():
            title = shown(table_heading(self._session.store.table(name)))
            menu.addAction(title, partial(self.carry, name))
        menu.popup(QCursor.pos())

    def _is_placed(self) -> bool:
        picked, tables = self._picked, self._session.store.tables
        table = tables.get(picked.table) if picked is not None else None
        return table is not None and table.geometry is not None

    def _is_there(self) -> bool:
        return self._picked is not None

    def commands(self) -> Commands:
        """Return what can be done."""
        there, placed = self._is_there, self._is_placed
        return [
            Command(
                "clear-selection", "select", lambda: tr("Select nothing"),
                "mdi6.selection-off", self._session.clear_selection, "Ctrl+Alt+Shift+A",
                group="selection", is_enabled=there,
            ),
            Command(
                "invert-selection", "select", lambda: tr("Invert the selection"),
                "mdi6.select-inverse", self.invert, "Ctrl+Shift+I", group="selection",
                is_enabled=there,
            ),
            Command(
                "carry-selection", "select", lambda: tr("Select what is linked to it …"),
                "mdi6.link-variant", self.offer_linked, group="selection", is_enabled=there,
            ),
            Command(
                "save-selection", "select", lambda: tr("Keep the selection as a question"),
                "mdi6.content-save-outline", self.save, group="keeping", is_enabled=there,
            ),
            Command(
                "layer-of-selection", "select", lambda: tr("New layer of the selection"),
                "mdi6.layers-plus", self.make_layer, group="keeping", is_enabled=placed,
            ),
            Command(
                "filter-by-selection", "select", lambda: tr("Show the selection only"),
                "mdi6.filter-check-outline", self.filter, group="keeping", is_enabled=placed,
            ),
        ]  # fmt: skip
