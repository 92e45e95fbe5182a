"""Facts as a table of two columns; values of the row itself are corrected in their place."""

from collections.abc import Sequence

from PyQt6.QtCore import QEvent, QPoint, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from gridloom_desktop.window.fact_editor import FactEditor
from gridloom_desktop.window.icons import icon
from gridloom_desktop.window.inks import INK, InkDelegate
from gridloom_desktop.window.model.editing import Told
from gridloom_desktop.window.model.identifying import Fact
from gridloom_desktop.window.texts import shown
from gridloom_layers.language import Message, tr

WIDEST_NAME = 135
NAME, VALUE, MARK = range(3)
MARK_WIDTH = 26
WHEN_EDITED = (
    QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
)


class FactsTable(QTableWidget):
    """Shows field and value of each fact, and marks what was corrected.

    ``corrected(name, text)`` follows another value for a field, entered after F2, a double click or
    a click on the pencil; ``edits_asked(name)`` a click on the mark of what was corrected.
    """

    corrected = pyqtSignal(str, str)
    edits_asked = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 3, parent)
        self._facts: Sequence[Fact] = ()
        self._marked = -1
        self.setEditTriggers(WHEN_EDITED)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(True)
        editor = FactEditor(self)
        editor.entered.connect(self._enter)
        self.setItemDelegateForColumn(VALUE, editor)
        self.setItemDelegateForColumn(NAME, InkDelegate(self))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._offer)
        self.cellClicked.connect(self._answer_mark)
        self.currentCellChanged.connect(lambda row, *_: self._mark(row))
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        if rows is not None and columns is not None:  # an empty header is false
            rows.hide()
            columns.hide()
            columns.setSectionResizeMode(NAME, QHeaderView.ResizeMode.ResizeToContents)
            columns.setSectionResizeMode(VALUE, QHeaderView.ResizeMode.Stretch)
            columns.setSectionResizeMode(MARK, QHeaderView.ResizeMode.Fixed)
            columns.setMinimumSectionSize(MARK_WIDTH)
            columns.setMaximumSectionSize(WIDEST_NAME)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show facts in the current language."""
        self._facts, self._marked = facts, -1
        self.setVisible(bool(facts))
        self.setRowCount(len(facts))
        self.setColumnHidden(MARK, all(fact.now is None for fact in facts))
        self.setColumnWidth(MARK, MARK_WIDTH)
        for row, fact in enumerate(facts):
            name, value = QTableWidgetItem(shown(fact.title)), shown(fact.value)
            name.setData(INK, "muted")
            cell, mark = QTableWidgetItem(value or "–"), QTableWidgetItem()
            cell.setToolTip("\n".join([value, *_told(fact)]))
            for item in (name, mark, *((cell,) if fact.now is None else ())):
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
            if fact.edits:
                mark.setIcon(icon("mdi6.history"))
                mark.setToolTip(str(tr("Corrected: show the old values")))
            for column, item in enumerate((name, cell, mark)):
                self.setItem(row, column, item)
        self.resizeRowsToContents()

    def fact(self, row: int) -> Fact | None:
        """Return the fact in a row."""
        return self._facts[row] if 0 <= row < len(self._facts) else None

    def _mark(self, row: int) -> None:
        """Show a pencil where one can write, in the row that is chosen."""
        for each, there in ((self._marked, False), (row, True)):
            fact, item = self.fact(each), self.item(each, MARK)
            if item is not None and fact is not None and fact.now is not None and not fact.edits:
                item.setData(Qt.ItemDataRole.DecorationRole,
                             icon("mdi6.pencil-outline") if there else None)  # fmt: skip
                item.setToolTip(str(tr("Correct the value (F2)")) if there else "")
        self._marked = row

    def _answer_mark(self, row: int, column: int) -> None:
        fact = self.fact(row)
        if column == MARK and fact is not None and fact.now is not None:
            self._show_edits(row) if fact.edits else self._edit(row)

    def _edit(self, row: int) -> None:
        self.editItem(self.item(row, VALUE))

    def _show_edits(self, row: int) -> None:
        fact = self.fact(row)
        if fact is not None and fact.now is not None:
            self.edits_asked.emit(fact.now.name)

    def _enter(self, row: int, text: str) -> None:
        fact = self.fact(row)  # a masked one begins blank, and is left when nothing was typed
        if fact is not None and fact.now is not None and text != fact.now.value:
            self.corrected.emit(fact.now.name, text)

    def _offer(self, at: QPoint) -> None:
        """Offer what can be done with the value under the pointer."""
        row = self.rowAt(at.y())
        fact, viewport = self.fact(row), self.viewport()
        if fact is None or fact.now is None or viewport is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        correct = menu.addAction(str(tr("Correct a value …")), lambda: self._edit(row))
        edits = menu.addAction(str(tr("What was edited here")), lambda: self._show_edits(row))
        if correct is not None and edits is not None:
            correct.setIcon(icon("mdi6.pencil-outline"))
            edits.setIcon(icon("mdi6.history"))
            edits.setEnabled(bool(fact.edits))
        menu.popup(viewport.mapToGlobal(at))

    def event(self, e: QEvent | None) -> bool:
        """Take F2 for the value that is chosen here, not for the row that is selected."""
        is_override = e is not None and e.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(e, QKeyEvent) and e.key() == Qt.Key.Key_F2:
            fact = self.fact(self.currentRow())
            if fact is not None and fact.now is not None:
                e.accept()
                return True
        return super().event(e)

    def keyPressEvent(self, e: QKeyEvent | None) -> None:  # noqa: N802 - Qt's name
        """Correct by F2 the value of the chosen row, whichever of its cells is."""
        if e is not None and e.key() == Qt.Key.Key_F2 and self.currentRow() >= 0:
            self.setCurrentCell(self.currentRow(), VALUE)
        super().keyPressEvent(e)


def _told(fact: Fact) -> list[str]:
    """Return what a value was before, and who has corrected it."""
    return [str(_line(one)) for one in fact.edits]


def _line(one: Told) -> Message:
    reason = one.reason or tr("reason withheld")
    return tr("Was “{old}” until {when}; {author}: {reason}",
              old=one.old, when=one.when, author=one.author, reason=reason)  # fmt: skip
