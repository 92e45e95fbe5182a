"""The main window: map in the middle, layers to the left, questions and answers to the right."""

from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtGui import QCloseEvent
from PyQt6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from gridloom_analytics.analyses import catalogue
from gridloom_desktop.window.analysing import Analysing
from gridloom_desktop.window.analysis_panel import AnalysisPanel
from gridloom_desktop.window.asking.asking import Asking
from gridloom_desktop.window.asking.selecting import Selecting
from gridloom_desktop.window.attribute_table.table_tabs import TableTabs
from gridloom_desktop.window.chart_panel import ChartPanel
from gridloom_desktop.window.command import Command, Commands
from gridloom_desktop.window.deleting import Deleting
from gridloom_desktop.window.editing.editing import Editing
from gridloom_desktop.window.feature_panel import FeaturePanel
from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.ground.basemapping import Basemapping
from gridloom_desktop.window.history.retelling import Retelling
from gridloom_desktop.window.identifying import Identifying
from gridloom_desktop.window.importing import Importing
from gridloom_desktop.window.keeping import Keeping
from gridloom_desktop.window.layer_tree import LayerTree
from gridloom_desktop.window.manual.helping import Helping
from gridloom_desktop.window.map.canvas import MapCanvas
from gridloom_desktop.window.map.comparing import Comparing
from gridloom_desktop.window.map.hovering import Hovering
from gridloom_desktop.window.map.pair import MapPair
from gridloom_desktop.window.map.status_line import StatusLine
from gridloom_desktop.window.map.tool_strip import ToolStrip
from gridloom_desktop.window.map.tooling import Tooling
from gridloom_desktop.window.map.tools import TOOLS
from gridloom_desktop.window.mapping import Mapping
from gridloom_desktop.window.menus import Menus
from gridloom_desktop.window.model.preferences import Preferences
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.model.watching import explained
from gridloom_desktop.window.navigating import Navigating
from gridloom_desktop.window.operations import Operation, Operations
from gridloom_desktop.window.palette import Palette
from gridloom_desktop.window.panels import Panel, Panels
from gridloom_desktop.window.previewing import Previewing
from gridloom_desktop.window.printing import Printing
from gridloom_desktop.window.publishing import Publishing
from gridloom_desktop.window.result_panel import ResultPanel
from gridloom_desktop.window.showing import Showing
from gridloom_desktop.window.stopping import ask_whether_to_stop
from gridloom_desktop.window.task_panel import TaskPanel
from gridloom_desktop.window.time.multiplying import Multiplying
from gridloom_desktop.window.time.time_bar import TimeBar
from gridloom_desktop.window.time.timing import Timing
from gridloom_desktop.window.undoing import Undoing
from gridloom_desktop.window.watching import Watching
from gridloom_layers.language import Message, tr

USUAL = (1280, 800)


