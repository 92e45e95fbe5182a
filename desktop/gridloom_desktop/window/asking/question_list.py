"""The saved questions of a document: run, change, rename, put together, turn into other things."""

from functools import partial
from typing import Literal

from PyQt6.QtCore import QPoint, Qt, pyqtBoundSignal, pyqtSignal
from PyQt6.QtGui import QAction, QKeySequence
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gridloom_analytics.selecting import How
from gridloom_analytics.selecting.telling import told
from gridloom_analytics.titles import table_heading
from gridloom_desktop.window.asking.button_rows import button_rows
from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.model.asking.questions import question
from gridloom_desktop.window.model.document import Document, Question
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.texts import shown
from gridloom_layers.language import Message, tr

Turn = Literal["filter", "layer", "report", "measure"]
TURNS: dict[Turn, Message] = {
    "filter": tr("Filter the layer by it"),
    "layer": tr("Make a layer of it"),
    "report": tr("Write its rows to a file …"),
    "measure": tr("Keep the number as a measure"),
}
TOGETHER: dict[How, Message] = {
    "within": tr("Both: and"),
    "add": tr("Either: or"),
    "remove": tr("The first without the second"),
}


class QuestionList(QWidget):
    """Lists questions. Its signals say what is wanted of which, in the order they were marked.

    ``run`` and ``opened`` (question), ``renamed`` (old name, new name), ``removed`` (names),
    ``together`` (two questions, how), ``opposite`` (question), ``turned`` (question, into what).
    """

    run = pyqtSignal(object)
    opened = pyqtSignal(object)
    renamed = pyqtSignal(str, str)
    removed = pyqtSignal(object)
    together = pyqtSignal(object, object, str)
    opposite = pyqtSignal(object)
    turned = pyqtSignal(object, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._marked: list[str] = []
        self._heading, self._hint, self.list = QLabel(), QLabel(), QListWidget()
        self._heading.setObjectName("heading")
        self._hint.setObjectName("caption")
        self._hint.setWordWrap(True)
        self._set_up_list()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        for part in (self._heading, self._hint, self.list, self._buttons()):
            column.addWidget(part, 1 if part is self.list else 0)
        session.changed.connect(self._follow)
        follow_language(self.retranslate)

    def _set_up_list(self) -> None:
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        self.list.itemSelectionChanged.connect(self._mark)
        self.list.itemChanged.connect(self._rename)
        self.list.itemActivated.connect(lambda _: self._want(self.run))
        self.list.customContextMenuRequested.connect(self._offer)
        delete = QAction(self.list)
        delete.setShortcut(QKeySequence(QKeySequence.StandardKey.Delete))
        delete.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        delete.triggered.connect(lambda _: self._remove())
        self.list.addAction(delete)

    def _buttons(self) -> QWidget:
        self.run_button, self.open_button, self.turn_button, self.together_button = (
            QPushButton() for _ in range(4)
        )
        self.run_button.setObjectName("primary")
        self.run_button.clicked.connect(lambda _: self._want(self.run))
        self.open_button.clicked.connect(lambda _: self._want(self.opened))
        self.turn_button.setMenu(QMenu(self.turn_button))
        self.together_button.setMenu(QMenu(self.together_button))
        return button_rows(
            [self.run_button, self.open_button], [self.turn_button, self.together_button]
        )

    def marked(self) -> list[Question]:
        """Return the questions that are marked, in the order in which they were."""
        found = (question(self._session.document, name) for name in self._marked)
        return [one for one in found if one is not None]

    def _follow(self, before: Document, after: Document) -> None:
        if before.questions != after.questions:
            self._fill()

    def _fill(self) -> None:
        marked = set(self._marked)
        self.list.blockSignals(True)
        self.list.clear()
        for one in self._session.document.questions:
            item = QListWidgetItem(one.name, self.list)
            item.setData(Qt.ItemDataRole.UserRole, one.name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            item.setToolTip(self._said(one))
            item.setSelected(one.name in marked)
        self.list.blockSignals(False)
        self._mark()

    def _said(self, one: Question) -> str:
        store = self._session.store
        table = store.tables.get(one.table)
        title = shown(table_heading(table)) if table else one.table
        return f"{title}: {shown(told(one.condition, store, one.table))}"

    def _mark(self) -> None:
        now = [item.data(Qt.ItemDataRole.UserRole) for item in self.list.selectedItems()]
        kept = [name for name in self._marked if name in now]
        self._marked = [*kept, *(name for name in now if name not in kept)]
        marked = self.marked()
        there = bool(self._session.document.questions)
        hint = tr("Questions that you save are kept here.")
        self._hint.setText(self._said(marked[-1]) if marked else str(hint))
        self._hint.setVisible(bool(marked) or not there)
        self.list.setVisible(there)
        for button in (self.run_button, self.open_button, self.turn_button):
            button.setEnabled(len(marked) == 1)
        self.together_button.setEnabled(0 < len(marked) <= 2)
        self._fill_menus(marked)

    def _fill_menus(self, marked: list[Question]) -> None:
        turn, together = self.turn_button.menu(), self.together_button.menu()
        if turn is None or together is None:
            return
        turn.clear()
        together.clear()
        self._add_turns(turn, marked)
        self._add_together(together, marked)

    def _add_turns(self, menu: QMenu, marked: list[Question]) -> None:
        for one in marked[:1]:
            table = self._session.store.tables.get(one.table)
            for into, title in TURNS.items():
                act = menu.addAction(str(title), partial(self.turned.emit, one, into))
                placed = table is not None and table.geometry is not None
                if act is not None:
                    act.setEnabled(placed or into in ("report", "measure"))

    def _add_together(self, menu: QMenu, marked: list[Question]) -> None:
        if len(marked) == 1:
            menu.addAction(str(tr("All others: not")), partial(self.opposite.emit, marked[0]))
            hint = menu.addAction(str(tr("Mark two questions to put them together")))
            if hint is not None:
                hint.setEnabled(False)
        elif len(marked) == 2:
            for how, title in TOGETHER.items():
                menu.addAction(str(title), partial(self.together.emit, *marked, how))

    def _offer(self, at: QPoint) -> None:
        """Show all that can be done with what is marked."""
        marked = self.marked()
        if not marked:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if len(marked) == 1:
            menu.addAction(str(tr("Select its rows")), partial(self._want, self.run))
            menu.addAction(str(tr("Rename")), self._edit)
            menu.addSeparator()
            self._add_turns(menu, marked)
            menu.addSeparator()
        self._add_together(menu, marked)
        menu.addSeparator()
        menu.addAction(str(tr("Delete")), self._remove)
        menu.popup(self.list.mapToGlobal(at))

    def _edit(self) -> None:
        if (item := self.list.currentItem()) is not None:
            self.list.editItem(item)

    def _rename(self, item: QListWidgetItem) -> None:
        old = item.data(Qt.ItemDataRole.UserRole)
        if item.text() != old:
            self.renamed.emit(old, item.text())
            self._fill()

    def _remove(self) -> None:
        if self._marked:
            self.removed.emit(tuple(self._marked))

    def _want(self, signal: pyqtBoundSignal) -> None:
        for one in self.marked()[:1]:
            signal.emit(one)

    def retranslate(self) -> None:
        """Write everything in the current language."""
        self._heading.setText(str(tr("Saved questions")))
        self.run_button.setText(str(tr("Select rows")))
        self.open_button.setText(str(tr("Change")))
        self.turn_button.setText(str(tr("Turn into")))
        self.together_button.setText(str(tr("Put together")))
        self._fill()
