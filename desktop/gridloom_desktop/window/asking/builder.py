"""The query builder: lines that write an expression, the expression that writes lines, a count."""

from collections.abc import Callable
from functools import partial

from PyQt6.QtCore import QStringListModel, Qt, pyqtBoundSignal, pyqtSignal
from PyQt6.QtGui import QAction, QShowEvent
from PyQt6.QtWidgets import (
    QComboBox,
    QFrame,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gridloom_analytics.expressions import Fields
from gridloom_analytics.selecting import Condition, Everything, How, Where
from gridloom_analytics.titles import table_heading
from gridloom_desktop.window.asking.button_rows import button_rows
from gridloom_desktop.window.asking.group_box import GroupBox
from gridloom_desktop.window.asking.latest import Latest
from gridloom_desktop.window.asking.line_box import Spreads
from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.model.asking.counting import count_of_all, count_told, counted
from gridloom_desktop.window.model.asking.fields import AskedField, asked_fields, choices, spread
from gridloom_desktop.window.model.asking.lines import Group, written
from gridloom_desktop.window.model.asking.reading import read_lines
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.operations import Operations
from gridloom_desktop.window.texts import shown
from gridloom_desktop.window.word_edit import WordEdit
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Message, tr
from gridloom_layers.progress import Progress

HOW: dict[How, Message] = {
    "add": tr("Add to the selection"),
    "remove": tr("Take out of the selection"),
    "within": tr("Keep of the selection only these"),
}


class Builder(QWidget):
    """Writes a condition on the rows of a table.

    ``picked(table, condition, how)``, ``filtered``, ``layered`` and ``saved`` (table, condition)
    follow what the user wants of it.
    """

    picked = pyqtSignal(str, object, str)
    filtered = pyqtSignal(str, object)
    layered = pyqtSignal(str, object)
    saved = pyqtSignal(str, object)

    def __init__(
        self, session: Session, operations: Operations, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._operations = session, operations
        self._fields: list[AskedField] = []
        self._spreads: dict[tuple[str, int, str], Spreads] = {}
        self._count: Message | None = None
        self._fault: BaseException | None = None
        self._is_lines = True
        self.counting = Latest(operations, self)
        self.table_box, self.group = QComboBox(), GroupBox([], self._look_up)
        self.text, self.count, self.fault, self.note = WordEdit([]), QLabel(), QLabel(), QLabel()
        self._arrange()
        session.data_changed.connect(self._follow_data)
        session.selected.connect(self._update_buttons)
        self.table_box.currentIndexChanged.connect(lambda _: self._begin(Group()))
        self.text.textChanged.connect(self._read_text)
        self._offer_tables()
        follow_language(self.retranslate)

    def _arrange(self) -> None:
        self._heading = QLabel()
        self._heading.setObjectName("heading")
        self.count.setObjectName("summary")
        for label, name in ((self.fault, "fault"), (self.note, "caption")):
            label.setObjectName(name)
            label.hide()
        for label in (self.count, self.fault, self.note):
            label.setWordWrap(True)
        self._holder = QWidget()
        self._held = QVBoxLayout(self._holder)
        self._held.setContentsMargins(0, 0, 4, 0)
        self._held.addWidget(self.group)
        self._held.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self._holder)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        for part in (self._heading, self.table_box, scroll, self.text, self.fault, self.note,
                     self.count):  # fmt: skip
            column.addWidget(part, 1 if part is scroll else 0)
        column.addWidget(self._buttons())

    def _buttons(self) -> QWidget:
        self.select_button, self.combine_button = QPushButton(), QPushButton()
        self.filter_button, self.layer_button, self.save_button = (QPushButton() for _ in range(3))
        self.select_button.setObjectName("primary")
        self.select_button.clicked.connect(lambda _: self._pick("replace"))
        menu = QMenu(self.combine_button)
        self._ways: dict[How, QAction] = {how: QAction(menu) for how in HOW}
        for how, action in self._ways.items():
            action.triggered.connect(partial(self._pick, how))
            menu.addAction(action)
        self.combine_button.setMenu(menu)
        self.filter_button.clicked.connect(lambda _: self._want(self.filtered))
        self.layer_button.clicked.connect(lambda _: self._want(self.layered))
        self.save_button.clicked.connect(lambda _: self._want(self.saved))
        return button_rows(
            [self.select_button, self.combine_button],
            [self.filter_button, self.layer_button, self.save_button],
        )

    @property
    def table(self) -> str:
        """The table that is asked; nothing where there is none."""
        return str(self.table_box.currentData() or "")

    def condition(self) -> Condition:
        """Return the condition that is written."""
        text = self.text.text().strip()
        return Where(text=text) if text else Everything()

    def show_question(self, table: str, text: str) -> None:
        """Show a condition on a table, to be changed."""
        at = self.table_box.findData(table)
        if at < 0:
            return
        self.table_box.setCurrentIndex(at)
        self.text.setText(text)

    def _offer_tables(self) -> None:
        store, chosen = self._session.store, self.table
        self.table_box.blockSignals(True)
        self.table_box.clear()
        for table in store.tables.values():
            self.table_box.addItem(shown(table_heading(table)), table.name)
        usual = next((n for n in (chosen, "building") if n in store.tables), None)
        self.table_box.setCurrentIndex(self.table_box.findData(usual) if usual else 0)
        self.table_box.blockSignals(False)
        self._begin(Group())

    def _follow_data(self, _: frozenset[str]) -> None:
        """Take the tables as they are now; a condition that is written stays."""
        table, text = self.table, self.text.text()
        self._offer_tables()
        if table == self.table:
            self.text.setText(text)

    def _begin(self, group: Group) -> None:
        """Ask the table that is chosen now."""
        store = self._session.store
        self._fields = asked_fields(store, self.table) if self.table else []
        words = {name for each in self._fields for name in (each.name, *each.title.values())}
        self.text.completer_of_words.setModel(QStringListModel(sorted(words), self.text))
        self._show_lines(group)
        self._write_text()

    def _show_lines(self, group: Group) -> None:
        """Show lines anew: a panel of its own for each table and language."""
        old, self.group = self.group, GroupBox(self._fields, self._look_up)
        self._held.replaceWidget(old, self.group)
        old.hide()
        old.setParent(None)
        old.deleteLater()
        self.group.put(group)
        self.group.changed.connect(self._write_text)

    def _look_up(self, field: AskedField, take: Callable[[Spreads], object]) -> None:
        """Give the values of a field to ``take``, read once."""
        table = self._session.store.table(self.table)
        key = (table.name, table.generation, field.name)
        if key in self._spreads:
            take(self._spreads[key])
            return

        def read(_: Progress) -> Spreads:
            store = self._session.store
            return choices(store, table.name, field), spread(store, table.name, field)

        def keep(spreads: Spreads) -> None:
            self._spreads[key] = spreads
            if self.table == table.name:
                take(spreads)

        self._operations.read(read, keep)

    def _write_text(self) -> None:
        """Write what the lines say."""
        self.text.blockSignals(True)
        self.text.setText(written(self.group.group()))
        self.text.blockSignals(False)
        self._tell_lines(fits=True)
        self._ask()

    def _read_text(self) -> None:
        """Show what is written as lines, as far as it fits; count it."""
        store, text = self._session.store, self.text.text()
        try:
            group = read_lines(text, Fields(store, store.table(self.table)))
        except BadInput as fault:
            self.counting.drop()
            self._show(None, fault)
            return
        if group is not None and written(group) != written(self.group.group()):
            self._show_lines(group)
        self._tell_lines(fits=group is not None)
        self._ask()

    def _tell_lines(self, *, fits: bool) -> None:
        self._is_lines = fits
        self.group.setEnabled(fits)
        self.note.setVisible(not fits)

    def _ask(self) -> None:
        """Count what is written, as soon as nothing more is typed."""
        if not self.table or not self.isVisible():
            return  # counted when it is seen
        work = partial(self._counted, self.table, self.condition())
        self.counting.ask(work, lambda told: self._show(told, None), self._refuse)

    def _counted(self, table: str, condition: Condition, progress: Progress) -> Message:
        store = self._session.store
        total = counted(store, table, condition, progress)
        return count_told(total, count_of_all(store, table))

    def _refuse(self, error: BaseException) -> None:
        if isinstance(error, BadInput):
            self._show(None, error)
        else:
            self._operations.report(error)

    def _show(self, count: Message | None, fault: BadInput | None) -> None:
        self._count, self._fault = count, fault
        self.count.setText(str(count or tr("Counting …")))
        self.fault.setText(str(fault or ""))
        self.fault.setVisible(fault is not None)
        self.count.setVisible(fault is None)
        self._update_buttons()

    def _update_buttons(self) -> None:
        table = self._session.store.tables.get(self.table)  # one that went away is in none
        ready = self._fault is None and table is not None
        placed = ready and table is not None and table.geometry is not None
        self.select_button.setEnabled(ready)
        self.combine_button.setEnabled(ready and self._session.selection is not None)
        self.save_button.setEnabled(ready)
        self.filter_button.setEnabled(placed)
        self.layer_button.setEnabled(placed)

    def _pick(self, how: How, _: bool = False) -> None:
        self.picked.emit(self.table, self.condition(), how)

    def _want(self, signal: pyqtBoundSignal) -> None:
        signal.emit(self.table, self.condition())

    def showEvent(self, a0: QShowEvent | None) -> None:  # noqa: N802 - Qt's name
        """Count what is written, which nobody needed before."""
        super().showEvent(a0)
        self._ask()

    def retranslate(self) -> None:
        """Write everything in the current language."""
        self._heading.setText(str(tr("Ask")))
        for at in range(self.table_box.count()):
            table = self._session.store.table(self.table_box.itemData(at))
            self.table_box.setItemText(at, shown(table_heading(table)))
        self.text.setPlaceholderText(str(tr("The same as an expression, such as: floors >= 10")))
        self.note.setText(str(tr("This says more than lines can show; change it here.")))
        self.select_button.setText(str(tr("Select rows")))
        self.combine_button.setText(str(tr("Combine")))
        for how, action in self._ways.items():
            action.setText(str(HOW[how]))
        self.filter_button.setText(str(tr("Filter the layer")))
        self.layer_button.setText(str(tr("New layer")))
        self.save_button.setText(str(tr("Save")))
        self._show_lines(self.group.group())
        self.group.setEnabled(self._is_lines)
        self._show(self._count, self._fault if isinstance(self._fault, BadInput) else None)
