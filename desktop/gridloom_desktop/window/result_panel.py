"""What was found: the sentence, warnings, charts, tables, the method, and earlier results."""

from functools import partial
from typing import TYPE_CHECKING

from PyQt6.QtCore import pyqtBoundSignal, pyqtSignal
from PyQt6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.result import Result
from gridloom_desktop.window.background import Background
from gridloom_desktop.window.chart_view import ChartView, show_large
from gridloom_desktop.window.choice_box import ChoiceBox, refill
from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.icon_button import IconButton
from gridloom_desktop.window.model.answering import Answer
from gridloom_desktop.window.table_window import show_table
from gridloom_desktop.window.texts import shown
from gridloom_layers.language import tr

if TYPE_CHECKING:
    from gridloom_desktop.publishing.export.released import Panel

Kept = list[tuple[str, Bilingual]]
"""Name and title of each result that is kept, the newest first."""


class ResultPanel(QScrollArea):
    """Tells one result. ``chosen`` asks for another one, ``saved`` for its charts in a file.

    ``renaming_asked`` and ``deletion_asked`` tell that the one that is told shall have another
    name in the workspace, or go from it.
    """

    chosen = pyqtSignal(str)
    saved = pyqtSignal(str)
    renaming_asked = pyqtSignal(str)
    deletion_asked = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.told: Answer | None = None
        self._kept: Kept = []
        self.charts: list[ChartView] = []
        self.worker = Background("charts", self)
        self.setWidgetResizable(True)
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(12, 12, 12, 12)
        self._column.setSpacing(8)
        self.history, self.tables = ChoiceBox(), ChoiceBox()
        self._earlier, self._hint, self.answer = _label("caption"), _label("caption"), _label()
        self.warnings, self._method = _label("warning"), _label("caption")
        self.answer.setObjectName("summary")
        self._charts = QWidget()
        self._save, self._table_label = QPushButton(), _label()
        self.rename = IconButton("mdi6.form-textbox", tr("Rename in the workspace …"))
        self.delete = IconButton("mdi6.delete-outline", tr("Delete from the workspace …"))
        self._arrange()
        self.setWidget(content)
        self.history.activated.connect(self._choose)
        self.tables.activated.connect(self._open_table)
        self._save.clicked.connect(self._ask_to_save)
        self.rename.clicked.connect(lambda: self._want(self.renaming_asked))
        self.delete.clicked.connect(lambda: self._want(self.deletion_asked))
        follow_language(self.retranslate)

    def _arrange(self) -> None:
        rows = QVBoxLayout(self._charts)
        rows.setContentsMargins(0, 0, 0, 0)
        kept = QHBoxLayout()
        kept.setSpacing(4)
        kept.addWidget(self.history, 1)
        kept.addWidget(self.rename)
        kept.addWidget(self.delete)
        self._column.addWidget(self._hint)
        self._column.addWidget(self._earlier)
        self._column.addLayout(kept)
        for widget in (
            self.answer, self.warnings, self._charts,
            self._save, self._table_label, self.tables, self._method,
        ):  # fmt: skip
            self._column.addWidget(widget)
        self._column.addStretch(1)

    def show_answer(self, answer: Answer | None, kept: Kept) -> None:
        """Tell a result, or none; ``kept`` are those that can be chosen."""
        changed = answer is not self.told
        self.told, self._kept = answer, kept
        if changed:
            self._show_charts(answer.charts if answer else ())
            if bar := self.verticalScrollBar():
                bar.setValue(0)
        self.retranslate()

    def _show_charts(self, charts: "tuple[Panel, ...]") -> None:
        for old in self.charts:
            old.setParent(None)
            old.deleteLater()
        self.charts = [ChartView(one, self.worker) for one in charts]
        for view in self.charts:
            view.clicked.connect(partial(show_large, view.panel, self.worker, self))
            if (rows := self._charts.layout()) is not None:
                rows.addWidget(view)

    def retranslate(self) -> None:
        """Write everything in the current language."""
        self._hint.setText(str(tr("Run an analysis to see here what it finds.")))
        self._earlier.setText(str(tr("Results of this workspace")))
        self._save.setText(str(tr("Save the charts …")))
        self._table_label.setText(str(tr("Tables")))
        self._fill_history()
        self._fill_tables()
        result = self.told.result if self.told else None
        self.answer.setText(shown(result.summary) if result else "")
        self.warnings.setText("\n\n".join(shown(one) for one in result.warnings) if result else "")
        self._method.setText(_method(result) if result else "")
        for view in self.charts:
            view.setToolTip(str(tr("Click for more room")))
            view.redraw()
        self._show_parts(result)

    def _show_parts(self, result: Result | None) -> None:
        """Show the parts that have something to tell."""
        for widget in (self.answer, self._method, self._table_label, self.tables):
            widget.setVisible(result is not None)
        for widget in (self._charts, self._save):
            widget.setVisible(bool(self.charts))
        for widget in (self._earlier, self.history, self.rename, self.delete):
            widget.setVisible(bool(self._kept))
        for button in (self.rename, self.delete):
            button.setEnabled(result is not None)
        self.warnings.setVisible(bool(result and result.warnings))
        self._hint.setVisible(result is None)

    def _fill_history(self) -> None:
        refill(self.history, [(shown(title), name) for name, title in self._kept])
        name = self.told.name if self.told else None
        self.history.setCurrentIndex(self.history.findData(name))
        self.history.setPlaceholderText(str(tr("choose one")))

    def _fill_tables(self) -> None:
        self.tables.setPlaceholderText(str(tr("open a table")))
        self.tables.clear()
        for table in self.told.tables if self.told else ():
            self.tables.addItem(shown(table.title))
        self.tables.setCurrentIndex(-1)

    def _choose(self, index: int) -> None:
        self.chosen.emit(self.history.itemData(index))

    def _open_table(self, index: int) -> None:
        self.tables.setCurrentIndex(-1)
        if self.told is not None:
            show_table(self.told.tables[index], self)

    def _ask_to_save(self) -> None:
        self._want(self.saved)

    def _want(self, signal: pyqtBoundSignal) -> None:
        """Tell what shall be done with the result that is told."""
        if self.told is not None:
            signal.emit(self.told.name)

    @property
    def busy(self) -> bool:
        """Whether charts are still drawn."""
        return self.worker.busy

    def end(self) -> None:
        """End the drawing thread."""
        self.worker.close()


def _method(result: Result) -> str:
    """Return how the answer was found, and what is on record about it."""
    told = tr(
        "Method: {method}. {citation}. Seed: {seed}.",
        method=shown(result.method.name),
        citation=result.method.citation.rstrip("."),
        seed=result.seed,
    )
    return "\n\n".join([str(told), *(shown(one) for one in result.method.notes)])


def _label(name: str = "") -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(True)
    # A long name of a table is no reason to be wider than the panel.
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label
