"""Asking: the list of analyses, then the form of the one that was chosen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtGui import QHideEvent
from PyQt6.QtWidgets import (
    QCheckBox,
    QLabel,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gridloom_analytics.analysis import Analysis
from gridloom_desktop.window.analysis_list import AnalysisList
from gridloom_desktop.window.choice_box import ChoiceBox, refill
from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.form_widgets import Form
from gridloom_desktop.window.model.forms import Entry
from gridloom_desktop.window.model.offering import Askable
from gridloom_desktop.window.texts import shown
from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr


@dataclass(frozen=True)
class Asked:
    """What a form asks for."""

    analysis: str
    layer: str
    settings: dict[str, Any]
    seed: int


FormMaker = Callable[[Analysis, str], list[Entry]]
MOST_SEED = 2**31 - 1
LayerFinder = Callable[[Analysis], str | None]


class AnalysisPanel(QStackedWidget):
    """Offers the analyses for the layers of the map.

    ``asked`` names analysis, layer, settings and seed; ``edited`` follows each change of the form,
    ``left`` when it is out of sight. ``live`` is whether previews are wanted.
    """

    asked = pyqtSignal(str, str, dict, int)
    edited = pyqtSignal()
    left = pyqtSignal()

    def __init__(self, analyses: Mapping[str, Analysis], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._analyses = analyses
        self._layers: list[Askable] = []
        self._form_of: FormMaker = lambda _analysis, _layer: []
        self._layer_for: LayerFinder = lambda _analysis: None
        self.analysis: Analysis | None = None
        self.form = Form([])
        self._running = False
        self.list = AnalysisList(analyses.values())
        self.back, self.layer, self.run = QPushButton(), ChoiceBox(), QPushButton()
        self.seed, self._seed_label = QSpinBox(), QLabel()
        self.live = QCheckBox()
        self.live.setChecked(True)
        self.seed.setMaximum(MOST_SEED)
        self._seed_label.setBuddy(self.seed)
        self._title, self._summary, self._layer_label = QLabel(), QLabel(), QLabel()
        self._layer_label.setBuddy(self.layer)
        self._source, self._fault, self._scroll = QLabel(), QLabel(), QScrollArea()
        self._arrange()
        self.list.chosen.connect(self.choose)
        self.back.clicked.connect(self.show_list)
        self.layer.activated.connect(lambda _: self._remake_form())
        self.run.clicked.connect(self._ask)
        follow_language(self.retranslate)

    def _arrange(self) -> None:
        """Put the questions between the title and the button, which stay in sight."""
        for label, name in (
            (self._title, "heading"), (self._summary, "caption"), (self._source, "caption"),
            (self._fault, "fault"),
        ):  # fmt: skip
            label.setObjectName(name)
            label.setWordWrap(True)
        self.back.setObjectName("link")
        self.run.setObjectName("primary")
        questions = QWidget()
        self._column = _column(
            questions, self._summary, self._layer_label, self.layer, self.form, self._seed_label,
            self.seed, self._source,
        )  # fmt: skip
        self._column.addStretch(1)
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(questions)
        page = QWidget()
        rows = _column(page, self.back, self._title, self._scroll, self._fault, self.live, self.run)
        rows.setStretchFactor(self._scroll, 1)
        rows.setContentsMargins(12, 8, 12, 12)
        self._column.setContentsMargins(0, 0, 6, 0)
        self.addWidget(self.list)
        self.addWidget(page)

    def offer(self, layers: list[Askable], form_of: FormMaker, layer_for: LayerFinder) -> None:
        """Offer these layers.

        ``form_of`` makes the questions of an analysis about one, ``layer_for`` names the one that
        an analysis is best asked of.
        """
        self._layers, self._form_of, self._layer_for = layers, form_of, layer_for
        self.retranslate()

    def show_list(self) -> None:
        """Show all analyses; what was filled in stays until another one is chosen."""
        self.setCurrentIndex(0)
        self.left.emit()
        self.list.search.setFocus()

    def choose(self, name: str) -> None:
        """Show the form of an analysis; the layer stays if it is of the right kind."""
        analysis = self._analyses[name]
        if analysis is not self.analysis:
            self.analysis = analysis
            kinds = {one.name: one.geometry for one in self._layers}
            if kinds.get(self.layer.currentData()) != analysis.geometry:
                self.layer.setCurrentIndex(max(self.layer.findData(self._layer_for(analysis)), 0))
            self._remake_form()
            if bar := self._scroll.verticalScrollBar():
                bar.setValue(0)
        self.setCurrentIndex(1)

    def fill(self, name: str, layer: str, settings: Mapping[str, object], seed: int) -> None:
        """Show the form of an analysis with these answers, as far as the workspace has them."""
        self.choose(name)
        position = self.layer.findData(layer)
        if position >= 0:
            self.layer.setCurrentIndex(position)
        self._remake_form()
        self.form.fill(dict(settings))
        self.seed.setValue(seed)

    def set_running(self, running: bool) -> None:
        """Lock the form while other work runs."""
        self._running = running
        self._update_lock()

    def _update_lock(self) -> None:
        self.run.setEnabled(not self._running and bool(self._layers) and self.analysis is not None)

    def retranslate(self) -> None:
        """Write everything in the current language; what was chosen and filled in stays."""
        chosen, answers = self.layer.currentData(), self.form.drafts()
        self.list.retranslate()
        self.back.setText(str(tr("‹ All analyses")))
        self._layer_label.setText(str(tr("Layer")))
        self.live.setText(str(tr("Preview on the map")))
        self.live.setToolTip(
            str(tr("Each change of the form is drawn at once, of many rows on a sample."))
        )
        self._seed_label.setText(str(tr("Seed of random numbers")))
        self.seed.setToolTip(str(tr("The same seed gives the same values.")))
        self.run.setText(str(tr("Run the analysis")))
        refill(self.layer, [(shown(one.title), one.name) for one in self._layers], chosen)
        self._remake_form()
        self.form.fill(answers)
        self._update_lock()

    def _remake_form(self) -> None:
        analysis, layer = self.analysis, self.layer.currentData()
        self._title.setText(str(analysis.title) if analysis else "")
        self._summary.setText(str(analysis.summary) if analysis else "")
        self._source.setText(_source(analysis) if analysis else "")
        self._fault.hide()
        form = Form(self._form_of(analysis, layer) if analysis and layer else [])
        self._column.replaceWidget(self.form, form)
        self.form.setParent(None)  # out of sight at once, deleted when its signals are done
        self.form.deleteLater()
        self.form = form
        form.changed.connect(self.edited)
        for before, after in pairwise((self.layer, *form.fields, self.seed, self.live, self.run)):
            self.setTabOrder(before, after)
        self._update_lock()
        self.left.emit()

    def asking(self) -> Asked | None:
        """Return what the form asks for, None where it cannot be asked yet."""
        layer = self.layer.currentData()
        if self.analysis is None or not layer:
            return None
        try:
            settings = self.form.settings()
        except BadInput:
            return None
        return Asked(self.analysis.name, layer, settings, self.seed.value())

    def hideEvent(self, a0: QHideEvent | None) -> None:  # noqa: N802 - Qt's name
        """Tell that the form is out of sight."""
        super().hideEvent(a0)
        self.left.emit()

    def _ask(self) -> None:
        self.form.forget_faults()
        self._fault.hide()
        try:
            settings = self.form.settings()
        except BadInput as error:
            self.tell_fault(error)
            return
        if self.analysis and self.layer.currentData():
            layer = self.layer.currentData()
            self.asked.emit(self.analysis.name, layer, settings, self.seed.value())

    def tell_fault(self, error: BadInput) -> None:
        """Tell what is wrong, beside the answer that it is about or above the button."""
        field = self.form.tell_fault(error)
        if field is not None:
            self._scroll.ensureWidgetVisible(field, 0, 80)
            return
        self._fault.setText(str(error))
        self._fault.show()

    @property
    def fault(self) -> str:
        """What is told of a fault above the button."""
        return self._fault.text() if not self._fault.isHidden() else ""


def _source(analysis: Analysis) -> str:
    marked = tr("* must be answered") if _asks(analysis) else None
    told = tr("Source of the method: {citation}.", citation=analysis.citation.rstrip("."))
    return "\n\n".join(str(one) for one in (marked, told) if one is not None)


def _asks(analysis: Analysis) -> bool:
    """Tell whether an analysis has a parameter without a default."""
    return any(one.is_required() for one in analysis.parameters.model_fields.values())


def _column(parent: QWidget, *widgets: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(parent)
    column.setSpacing(8)
    for widget in widgets:
        column.addWidget(widget)
    return column
