"""The main window: map in the middle, layers to the left, questions and answers to the right."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QCloseEvent
from PyQt6.QtWidgets import (
    QDockWidget,
    QFileDialog,
    QMainWindow,
    QStackedWidget,
    QTabWidget,
    QWidget,
)

from gridloom_analytics.analyses import catalogue
from gridloom_desktop.window.actions import Tools
from gridloom_desktop.window.analysis_panel import AnalysisPanel
from gridloom_desktop.window.appearance import set_font
from gridloom_desktop.window.background import Background, Task
from gridloom_desktop.window.failures import tell
from gridloom_desktop.window.feature_panel import FeaturePanel
from gridloom_desktop.window.layer_panel import LayerPanel
from gridloom_desktop.window.leaving import Leaving
from gridloom_desktop.window.map_canvas import MapCanvas
from gridloom_desktop.window.model.answering import Answer
from gridloom_desktop.window.model.city import City
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_desktop.window.qt_texts import speak
from gridloom_desktop.window.result_panel import ResultPanel
from gridloom_desktop.window.selection import Selection
from gridloom_desktop.window.start_page import StartPage
from gridloom_desktop.window.status_line import StatusLine
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Language, Message, current_language, tr, use_language
from gridloom_layers.progress import Progress

Value = TypeVar("Value")
WIDTHS = (290, 330)
"""Of the panels to the left and to the right, to begin with."""


def _close(city: City, _: Progress) -> None:
    city.close()


def _ignore(_: object) -> None:
    """There is nothing to tell."""


class CityWindow(QMainWindow):
    """The window on one workspace. ``city`` is None until one is open."""

    def __init__(self) -> None:
        super().__init__()
        self.city: City | None = None
        self.work = Background("store", self)
        self._under_way: list[tuple[Message, Task]] = []
        self.canvas, self.start_page = MapCanvas(), StartPage()
        self.layers, self.feature = LayerPanel(), FeaturePanel()
        self.analyses, self.result = AnalysisPanel(catalogue()), ResultPanel()
        self.status = StatusLine()
        self._arrange()
        self.leaving, self.selection = Leaving(self), Selection(self)
        self.tools = Tools(self)
        self._connect()
        self.retranslate()

    def _arrange(self) -> None:
        self._middle = QStackedWidget()
        for page in (self.start_page, self.canvas):
            self._middle.addWidget(page)
        self.setCentralWidget(self._middle)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for panel in (self.analyses, self.result, self.feature):
            self.tabs.addTab(panel, "")
        self._docks = [
            self._dock(self.layers, Qt.DockWidgetArea.LeftDockWidgetArea, WIDTHS[0]),
            self._dock(self.tabs, Qt.DockWidgetArea.RightDockWidgetArea, WIDTHS[1]),
        ]
        self.setStatusBar(self.status)
        self.resize(1280, 800)

    def _dock(self, content: QWidget, area: Qt.DockWidgetArea, width: int) -> QDockWidget:
        dock = QDockWidget()
        dock.setTitleBarWidget(QWidget())
        dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        dock.setWidget(content)
        content.setMinimumWidth(width)
        content.setMaximumWidth(width + 110)
        self.addDockWidget(area, dock)
        dock.hide()
        return dock

    def _connect(self) -> None:
        self.start_page.asked.connect(self.choose_workspace)
        self.canvas.pointed.connect(self.status.show_place)
        self.canvas.clicked.connect(self.selection.identify)
        self.canvas.moved.connect(self._show_scale)
        self.layers.switched.connect(self._switch)
        self.layers.coloured.connect(self._colour)
        self.analyses.asked.connect(self.ask)
        self.result.chosen.connect(self.reopen)
        self.result.saved.connect(self.leaving.save_charts)
        self.status.cancelled.connect(self._cancel)

    def do(
        self,
        what: Message,
        work: Callable[[Progress], Value],
        then: Callable[[Value], Any],
        failed: Callable[[BaseException], object] | None = None,
    ) -> None:
        """Do work off the window's thread, with progress and a way to cancel it.

        What goes wrong is told in a box, or to ``failed``.
        """
        failed = failed or partial(tell, self)
        task = self.work.submit(
            work, then, failed, shown=self.status.show_step, ended=self._show_work
        )
        self._under_way.append((what, task))
        self._show_work()

    def _show_work(self) -> None:
        """Show the work that is done now; what waits follows in its turn."""
        self._under_way = [(what, task) for what, task in self._under_way if not task.done]
        if self._under_way:
            self.status.start(self._under_way[0][0])
        else:
            self.status.rest()
        self.analyses.set_running(bool(self._under_way))
        self.tools.update_state()

    @property
    def working(self) -> bool:
        """Whether work is under way that the user asked for and is shown."""
        return bool(self._under_way)

    def _cancel(self) -> None:
        if self._under_way:
            self._under_way[0][1].cancel()

    def choose_workspace(self) -> None:
        """Let the user choose the folder of a workspace, and open it."""
        folder = QFileDialog.getExistingDirectory(self, str(tr("Open a workspace")))
        if folder:
            self.open(Path(folder))

    def open(self, path: Path) -> None:
        """Open a workspace; the one that is open stays until the new one is there."""
        what = tr("Opening “{name}”", name=path.name)
        self.do(what, partial(City.open, path), self._show_city)

    def _show_city(self, city: City) -> None:
        if self.city is not None:  # behind what was asked of it
            self.work.submit(partial(_close, self.city), _ignore, partial(tell, self))
        self.city = city
        self.status.set_crs(city.store.crs)
        self.selection.clear()
        self._tell_result()
        self._middle.setCurrentWidget(self.canvas)
        for dock in self._docks:
            dock.show()
        self.resizeDocks(self._docks, list(WIDTHS), Qt.Orientation.Horizontal)
        self.refresh()
        self.retranslate()
        self.zoom_to_all()

    def refresh(self) -> None:
        """Show the layers as they are now, on the map and in the panels."""
        if self.city is None:
            return
        self.selection.clear_hidden()
        self.layers.show_layers(self.city.map.layers, self.city.colour_fields)
        self.analyses.offer(self.city.askable(), self.city.form, self.city.usual_layer)
        self.canvas.show_drawings(self.city.map.drawings())
        self.tools.update_state()

    def zoom_to_all(self) -> None:
        """Show all visible layers."""
        if self.city is not None and (box := self.city.map.extent()):
            self.canvas.show_box(box)

    def _show_scale(self) -> None:
        if self.canvas.view:
            self.status.show_scale(self.canvas.view)

    def _switch(self, name: str, visible: bool) -> None:
        if self.city is not None:
            self.city.map.show(name, visible)
            self.refresh()
            self._tell_result()

    def _colour(self, name: str, column: str | None) -> None:
        if self.city is not None:
            work = partial(self.city.coloured, name, column)
            self.do(tr("Finding classes"), work, partial(self._recolour, self.city))

    def _recolour(self, city: City, layer: MapLayer) -> None:
        if self.city is city:  # another may have been opened meanwhile
            city.map.recolour(layer)
            self.refresh()

    def ask(self, analysis: str, layer: str, settings: dict[str, Any]) -> None:
        """Run an analysis; its result becomes the topmost layer."""
        if self.city is not None:
            work = partial(self.city.answer, analysis, layer, settings)
            title = catalogue()[analysis].title
            then = partial(self._show_answer, self.city)
            self.do(tr("Running: {analysis}", analysis=title), work, then, self._refuse)

    def _refuse(self, error: BaseException) -> None:
        """Tell what was wrong with a question beside it, anything else in a box."""
        if isinstance(error, BadInput):
            self.analyses.tell_fault(error)
            self.tabs.setCurrentWidget(self.analyses)
        else:
            tell(self, error)

    def reopen(self, name: str) -> None:
        """Show a result that the workspace keeps."""
        if self.city is not None:
            then = partial(self._show_answer, self.city)
            self.do(tr("Opening “{name}”", name=name), partial(self.city.reopened, name), then)

    def _show_answer(self, city: City, answer: Answer) -> None:
        if self.city is not city:
            return
        city.add_answer(answer)
        self.refresh()
        self._tell_result(answer)
        self.tabs.setCurrentWidget(self.result)

    def _tell_result(self, answer: Answer | None = None) -> None:
        """Tell an answer, or else the one that is seen on the map."""
        if self.city is not None:
            kept = [(name, self.city.kept_title(name)) for name in self.city.kept()]
            self.result.show_answer(answer or self.city.shown_answer(), kept)

    def show_analyses(self) -> None:
        """Show the form of the analyses."""
        self.tabs.setCurrentWidget(self.analyses)

    def switch_to_other_language(self) -> None:
        """Show everything in the other language."""
        self.switch_language("en" if current_language() == "zh" else "zh")

    def switch_language(self, language: Language) -> None:
        """Show everything in ``language``."""
        use_language(language)
        speak(language)
        set_font(language)
        self.retranslate()

    def retranslate(self) -> None:
        """Write everything in the current language."""
        name = f"{self.city.store.name} – " if self.city else ""
        self.setWindowTitle(f"{name}{tr('Gridloom')}")
        self.tabs.setTabText(0, str(tr("Analysis")))
        self.tabs.setTabText(1, str(tr("Result")))
        self.tabs.setTabText(2, str(tr("Feature")))
        for part in (
            self.start_page, self.layers, self.feature, self.analyses, self.result, self.status,
            self.tools,
        ):  # fmt: skip
            part.retranslate()
        self.canvas.update()

    def closeEvent(self, a0: QCloseEvent | None) -> None:  # noqa: N802 - Qt's name
        """Stop what is under way and let go of the workspace."""
        self.work.close()
        self.canvas.close_worker()
        self.result.close_worker()
        if self.city is not None:
            self.city.close()
            self.city = None
        super().closeEvent(a0)
