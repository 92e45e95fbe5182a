"""The page about a feature: what is known of it, all that is linked to it, the way back."""

from collections.abc import Sequence

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from gridloom_analytics.bilingual import Bilingual
from gridloom_desktop.window.asking.button_rows import button_rows
from gridloom_desktop.window.asking.relation_tree import RelationTree
from gridloom_desktop.window.facts_table import FactsTable
from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.icon_button import IconButton
from gridloom_desktop.window.model.asking.history import History
from gridloom_desktop.window.model.asking.subjects import Page
from gridloom_desktop.window.model.identifying import Fact
from gridloom_desktop.window.texts import shown
from gridloom_layers.language import Message, tr

FIRST_HEIGHTS = (280, 220)
"""Of the fields and of what is linked, in proportion, until the user moves their border."""


class FeaturePanel(QWidget):
    """Shows a page; personal values come masked, and what is withheld is only named.

    ``followed(subject)``, ``moved(steps)`` back or forth, ``picked(relation)`` select its rows,
    ``located()`` show it on the map, ``asked_whole(reason)`` show all, on record;
    ``corrected(subject, field, text)`` asks for another value, ``edits_asked(subject, field)`` for
    what it was before.
    """

    followed = pyqtSignal(object)
    moved = pyqtSignal(int)
    picked = pyqtSignal(object)
    located = pyqtSignal()
    asked_whole = pyqtSignal(str)
    corrected = pyqtSignal(object, str, str)
    edits_asked = pyqtSignal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title: Bilingual | None = None
        self._facts: Sequence[Fact] = ()
        self._page: Page | None = None
        self._history = History()
        self.back_button, self.trail = IconButton("mdi6.arrow-left", tr("Back")), QLabel()
        self.on_button = IconButton("mdi6.arrow-right", tr("Forward"))
        self._heading, self._note, self._linked = QLabel(), QLabel(), QLabel()
        self.table, self.relations = FactsTable(), RelationTree()
        self.select_button, self.map_button, self.whole_button = (QPushButton() for _ in range(3))
        self.reason, self.reason_button = QLineEdit(), QPushButton()
        self._arrange()
        self._connect()
        follow_language(self.retranslate)

    def _arrange(self) -> None:
        self._heading.setObjectName("heading")
        self._linked.setObjectName("heading")
        for label in (self._note, self.trail):
            label.setObjectName("caption")
        for label in (self._heading, self._note):
            label.setWordWrap(True)
        self.whole_button.setObjectName("link")
        self._parts = QSplitter(Qt.Orientation.Vertical)
        self._parts.setChildrenCollapsible(False)
        self._parts.addWidget(self.table)
        self._parts.addWidget(self._relations_part())
        self._parts.setSizes(list(FIRST_HEIGHTS))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(6)
        column.addWidget(self._row([self.back_button, self.on_button, self.trail]))
        column.addWidget(self._heading)
        column.addWidget(self._note)
        column.addWidget(self._parts, 1)
        column.addWidget(self._buttons())
        column.addWidget(self.whole_button)
        self._reason_row = self._row([self.reason, self.reason_button])
        column.addWidget(self._reason_row)
        column.addStretch(0)

    def _relations_part(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._linked)
        column.addWidget(self.relations, 1)
        return part

    def _buttons(self) -> QWidget:
        self._acts = button_rows([self.select_button, self.map_button])
        return self._acts

    def _row(self, widgets: Sequence[QWidget]) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for widget in widgets:
            row.addWidget(widget, 1 if isinstance(widget, QLabel | QLineEdit) else 0)
        return holder

    def _connect(self) -> None:
        self.back_button.clicked.connect(lambda _: self.moved.emit(-1))
        self.on_button.clicked.connect(lambda _: self.moved.emit(1))
        self.table.corrected.connect(self._correct)
        self.table.edits_asked.connect(self._ask_edits)
        self.relations.followed.connect(self.followed)
        self.relations.marked.connect(self._update_buttons)
        self.select_button.clicked.connect(lambda _: self.picked.emit(self.relations.relation()))
        self.map_button.clicked.connect(lambda _: self.located.emit())
        self.whole_button.clicked.connect(self._ask_reason)
        self.reason.returnPressed.connect(self._give_reason)
        self.reason_button.clicked.connect(lambda _: self._give_reason())

    def _correct(self, name: str, text: str) -> None:
        if self._page is not None:
            self.corrected.emit(self._page.subject, name, text)

    def _ask_edits(self, name: str) -> None:
        if self._page is not None:
            self.edits_asked.emit(self._page.subject, name)

    def _ask_reason(self) -> None:
        self._reason_row.show()
        self.whole_button.hide()
        self.reason.setFocus()

    def _give_reason(self) -> None:
        if reason := self.reason.text().strip():
            self.reason.clear()
            self.asked_whole.emit(reason)

    def show_feature(self, title: Bilingual, facts: Sequence[Fact]) -> None:
        """Show the fields of a feature, called ``title``, that is no row of a table."""
        self._title, self._facts, self._page = title, facts, None
        self.retranslate()

    def show_page(self, page: Page, facts: Sequence[Fact], history: History) -> None:
        """Show a page, and ``facts`` of the layer that its subject was found on before its own."""
        self._title, self._facts = page.subject.label, (*facts, *page.facts)
        self._page, self._history = page, history
        self.retranslate()

    @property
    def page(self) -> Page | None:
        """The page that is shown; None where it is none, or a feature that is no row."""
        return self._page

    def clear(self) -> None:
        """Show nothing."""
        self._title, self._facts, self._page = None, (), None
        self.retranslate()

    def retranslate(self) -> None:
        """Write the page in the current language."""
        page = self._page
        self._heading.setText(shown(self._title) if self._title else str(tr("Feature")))
        self._note.setText(str(self._hint()))
        self._note.setVisible(bool(self._note.text()))
        self.table.show_facts(self._facts)
        self.relations.show_relations(page.relations if page else ())
        self._linked.setText(str(tr("Linked to it")))
        self._linked.setVisible(page is not None)
        self._parts.setVisible(self._title is not None)
        self._acts.setVisible(page is not None)
        self._show_trail()
        self.select_button.setText(str(tr("Select the linked")))
        self.map_button.setText(str(tr("Show on the map")))
        self.whole_button.setText(str(tr("Show all, with a reason …")))
        self.reason.setPlaceholderText(str(tr("Reason; it is kept in the log")))
        self.reason_button.setText(str(tr("Show all")))
        self._reason_row.hide()
        self.whole_button.setVisible(self._hides_something())
        self._update_buttons()

    def _show_trail(self) -> None:
        history = self._history if self._page else History()
        for button, there in ((self.back_button, history.can_go_back),
                              (self.on_button, history.can_go_on)):  # fmt: skip
            button.setEnabled(there)
            button.setVisible(bool(history.trail))
        names = [shown(subject.label).split(" · ")[0] for subject in history.trail[:-1]]
        self.trail.setText(" › ".join(_shortened(name) for name in names))

    def _hides_something(self) -> bool:
        page = self._page
        if page is None or page.whole:
            return False
        masked = any(fact.masked for fact in page.facts)
        return masked or any(each.withheld for each in page.relations)

    def _hint(self) -> Message | str:
        if self._title is None:
            return tr("Click a feature on the map to see what is known of it.")
        if any(fact.masked for fact in self._facts):
            return tr("Personal values are masked.")
        return shown(self._page.kind) if self._page else ""

    def _update_buttons(self) -> None:
        page, relation = self._page, self.relations.relation()
        self.select_button.setEnabled(relation is not None and not relation.withheld)
        self.map_button.setEnabled(page is not None and page.can_be_shown)


def _shortened(name: str) -> str:
    return name if len(name) <= 12 else name[:11] + "…"
