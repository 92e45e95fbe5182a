"""The tables that are open in a window, one a tab, linked with the map and all other views."""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, cast

from PyQt6.QtCore import QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QPainter, QPaintEvent, QShowEvent
from PyQt6.QtWidgets import QMenu, QTabBar, QTabWidget, QToolButton, QWidget

from gridloom_analytics.selecting import Everything, How, Rows, Where
from gridloom_analytics.titles import table_heading
from gridloom_desktop.window.attribute_table.tab_bar import TabBar
from gridloom_desktop.window.command import Command, Commands
from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.icon_button import IconButton
from gridloom_desktop.window.model.carrying import Carrying
from gridloom_desktop.window.model.document import Colouring, Document
from gridloom_desktop.window.model.row_keys import Integers
from gridloom_desktop.window.model.rows.view import TableView
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.operations import Operations
from gridloom_desktop.window.texts import shown
from gridloom_desktop.window.theme import theme
from gridloom_layers.language import tr

if TYPE_CHECKING:
    from gridloom_desktop.window.attribute_table.attribute_table import AttributeTable


class TableTabs(QTabWidget):
    """Attribute tables of a session. What is picked in one is selected in the session.

    ``opened`` tells that there is something to show, ``to_show(table, keys)`` which rows to show
    on the map, ``said(message)`` what was done, ``renaming_asked(table)`` that one shall be called
    otherwise.
    """

    opened = pyqtSignal()
    to_show = pyqtSignal(str, object)
    said = pyqtSignal(object)
    renaming_asked = pyqtSignal(str)

    def __init__(
        self,
        session: Session,
        operations: Operations,
        carrying: Carrying,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._operations, self._carrying = session, operations, carrying
        bar = TabBar(self)
        bar.renaming_asked.connect(lambda place: self.renaming_asked.emit(self.tables[place].name))
        bar.closing_asked.connect(lambda place: self.close_table(self.tables[place]))
        self.setTabBar(bar)  # before the button, which Tab leads to after it
        self._more = IconButton("mdi6.table-plus", tr("Open another table"), self)
        self._menu = QMenu(self)
        self._more.setMenu(self._menu)
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.setCornerWidget(self._more)
        self.setMovable(True)
        session.selected.connect(self._follow_selection)
        carrying.found.connect(self._follow_links)
        session.changed.connect(self._follow_document)
        self._reopened = self._taking = False
        self.currentChanged.connect(self._follow_selection)
        self.currentChanged.connect(self._note)
        session.data_changed.connect(self._follow_data)
        follow_language(self.retranslate)

    @property
    def tables(self) -> "list[AttributeTable]":
        """The tables that are open, from left to right."""
        return [cast("AttributeTable", self.widget(place)) for place in range(self.count())]

    @property
    def busy(self) -> bool:
        """Whether rows are still to come."""
        return any(table.rows.busy for table in self.tables)

    def open(self, name: str) -> "AttributeTable":
        """Show a table; one that is open comes to the front."""
        if not self._reopened:
            self._reopen()
        found = next((one for one in self.tables if one.name == name), None) or self._add(name)
        self.setCurrentWidget(found)
        self.opened.emit()
        self._follow_selection()
        self._note()
        found.view.setFocus()
        return found

    def _add(self, name: str, place: int = -1) -> "AttributeTable":
        # late: a window is on the screen before anyone wants a table
        from gridloom_desktop.window.attribute_table.attribute_table import AttributeTable

        table = AttributeTable(self._session.store, self._operations, name)
        self._connect(table)
        self._add_cross(self.insertTab(place, table, self._title(name)), table)
        return table

    # What the document keeps of the tables.

    def _note(self, *_: object) -> None:
        """Let the document say what is open: another filter is a step, all else is none."""
        if self._taking:
            return
        document = self._session.document
        known = {one.table: one for one in document.tables}
        tables = tuple(
            one.told(known.get(one.name, TableView(table=one.name))) for one in self.tables
        )
        front = self.tables[self.currentIndex()].name if self.count() else None
        changed = document.model_copy(update={"tables": tables, "front_table": front})
        filters = [[(one.table, one.where) for one in each.tables] for each in (document, changed)]
        opened = len(document.tables) != len(tables)
        if sorted(filters[0]) == sorted(filters[1]) or opened:
            self._session.keep(changed)
        else:
            self._session.apply(tr("Filter a table"), changed)

    def _follow_document(self, before: Document, after: Document) -> None:
        if not self._taking:  # one as before may be behind what its table is finding
            self._take(view for view in after.tables if view not in before.tables)
            self._follow_names(before, after)

    def _follow_names(self, before: Document, after: Document) -> None:
        """Show the tables that were renamed, each in its place."""
        there = {table.name for table in self.tables}
        renamed = [(old.table, new) for old, new in zip(before.tables, after.tables, strict=False)
                   if old.table in there and new.table not in there]  # fmt: skip
        self._taking = True
        for old, new in renamed:
            place = [table.name for table in self.tables].index(old)
            is_front, gone = self.currentIndex() == place, self.tables[place]
            table = self._add(new.table, place)
            table.take(new)
            if is_front:
                self.setCurrentWidget(table)
            self._put_away(gone)
        self._taking = False

    def _take(self, views: Iterable[TableView]) -> None:
        """Show the tables that are open so."""
        described = {view.table: view for view in views}
        self._taking = True
        for table in self.tables:
            if table.name in described:
                table.take(described[table.name])
        self._taking = False

    def _reopen(self) -> None:
        """Open what was open when the workspace was left; not before somebody looks."""
        document, self._reopened = self._session.document, True
        self._taking = True
        for view in document.tables:
            if view.table in self._session.store.tables:
                self._add(view.table).take(view)
        front = [one for one in self.tables if one.name == document.front_table]
        if front:
            self.setCurrentWidget(front[0])
        self._taking = False

    def _connect(self, table: "AttributeTable") -> None:
        table.changed.connect(self._note)
        table.picked.connect(partial(self._pick, table.name))
        table.all_picked.connect(partial(self._pick_all, table.name))
        table.shown.connect(partial(self.to_show.emit, table.name))
        table.mapped.connect(partial(self._map_by, table.name))
        table.said.connect(self.said)

    def _pick(self, name: str, keys: Integers, how: How) -> None:
        self._session.select(name, Rows.of(keys), how)

    def _pick_all(self, name: str, where: str) -> None:
        self._session.select(name, Where(text=where) if where else Everything())

    def _map_by(self, name: str, field: str) -> None:
        """Colour the layers of a table by a field."""
        document = self._session.document
        for layer in document.layers:
            if layer.table == name and layer.result is None:
                document = document.changed(layer.name, colouring=Colouring(column=field))
        self._session.apply(tr("Colour a layer"), document)

    def _follow_selection(self, *_: object) -> None:
        """Mark the rows of the table in front that are selected, or linked to what is."""
        table = self.currentWidget()
        if not isinstance(table, QWidget) or not self.isVisible():
            return  # nobody looks: to follow links may take a while
        table = cast("AttributeTable", table)
        if table.name not in self._session.store.tables:
            return  # it is about to be closed
        rows = self._carrying.rows_in(table.name)
        if rows is not None:
            table.show_selected(rows.keys, linked=rows.linked, instead=rows.instead)

    def _follow_links(self, name: str) -> None:
        if any(table.name == name for table in self.tables):
            self._follow_selection()

    def showEvent(self, a0: QShowEvent | None) -> None:  # noqa: N802 - Qt's name
        """Mark what was selected while nobody looked."""
        super().showEvent(a0)
        if not self._reopened:
            self._reopen()
        self._follow_selection()

    def _follow_data(self, changed: frozenset[str]) -> None:
        for table in self.tables:
            if table.name not in self._session.store.tables:
                self.close_table(table)
            elif table.name in changed:
                table.refresh()

    def _add_cross(self, place: int, table: "AttributeTable") -> None:
        """Put a cross on a tab."""
        cross, bar = IconButton("mdi6.close", tr("Close this table")), self.tabBar()
        cross.setObjectName("close-table")
        cross.setIconSize(QSize(14, 14))
        cross.setAutoRaise(True)
        cross.clicked.connect(partial(self.close_table, table))
        if bar is not None:
            bar.setTabButton(place, QTabBar.ButtonPosition.RightSide, cross)

    def close_table(self, table: "AttributeTable", *_: object) -> None:
        """Close a table."""
        self._put_away(table)
        self._note()  # one to the right of that in front goes without a word

    def _put_away(self, table: "AttributeTable") -> None:
        table.close_reading()
        self.removeTab(self.indexOf(table))
        table.deleteLater()

    def close_front(self) -> None:
        """Close the table in front."""
        if self.count():
            self.close_table(self.tables[self.currentIndex()])

    def end(self) -> None:
        """Let go of all tables; the document keeps that they were open."""
        self._taking = True
        for table in self.tables:
            self.close_table(table)

    def open_usual(self) -> None:
        """Show the table of what is selected, else of the topmost layer, else the first one."""
        if (name := self._usual()) is not None:
            self.open(name)

    def _usual(self) -> str | None:
        store, selection = self._session.store, self._session.selection
        layers = [one.table for one in reversed(self._session.document.layers) if one.visible]
        wished = [selection.table] if selection is not None else []
        names = [*wished, *layers, *store.tables]
        return next((name for name in names if name in store.tables), None)

    def _fill_menu(self) -> None:
        self._menu.clear()
        for name in self._session.store.tables:
            self._menu.addAction(self._title(name), partial(self.open, name))

    def _title(self, name: str) -> str:
        return shown(table_heading(self._session.store.table(name)))

    def paintEvent(self, a0: QPaintEvent | None) -> None:  # noqa: N802 - Qt's name
        """Say where tables come from while there is none."""
        super().paintEvent(a0)
        if not self.count():
            with QPainter(self) as painter:
                painter.setPen(QColor(theme().muted))
                said = tr(
                    "F6 opens the attribute table of what is selected, or of the topmost layer."
                )
                painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(said))

    def retranslate(self) -> None:
        """Write everything in the current language."""
        for place, table in enumerate(self.tables):
            self.setTabText(place, self._title(table.name))

    def commands(self) -> Commands:
        """Return what can be done."""
        return [
            Command(
                "table", "layer", lambda: tr("Attribute table"), "mdi6.table",
                self.open_usual, "F6", is_enabled=lambda: bool(self._session.store.tables),
                bar=True,
                terse=True,
            ),
            Command(
                "close-table", "layer", lambda: tr("Close this table"), "mdi6.close",
                self.close_front, "Ctrl+W", is_enabled=lambda: bool(self.count()),
            ),
        ]  # fmt: skip
