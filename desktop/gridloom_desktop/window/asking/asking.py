"""What is asked and found, done in the session: selections, filters, layers, questions, places."""

from functools import partial
from pathlib import Path

from PyQt6.QtCore import QObject, Qt, pyqtSignal
from PyQt6.QtWidgets import QFileDialog, QSplitter, QWidget

from gridloom_analytics.selecting import Condition, How
from gridloom_analytics.selecting.telling import told
from gridloom_desktop.window.asking.builder import Builder
from gridloom_desktop.window.asking.question_list import QuestionList, Turn
from gridloom_desktop.window.asking.search_box import SearchBox
from gridloom_desktop.window.command import Command, Commands
from gridloom_desktop.window.identifying import Identifying
from gridloom_desktop.window.model.asking import questions
from gridloom_desktop.window.model.asking.places import Place
from gridloom_desktop.window.model.asking.subjects import Subject
from gridloom_desktop.window.model.document import Question
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.operations import Operations
from gridloom_desktop.window.texts import shown
from gridloom_layers.language import tr

FILES = "Excel (*.xlsx);;CSV (*.csv);;GeoPackage (*.gpkg);;Parquet (*.parquet)"
LEAST_WIDTH = 240


class AskPanel(QSplitter):
    """The query builder above the saved questions."""

    def __init__(self, builder: Builder, kept: QuestionList, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setChildrenCollapsible(False)
        self.setMinimumWidth(LEAST_WIDTH)  # whatever is asked, the panels stay as wide as they are
        self.addWidget(builder)
        self.addWidget(kept)
        self.setStretchFactor(0, 3)
        self.setStretchFactor(1, 1)


class Asking(QObject):
    """Does in a session what the builder, the saved questions and the search ask for.

    ``asked_for`` follows where the builder is to be seen, ``saved`` a file that was written.
    """

    asked_for = pyqtSignal()
    saved = pyqtSignal(object)

    def __init__(
        self, session: Session, operations: Operations, over: QWidget, identifying: Identifying
    ) -> None:
        super().__init__(over)
        self._session, self._operations = session, operations
        self._identifying = identifying
        self.builder, self.questions = Builder(session, operations), QuestionList(session)
        self.panel = AskPanel(self.builder, self.questions)
        self.search = SearchBox(session, operations, over)
        self._connect()

    def _connect(self) -> None:
        builder, kept = self.builder, self.questions
        builder.picked.connect(self.select)
        builder.filtered.connect(self.filter)
        builder.layered.connect(self.make_layer)
        builder.saved.connect(self.save)
        kept.run.connect(lambda one: self.select(one.table, one.condition, "replace"))
        kept.opened.connect(self.change)
        kept.renamed.connect(self.rename)
        kept.removed.connect(self.remove)
        kept.together.connect(self.put_together)
        kept.opposite.connect(self.save_opposite)
        kept.turned.connect(self.turn)
        self.search.chosen.connect(self.go_to)

    def select(self, table: str, condition: Condition, how: How = "replace") -> None:
        """Select rows of a table, and let them be seen."""
        self._session.keep(questions.with_table_shown(self._session.document, table))
        self._session.select(table, condition, how)

    def filter(self, table: str, condition: Condition) -> None:
        """Show of the layers of a table these rows only."""
        title = tr("Filter “{table}”", table=table)
        document = questions.filtered(self._session.document, table, condition)
        self._session.apply(title, document)

    def make_layer(self, table: str, condition: Condition, title: str = "") -> None:
        """Lay these rows over the map as a layer of their own."""
        name = title or self._told(table, condition)
        document = questions.layered(self._session.document, name, table, condition)
        self._session.apply(tr("New layer “{name}”", name=name), document)

    def _told(self, table: str, condition: Condition) -> str:
        return shown(told(condition, self._session.store, table))

    def save(self, table: str, condition: Condition, name: str = "") -> None:
        """Keep a question under what it says, or under a name."""
        wanted = name or self._told(table, condition)
        document = questions.saved(self._session.document, wanted, table, condition)
        self._session.apply(tr("Save a question"), document)

    def change(self, asked: Question) -> None:
        """Show a question in the builder, where it is an expression."""
        text = questions.as_expression(asked.condition)
        if text is None:
            self.select(asked.table, asked.condition)
            return
        self.builder.show_question(asked.table, text)
        self.asked_for.emit()

    def rename(self, old: str, new: str) -> None:
        """Give a question another name."""
        document = questions.renamed(self._session.document, old, new)
        self._session.apply(tr("Rename a question"), document)

    def remove(self, names: tuple[str, ...]) -> None:
        """Delete questions."""
        self._session.apply(
            tr("Delete questions"), questions.without(self._session.document, names)
        )

    def put_together(self, first: Question, second: Question, how: How) -> None:
        """Save what the first question becomes with the second."""
        condition = questions.put_together(self._session.store, first, second, how)
        between = {"add": tr("or"), "within": tr("and"), "remove": tr("without")}[how]
        self.save(first.table, condition, f"{first.name} {between} {second.name}")

    def save_opposite(self, asked: Question) -> None:
        """Save the question for all other rows."""
        name = str(tr("not {condition}", condition=asked.name))
        self.save(asked.table, questions.opposite(asked.condition), name)

    def turn(self, asked: Question, into: Turn) -> None:
        """Make something else of a question."""
        match into:
            case "filter":
                self.filter(asked.table, asked.condition)
            case "layer":
                self.make_layer(asked.table, asked.condition, asked.name)
            case "report":
                self.choose_file(asked)
            case "measure":
                self._operations.do(
                    tr("Keeping “{name}” as a measure", name=asked.name),
                    partial(questions.keep_measure, self._session.store, asked),
                    lambda _: self._session.data_changed.emit(frozenset()),
                )

    def choose_file(self, asked: Question) -> None:
        """Let the user choose a file for the rows of a question."""
        title = str(tr("Write the rows of “{name}”", name=asked.name))
        chosen, _ = QFileDialog.getSaveFileName(self.panel, title, "", FILES)
        if chosen:
            self.write(asked, Path(chosen))

    def write(self, asked: Question, out: Path) -> None:
        """Write the rows of a question to a file, through the gate."""
        self._operations.do(
            tr("Writing “{name}”", name=out.name),
            partial(questions.report, self._session.store, asked, out),
            self.saved.emit,
        )

    def go_to(self, place: Place) -> None:
        """Show a place that was found on the map and on its page."""
        self._identifying.open(Subject(place.table, place.row_key, place.label))
        self._identifying.go_to(place.table, place.row_key)

    def commands(self) -> Commands:
        """Return what can be done."""
        return [
            Command(
                "find-place", "select", lambda: tr("Find a place …"), "mdi6.magnify",
                self.search.open, "Ctrl+F", bar=True, terse=True,
            ),
            Command(
                "ask", "select", lambda: tr("Ask by conditions"), "mdi6.filter-variant",
                self.asked_for.emit, "Ctrl+F3", bar=True,
            ),
        ]  # fmt: skip
