"""The attribute table of a layer or of records: filter, rows, figures, put together."""

from dataclasses import replace

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PyQt6.QtWidgets import QApplication, QSplitter, QVBoxLayout, QWidget

from gridloom_desktop.window.attribute_table.arranging import Arranging
from gridloom_desktop.window.attribute_table.figures_panel import FiguresPanel
from gridloom_desktop.window.attribute_table.figuring import Figuring
from gridloom_desktop.window.attribute_table.finding import Finding
from gridloom_desktop.window.attribute_table.leaving import Leaving
from gridloom_desktop.window.attribute_table.menus import Menus
from gridloom_desktop.window.attribute_table.picking import Longs, Picking
from gridloom_desktop.window.attribute_table.rows_view import RowsView
from gridloom_desktop.window.attribute_table.table_bar import TableBar
from gridloom_desktop.window.attribute_table.unmasking import Unmasking
from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.model.offering import Offer
from gridloom_desktop.window.model.rows.arranging import selected_told
from gridloom_desktop.window.model.rows.conditions import is_value, narrowed
from gridloom_desktop.window.model.rows.view import SortKey, TableView
from gridloom_desktop.window.operations import Operations
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Message, tr
from gridloom_layers.workspace import FolderStore


class AttributeTable(QWidget):
    """The rows of one table of a store.

    It holds no selection: :meth:`show_selected` is told of it. ``picked(keys, how)`` gives row
    keys (sorted int64) that the user picked, ``how`` being replace, add or remove;
    ``all_picked(where)`` a condition whose rows are all picked ("" for every row); ``shown(keys)``
    rows to show on the map, ``mapped(field)`` a field to map by, ``said(message)`` what was done;
    ``changed`` that it is filtered, sorted or laid out in another way, as :meth:`told` says.
    """

    picked = pyqtSignal(object, str)
    all_picked = pyqtSignal(str)
    shown = pyqtSignal(object)
    mapped = pyqtSignal(str)
    said = pyqtSignal(object)
    changed = pyqtSignal()

    def __init__(
        self, store: FolderStore, operations: Operations, table: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.arranging = Arranging(store, operations, table, self)
        self.rows = self.arranging.rows
        words = Offer(store, {}, table).words({"kind": "expression"})
        self.bar = TableBar(words, self.rows.columns)
        self.view, self.figures = RowsView(self.rows), FiguresPanel()
        self.unmasking = Unmasking(self.arranging, self)
        self.finding = Finding(self.arranging, self.view, self)
        self.figuring = Figuring(self.arranging, self.figures)
        self.leaving = Leaving(self.arranging, self.view)
        self.picking = Picking(self.arranging, self.view)
        self.menus = Menus(self.arranging, self.view, self)
        self._fitted = self._linked = False
        self._instead: Message | None = None
        self._arrange_parts()
        self._connect()
        self._connect_rows()
        self._connect_menus()
        follow_language(self.arranging.retell)  # values are told in words too
        self.view.columns.fit()

    def _arrange_parts(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        for part in (self.view, self.figures):
            split.addWidget(part)
        split.setStretchFactor(0, 1)
        split.setChildrenCollapsible(False)
        self.figures.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(6)
        for part in (self.bar, self.unmasking.bar, self.finding.line):
            column.addWidget(part)
        column.addWidget(split, 1)

    def _connect(self) -> None:
        self.arranging.shown.connect(self._show_state)
        self.unmasking.changed.connect(self._show_state)
        self.unmasking.changed.connect(self._fit_again)
        self.leaving.told.connect(self.said)
        for part in (self.arranging, self.unmasking, self.leaving, self.picking):
            part.refused.connect(self.tell_fault)
        self.rows.failed.connect(self.tell_fault)
        self.bar.filtered.connect(self.filter)
        self.bar.narrowed.connect(self._narrow)
        self.bar.figures.toggled.connect(self._switch_figures)
        self.bar.unmask.clicked.connect(self.unmasking.ask)
        self.bar.search.clicked.connect(self.finding.begin)
        self.bar.copy.clicked.connect(self.leaving.copy)
        self.bar.exported.connect(lambda selected: self.leaving.export(selected=selected))
        for keys, do in (("Ctrl+C", self.leaving.copy), ("Ctrl+F", self.finding.begin)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)

    def _connect_rows(self) -> None:
        self.view.heads.sectionClicked.connect(self._click_title)
        self.picking.picked.connect(self.picked)
        self.picking.all_picked.connect(self.all_picked)
        self.picking.shown.connect(self.shown)
        self.rows.arrived.connect(self._fit_once)
        self.arranging.shown.connect(self.changed)
        self.view.columns.changed.connect(self.changed)

    def _connect_menus(self) -> None:
        self.menus.sorted.connect(lambda key: self.sort(*([key] if key else [])))
        self.menus.described.connect(self.show_figures_of)
        self.menus.mapped.connect(self.mapped)
        self.menus.copied.connect(self.leaving.copy)
        self.menus.filtered.connect(self.filter_by)
        self.menus.shown.connect(self.picking.show)

    @property
    def name(self) -> str:
        """The name of the table."""
        return self.arranging.table

    @property
    def busy(self) -> bool:
        """Whether rows are still to come."""
        return self.rows.busy or self.arranging.work.busy

    def show_selected(
        self, keys: Longs, *, linked: bool = False, instead: Message | None = None
    ) -> None:
        """Mark the rows with these row keys, which are sorted.

        They are selected, or ``linked`` to what is in another table; where none may be marked,
        ``instead`` says why.
        """
        if keys is self.arranging.selected and (linked, instead) == (self._linked, self._instead):
            return
        self._linked, self._instead = linked, instead
        self.arranging.select(keys)
        self.view.repaint_cells()
        self._show_state()

    def refresh(self) -> None:
        """Show the table as it is after a change of the workspace."""
        self.arranging.refresh()

    def told(self, before: TableView) -> TableView:
        """Return what is shown; while it is still looked for, or values are unmasked, as before.

        So it is where the rows of before cannot be found in changed data: nobody asked for others.

        What an order or a filter by unmasked values is must not be known later.
        """
        columns, now = self.view.columns.told(), self.arranging
        if now.finding or now.stands_in or now.permission is not None:
            return before.model_copy(update={"columns": columns})
        found = now.found
        return TableView(table=self.name, where=found.where, sort=found.sort, columns=columns)

    def take(self, view: TableView) -> None:
        """Show a table so."""
        if view.columns != self.view.columns.told():
            self.view.columns.take(view.columns)
        asked = replace(self.arranging.asked, where=view.where, sort=view.sort)
        if asked != self.arranging.asked:
            self.bar.tell_fault(None)
            self.bar.write(view.where)
            self.arranging.ask(asked)

    def filter(self, where: str) -> None:
        """Show the rows that meet a condition."""
        self.bar.tell_fault(None)
        self.bar.write(where)
        self.arranging.ask(replace(self.arranging.asked, where=where))

    def filter_by(self, row: int, column: int) -> None:
        """Show of these rows those that have the value of a cell."""
        condition = is_value(self.rows.columns[column], self.rows.value(row, column))
        self.filter(narrowed(self.arranging.asked.where, condition))

    def _narrow(self) -> None:
        only, first = self.bar.only_selected.isChecked(), self.bar.selected_first.isChecked()
        asked = replace(self.arranging.asked, only_selected=only, selected_first=first)
        self.arranging.ask(asked)

    def sort(self, *keys: SortKey) -> None:
        """Sort by columns, the first one first; without any, show the rows as stored."""
        self.bar.tell_fault(None)
        self.arranging.ask(replace(self.arranging.asked, sort=keys))

    def _click_title(self, column: int) -> None:
        """Sort by a column, with Shift within those before; an open panel shows its figures."""
        shift = Qt.KeyboardModifier.ShiftModifier
        further = bool(QApplication.keyboardModifiers() & shift)
        name = self.rows.columns[column].name
        if not self.figures.isHidden():
            self.figuring.show(column)
        self.sort(*self.arranging.asked.sorted_by(name, further=further).sort)

    def show_figures_of(self, column: int) -> None:
        """Show what the values of a column are like."""
        self.bar.figures.setChecked(True)
        self.figuring.show(column)

    def _switch_figures(self, on: bool) -> None:
        self.figures.setVisible(on)
        if on:
            self.figuring.show(max(self.view.currentIndex().column(), 0))

    def _fit_once(self) -> None:
        if not self._fitted:
            self._fitted = True
            self.view.columns.fit()

    def _fit_again(self) -> None:
        """Fit the columns to what comes next: unmasked values are wider."""
        self._fitted = False

    def _show_state(self) -> None:
        self.bar.tell(self._told)
        self.bar.unmask.setVisible(self.unmasking.offered)

    def _told(self) -> Message:
        now, rows = self.arranging, self.arranging.arrangement.told()
        selected = self._instead if self._linked else None
        if len(now.selected):
            info, unmasked = now.store.table(now.table), now.permission is not None
            selected = selected_told(
                info, len(now.selected), unmasked=unmasked, linked=self._linked
            )
        return rows if selected is None else tr("{rows} · {selected}", rows=rows, selected=selected)

    def tell_fault(self, error: BaseException) -> None:
        """Tell what is wrong beside the condition; a fault of our own in a box."""
        if isinstance(error, BadInput):
            self.bar.tell_fault(error)
        else:
            self.arranging.work.report(error)

    def closeEvent(self, a0: QCloseEvent | None) -> None:  # noqa: N802
        """Stop reading, and mask what was open."""
        self.close_reading()
        super().closeEvent(a0)

    def close_reading(self) -> None:
        """Stop reading and let go of the files."""
        self.unmasking.close()
        self.arranging.close()
