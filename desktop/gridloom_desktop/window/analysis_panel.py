"""Asking: an analysis, a layer, the form, and what was found."""

from collections.abc import Callable

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import (
    QComboBox,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gridloom_analytics.analysis import Analysis
from gridloom_analytics.result import Result
from gridloom_desktop.window.form_widgets import Form
from gridloom_desktop.window.model.forms import Entry
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_desktop.window.texts import shown
from gridloom_layers.language import Message, tr

FormMaker = Callable[[Analysis, str], list[Entry]]


class AnalysisPanel(QScrollArea):
    """Offers the analyses for the layers of the map; ``asked`` names analysis, layer, settings."""

    asked = pyqtSignal(str, str, dict)

    def __init__(self, analyses: dict[str, Analysis], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._analyses = analyses
        self._layers: list[MapLayer] = []
        self._form_of: FormMaker = lambda _analysis, _layer: []
        self.form = Form([])
        self._result: Result | None = None
        self._running = False
        self.setWidgetResizable(True)
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(12, 12, 12, 12)
        self._column.setSpacing(8)
        self._summary, self._layer_label = QLabel(), QLabel()
        self._summary.setObjectName("caption")
        self.analysis, self.layer, self.run = QComboBox(), QComboBox(), QPushButton()
        self.run.setObjectName("primary")
        self.answer, self._method = QLabel(), QLabel()
        self.answer.setObjectName("summary")
        self._method.setObjectName("caption")
        self._arrange()
        self.setWidget(content)
        self.analysis.activated.connect(lambda _: self._remake_form())
        self.layer.activated.connect(lambda _: self._remake_form())
        self.run.clicked.connect(self._ask)
        self.retranslate()

    def _arrange(self) -> None:
        for label in (self._summary, self.answer, self._method):
            label.setWordWrap(True)
        for choice in (self.analysis, self.layer):
            choice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for widget in (
            self.answer, self._method, self.analysis, self._summary, self._layer_label,
            self.layer, self.form, self.run,
        ):  # fmt: skip
            self._column.addWidget(widget)
        self._column.addStretch(1)

    def offer(self, layers: list[MapLayer], form_of: FormMaker) -> None:
        """Offer these layers; ``form_of`` makes the questions of an analysis about one."""
        self._layers = layers
        self._form_of = form_of
        self.retranslate()

    def show_result(self, result: Result | None) -> None:
        """Show what was found, at the top of the panel, or nothing."""
        self._result = result
        self._write_result()
        if bar := self.verticalScrollBar():
            bar.setValue(0)

    def set_running(self, running: bool) -> None:
        """Lock the form while other work runs."""
        self._running = running
        self._update_lock()

    def _update_lock(self) -> None:
        self.run.setEnabled(not self._running and bool(self._layers) and bool(self._analyses))

    def retranslate(self) -> None:
        """Write everything in the current language; what was chosen and filled in stays."""
        chosen = self.analysis.currentData(), self.layer.currentData()
        answers = self.form.drafts()
        self._layer_label.setText(str(tr("Layer")))
        self.run.setText(str(tr("Run the analysis")))
        analyses = [(str(one.title), one.name) for one in self._analyses.values()]
        _refill(self.analysis, analyses, chosen[0])
        layers = [(shown(one.title), one.name) for one in self._layers]
        _refill(self.layer, layers, chosen[1])
        self._remake_form()
        self.form.fill(answers)
        self._write_result()
        self._update_lock()

    def _remake_form(self) -> None:
        analysis = self._analyses.get(self.analysis.currentData())
        layer = self.layer.currentData()
        self._summary.setText(str(analysis.summary) if analysis else "")
        entries = self._form_of(analysis, layer) if analysis and layer else []
        form = Form(entries)
        self._column.replaceWidget(self.form, form)
        self.form.setParent(None)  # out of sight at once, deleted when its signals are done
        self.form.deleteLater()
        self.form = form

    def _ask(self) -> None:
        analysis, layer = self.analysis.currentData(), self.layer.currentData()
        if analysis and layer:
            self.asked.emit(analysis, layer, self.form.settings())

    def _write_result(self) -> None:
        result = self._result
        self.answer.setVisible(result is not None)
        self._method.setVisible(result is not None)
        if result is None:
            return
        lines = [shown(result.summary), *(shown(warning) for warning in result.warnings)]
        self.answer.setText("\n\n".join(lines))
        self._method.setText(str(_method_note(result)))


def _method_note(result: Result) -> Message:
    return tr(
        "Method: {method}. {citation}. Seed: {seed}.",
        method=shown(result.method.name),
        citation=result.method.citation.rstrip("."),
        seed=result.seed,
    )


def _refill(box: QComboBox, items: list[tuple[str, str]], chosen: str | None) -> None:
    box.clear()
    for title, name in items:
        box.addItem(title, name)
    box.setCurrentIndex(max(box.findData(chosen), 0) if items else -1)
