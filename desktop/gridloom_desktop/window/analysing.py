"""Asking and answering: the panel of analyses, the panel of results, and the map between them."""

from functools import partial
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from gridloom_analytics.analyses import catalogue
from gridloom_analytics.analysis import Analysis
from gridloom_analytics.titles import result_title
from gridloom_desktop.window.analysis_panel import AnalysisPanel
from gridloom_desktop.window.command import Command, Commands
from gridloom_desktop.window.failures import write_to_log
from gridloom_desktop.window.model.answering import (
    Answer,
    Found,
    find,
    keep_found,
    kept_answer,
    kept_names,
    shown_answer,
    snapshot,
)
from gridloom_desktop.window.model.document import Document
from gridloom_desktop.window.model.forms import form
from gridloom_desktop.window.model.layering import topmost_result, with_answer
from gridloom_desktop.window.model.listing import grouped
from gridloom_desktop.window.model.offering import askable, usual_layer
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.operations import Operation, Operations
from gridloom_desktop.window.result_panel import ResultPanel
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Message, tr
from gridloom_layers.progress import Progress


class Analysing(QObject):
    """Runs analyses; a result becomes the topmost layer and is told in its panel.

    ``asked_for`` follows when the user wants the panel of analyses, ``refused`` a fault that is
    told there, ``answered`` a result that is told in its panel.
    """

    asked_for = pyqtSignal()
    refused = pyqtSignal()
    answered = pyqtSignal()

    def __init__(
        self, session: Session, operations: Operations, panel: AnalysisPanel, results: ResultPanel
    ) -> None:
        super().__init__(panel)
        self._session, self._operations = session, operations
        self.panel, self.results = panel, results
        panel.asked.connect(self.ask)
        results.chosen.connect(self.reopen)
        operations.started.connect(self._lock)
        operations.ended.connect(self._lock)
        session.data_changed.connect(self._offer)
        session.changed.connect(self._follow)
        session.shown.connect(self.tell_result)
        self._offer(frozenset())

    def _lock(self, _: Operation) -> None:
        self.panel.set_running(self._operations.working)

    def _offer(self, _: frozenset[str]) -> None:
        store = self._session.store
        self.panel.offer(
            askable(store),
            lambda analysis, layer: form(analysis, store, layer),
            partial(usual_layer, store),
        )

    def ask(self, analysis: str, layer: str, settings: dict[str, Any], seed: int = 0) -> None:
        """Run an analysis of a layer and keep its result."""
        title = catalogue()[analysis].title
        self._operations.compute(
            tr("Running: {analysis}", analysis=title),
            partial(snapshot, self._session.store),
            lambda of, progress: find(of, analysis, settings, layer, progress, seed),
            self._keep,
            partial(self._show, title),
            self._refuse,
        )

    def _keep(self, found: Found, progress: Progress) -> Answer:
        store, result = self._session.store, found.result
        name = keep_found(store, found, progress)
        return shown_answer(store, self._session.scene.base(result.layer), name, result)

    def _refuse(self, error: BaseException) -> None:
        """Tell what was wrong with a question beside it, anything else in a box."""
        if isinstance(error, BadInput):
            self.panel.tell_fault(error)
            self.refused.emit()
        else:
            self._operations.report(error)

    def reopen(self, name: str) -> None:
        """Show a result that the workspace keeps."""
        if (known := self._session.scene.answer(name)) is not None:
            self._show(tr("Show a result"), known)
            return
        what = tr("Opening “{name}”", name=name)
        self._operations.do(
            what, partial(self._reopened, name), partial(self._show, tr("Show a result"))
        )

    def show_newest(self) -> None:
        """Show the newest result of a workspace, if there is one that can be shown."""
        if newest := kept_names(self._session.store)[:1]:
            work = partial(self._reopened, newest[0])
            then = partial(self._show, tr("Show a result"))
            self._operations.read(work, then, write_to_log)

    def _reopened(self, name: str, _: Progress) -> Answer:
        store = self._session.store
        layer = str(store.results[name].document["layer"])
        if layer not in store.tables:
            raise BadInput(
                "layer-gone",
                tr("The layer “{layer}” of this result is no longer in the workspace.",
                   layer=layer),
                hint=tr("Import it again, or run the analysis on another layer."),
            )  # fmt: skip
        return kept_answer(store, self._session.scene.base(layer), name)

    def _show(self, title: Message, answer: Answer) -> None:
        session = self._session
        session.scene.put_answer(answer)
        document = with_answer(session.document, session.store, answer, answer.result.layer)
        session.apply(title, document)
        self.tell_result()
        self.answered.emit()

    def _follow(self, before: Document, after: Document) -> None:
        if before.layers != after.layers:
            self.tell_result()

    def tell_result(self) -> None:
        """Tell the result that is seen on the map."""
        store, shown = self._session.store, topmost_result(self._session.document)
        kept = [(name, result_title(store, name)) for name in kept_names(store)]
        self.results.show_answer(self._session.scene.answer(shown) if shown else None, kept)

    def refill(self, name: str, layer: str, settings: dict[str, Any], seed: int) -> None:
        """Show the form of an analysis as it was filled in before."""
        self.panel.fill(name, layer, settings, seed)
        self.asked_for.emit()

    def open_form(self, name: str) -> None:
        """Show the form of an analysis."""
        self.panel.choose(name)
        self.asked_for.emit()

    def commands(self) -> Commands:
        """Return what can be done: the list of analyses, and each by itself."""
        analyse = Command(
            "analyse", "analyse", lambda: tr("All analyses"), "mdi6.chart-bubble",
            self.asked_for.emit, "Ctrl+R", bar=True,
        )  # fmt: skip
        return [analyse, *(
            Command(
                f"analysis-{one.name}", "analyse", partial(_title, one), "mdi6.chart-bubble",
                partial(self.open_form, one.name), group=group.title.msgid,
            )
            for group in grouped(catalogue().values())
            for one in group.analyses
        )]  # fmt: skip


def _title(analysis: Analysis) -> Message:
    return analysis.title