class CityWindow(QMainWindow):
    """The window on one workspace: it puts the parts together, which do not know it.

    ``closed`` follows when it is gone; ``further`` are commands of the workstation.
    """

    closed = pyqtSignal()

    def __init__(
        self,
        session: Session,
        operations: Operations,
        preferences: Preferences,
        further: Commands = (),
    ) -> None:
        super().__init__()
        self.session, self.operations = session, operations
        self._preferences = preferences
        self._ending = False
        operations.setParent(self)
        self.canvas, self.status = MapCanvas(), StatusLine()
        self.pair, self.time = MapPair(self.canvas), TimeBar()
        self.layers, self.feature = LayerTree(session), FeaturePanel()
        self.analyses, self.result = AnalysisPanel(catalogue()), ResultPanel()
        self.tasks, self.tables = TaskPanel(operations), TableTabs(session, operations)
        self.charts = ChartPanel(session, operations)
        self.identifying = Identifying(session, operations, self.canvas, self.feature)
        self.asking = Asking(session, operations, self.canvas, self.identifying)
        self.undoing = Undoing(session, operations)
        self.retelling = Retelling(session, operations, self.undoing, self)
        self.panels = self._arrange()
        self.showing = Showing(session, operations, self)
        self.mapping = Mapping(session, self.canvas)
        self.basemapping = Basemapping(session, operations, self.mapping, self.canvas)
        self.navigating = Navigating(session, self.canvas)
        self.tooling = Tooling(session, operations, self.canvas)
        self.hovering = Hovering(session, operations, self.canvas)
        self.comparing = Comparing(session, self.pair)
        self.timing = Timing(session, operations, self.time)
        self.multiplying = Multiplying(session, self.canvas, self.timing.go, self)
        self.analysing = Analysing(session, operations, self.analyses, self.result)
        self.previewing = Previewing(session, operations, self.analyses, self.mapping, self.canvas)
        self.publishing = Publishing(session, operations, self, self.status)
        self.printing = Printing(session, operations, self, self.status)
        self.editing = Editing(session, operations, self.canvas, preferences, self)
        self.importing = Importing(session, operations, self)
        self.deleting = Deleting(session, operations, self)
        self.keeping = Keeping(session, self)
        self.watching = Watching(session, operations, self)
        operations.explain = partial(explained, folder=session.store.path)
        self.menus = Menus(self, [*further, *self._commands()])
        tools = [self.menus.actions[tool.name] for tool in TOOLS]
        self.canvas.covered = [ToolStrip(self.canvas, tools).box]
        self._connect()
        follow_language(self.retranslate)

    def _commands(self) -> Iterator[Command]:
        parts = (
            self.importing,
            self.undoing,
            self.retelling,
            self.editing,
            self.navigating,
            self.tooling,
            self.comparing,
            self.timing,
            self.multiplying,
            self.basemapping,
            self.panels,
            self.layers,
            self.tables,
            self.charts,
            self.asking,
            Selecting(self.session, self.asking, self),
            self.analysing,
            self.publishing,
            self.printing,
            Helping(self, self.panels, self.canvas),
        )
        for part in parts:
            yield from part.commands()
        yield Command(
            "palette", "help", lambda: tr("Find a command …"), "mdi6.magnify", self._ask_palette,
            "Ctrl+K",
        )  # fmt: skip

    def _ask_palette(self) -> None:
        Palette(self.menus.commands.values, self).ask()

    def _arrange(self) -> Panels:
        middle = QWidget()
        rows = QVBoxLayout(middle)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.pair, 1)
        rows.addWidget(self.time)
        self.setCentralWidget(middle)
        self.setStatusBar(self.status)
        self.resize(*USUAL)
        panels = (
            Panel("layers", tr("Layers"), self.layers, "left", page="colour"),
            Panel("analysis", tr("Analysis"), self.analyses, "right", page="hot-spots"),
            Panel("result", tr("Result"), self.result, "right", page="hot-spots"),
            Panel("feature", tr("Feature"), self.feature, "right", page="select"),
            Panel("ask", tr("Ask"), self.asking.panel, "right", page="questions"),
            Panel("history", tr("History"), self.retelling.panel, "right", page="history"),
            Panel("tasks", tr("Tasks"), self.tasks, "right", page="trouble"),
            Panel("tables", tr("Attribute tables"), self.tables, "bottom", page="table"),
            Panel("charts", tr("Charts"), self.charts, "bottom", "F9", "charts"),
        )
        return Panels(self, panels, self._preferences)

    def _connect(self) -> None:
        self.status.set_crs(self.session.store.crs)
        self.canvas.pointed.connect(self.status.show_place)
        self.canvas.moved.connect(self._show_scale)
        self.time.multiplied.connect(self.multiplying.open)
        self.canvas.tool_changed.connect(self._update_state)
        self.status.went.connect(self.navigating.go_to)
        self.status.scaled.connect(self.canvas.set_scale)
        self.status.cancelled.connect(self.operations.cancel)
        self.operations.started.connect(self._show_work)
        self.operations.stepped.connect(self._show_step)
        self.operations.ended.connect(self._show_work)
        self.analysing.refused.connect(partial(self.panels.show, "analysis"))
        self.analysing.answered.connect(partial(self.panels.show, "result"))
        self.analysing.asked_for.connect(partial(self.panels.show, "analysis"))
        self.retelling.change_asked.connect(self.analysing.refill)
        self.retelling.import_asked.connect(self.importing.repeat)
        self.retelling.answered.connect(self.analysing.reopen)
        self.retelling.saved.connect(self.publishing.tell_written)
        self.identifying.found.connect(partial(self.panels.show, "feature"))
        self.asking.asked_for.connect(partial(self.panels.show, "ask"))
        self.asking.saved.connect(self.publishing.tell)
        self.result.saved.connect(self.publishing.save_charts)
        self.tables.opened.connect(partial(self.panels.show, "tables"))
        self.tables.to_show.connect(self.navigating.zoom_to_rows)
        self.tables.said.connect(self._say)
        self.watching.said.connect(self._say)
        self.charts.wanted.connect(partial(self.panels.show, "charts"))
        self.charts.saved.connect(self.publishing.tell)
        self.layers.zoom_asked.connect(self.navigating.zoom_to_layer)
        self.layers.table_asked.connect(self.tables.open)
        self.layers.deletion_asked.connect(self.deleting.ask)
        self.importing.imported.connect(self.navigating.zoom_to_table)
        self.importing.tiles_dropped.connect(self.basemapping.add)
        self.session.changed.connect(self._update_state)
        self.session.selected.connect(self._update_state)

    def begin(self) -> None:
        """Show the map for the first time."""
        self.mapping.first_shown.connect(self.navigating.begin)
        self.showing.show_layers()
        self.showing.find_selected()
        self.basemapping.begin()
        if self.session.is_new:
            self.analysing.show_newest()
        if said := self.session.presence.said(self.session.store.name):
            self._say(said)

    def _say(self, said: Message) -> None:
        self.status.tell(said)

    @property
    def busy(self) -> bool:
        """Whether anything is read, painted or worked at."""
        reading = self.tables.busy or self.result.worker.busy or self.importing.busy
        reading = reading or self.previewing.busy
        painted = self.pair.idle and self.multiplying.idle
        return self.operations.busy or reading or not painted

    def _update_state(self, *_: object) -> None:
        self.menus.update_state()

    def _show_scale(self) -> None:
        if self.canvas.view:
            self.status.show_scale(self.canvas.view)

    def _show_work(self, _: Operation) -> None:
        """Show the work that is done now; what waits follows in its turn."""
        if self.operations.under_way:
            self.status.start(self.operations.under_way[0].title)
        else:
            self.status.rest()
        self._update_state()

    def _show_step(self, operation: Operation) -> None:
        if operation.step is not None and operation is self.operations.under_way[0]:
            self.status.show_step(operation.step)

    def retranslate(self) -> None:
        """Write everything in the current language."""
        self.setWindowTitle(f"{self.session.store.name} – {tr('Gridloom')}")
        self.panels.retranslate()
        self.menus.retranslate()
        self.canvas.update()

    def end(self) -> None:
        """Let the next closing ask nothing."""
        self._ending = True

    def _may_close(self) -> bool:
        """Ask whether work that is under way shall be given up."""
        if self._ending or not self.operations.working:
            return True
        title = self.operations.under_way[0].title
        return ask_whether_to_stop(self, title)

    def closeEvent(self, a0: QCloseEvent | None) -> None:  # noqa: N802
        """Stop what is under way, if the user agrees, and let go of the workspace."""
        if a0 is not None and not self._may_close():
            a0.ignore()
            return
        closings = (
            self.timing.close, self.multiplying.close, self.panels.keep, self.previewing.close,
            self.watching.close, self.importing.close, self.operations.close,
            self.keeping.close, self.hovering.close, self.pair.close_workers,
            self.basemapping.close, self.tables.close_tables, self.result.close_worker,
            self.session.close, partial(super().closeEvent, a0), self.closed.emit,
        )  # fmt: skip
        with ExitStack() as stack:  # each is done, whichever of them fails
            for close in reversed(closings):
                stack.callback(close)
