"""All that a planner works with, put into a window once its map is there."""

from collections.abc import Mapping
from functools import partial

from PyQt6.QtCore import QObject
from PyQt6.QtGui import QAction

from gridloom_analytics.analyses import catalogue
from gridloom_desktop.window.analysing import Analysing
from gridloom_desktop.window.analysis_panel import AnalysisPanel
from gridloom_desktop.window.asking.asking import Asking
from gridloom_desktop.window.asking.selecting import Selecting
from gridloom_desktop.window.attribute_table.table_tabs import TableTabs
from gridloom_desktop.window.chart_panel import ChartPanel
from gridloom_desktop.window.deleting import Deleting
from gridloom_desktop.window.editing.editing import Editing
from gridloom_desktop.window.feature_panel import FeaturePanel
from gridloom_desktop.window.going_round import GoingRound
from gridloom_desktop.window.ground.basemapping import Basemapping
from gridloom_desktop.window.ground.grounds import Grounds
from gridloom_desktop.window.history.retelling import Retelling
from gridloom_desktop.window.identifying import Identifying
from gridloom_desktop.window.importing import Importing
from gridloom_desktop.window.layer_tree import LayerTree
from gridloom_desktop.window.manual.helping import Helping
from gridloom_desktop.window.map.comparing import Comparing
from gridloom_desktop.window.map.hovering import Hovering
from gridloom_desktop.window.map.tool_strip import ToolStrip
from gridloom_desktop.window.map.tooling import Tooling
from gridloom_desktop.window.map.tools import TOOLS
from gridloom_desktop.window.map_window import MapWindow
from gridloom_desktop.window.mnemonics import FormLetters
from gridloom_desktop.window.panels import Panel
from gridloom_desktop.window.previewing import Previewing
from gridloom_desktop.window.printing import Printing
from gridloom_desktop.window.publishing import Publishing
from gridloom_desktop.window.qgis_opening import QgisOpening
from gridloom_desktop.window.renaming import Renaming
from gridloom_desktop.window.result_panel import ResultPanel
from gridloom_desktop.window.task_panel import TaskPanel
from gridloom_desktop.window.time.multiplying import Multiplying
from gridloom_desktop.window.time.time_bar import TimeBar
from gridloom_desktop.window.time.timing import Timing
from gridloom_desktop.window.undoing import Undoing
from gridloom_desktop.window.watching import Watching
from gridloom_layers.language import tr


class Workbench(QObject):
    """The parts of a window beside its map, put together here; they do not know each other."""

    def __init__(self, window: MapWindow) -> None:
        super().__init__(window)
        self._window = window
        session, operations, canvas = window.session, window.operations, window.canvas
        self.layers, self.feature, self.time = LayerTree(session), FeaturePanel(), TimeBar()
        self.analyses, self.result = AnalysisPanel(catalogue()), ResultPanel()
        self.tasks, self.tables = (
            TaskPanel(operations),
            TableTabs(session, operations, window.carrying),
        )
        self.charts = ChartPanel(session, operations, window.carrying)
        self.identifying = Identifying(session, operations, canvas, self.feature)
        self.asking = Asking(session, operations, canvas, self.identifying)
        self.undoing = Undoing(session, operations)
        self.retelling = Retelling(session, operations, self.undoing, window)
        self.grounds = Grounds(session, operations, window)
        self.basemapping = Basemapping(session, operations, self.grounds, window.mapping, canvas)
        self.tooling = Tooling(session, operations, canvas)
        self.hovering = Hovering(session, operations, canvas)
        self.comparing = Comparing(session, operations, self.grounds, window.pair)
        self.timing = Timing(session, operations, self.time)
        self.multiplying = Multiplying(session, operations, canvas, self.timing.go, window)
        self.analysing = Analysing(session, operations, self.analyses, self.result)
        self.previewing = Previewing(session, operations, self.analyses, window.mapping, canvas)
        self.publishing = Publishing(session, operations, window, window.status)
        self.multiplying.tell = self.publishing.tell
        self.printing = Printing(session, operations, window, window.status)
        self.in_qgis = QgisOpening(session, operations, window.preferences, window, window.status)
        self.editing = Editing(session, operations, canvas, window.preferences, window)
        self.importing = Importing(session, operations, window)
        self.deleting = Deleting(session, operations, window)
        self.renaming = Renaming(session, operations, window)
        self.watching = Watching(session, operations, window)
        self.going = GoingRound(window)
        window.middle.addWidget(self.time)
        for panel in self._panels():
            window.panels.add(panel)
        self._connect()
        self._connect_panels()

    def _panels(self) -> tuple[Panel, ...]:
        return (
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

    @property
    def parts(self) -> tuple[object, ...]:
        """The parts, in the order in which their commands stand in the menus."""
        window = self._window
        return (
            self.importing, self.in_qgis, self.undoing, self.retelling, self.editing,
            window.navigating, self.tooling, self.comparing, self.timing, self.multiplying,
            self.basemapping, self.grounds, window.panels, self.going, self.layers, self.tables,
            self.charts, self.asking,
            Selecting(window.session, self.asking, window), self.analysing, self.publishing,
            self.printing, Helping(window, window.panels, window.canvas), self.result,
            self.previewing, self.hovering, self.watching,
        )  # fmt: skip

    def _connect(self) -> None:
        publishing, navigating = self.publishing, self._window.navigating
        self.time.multiplied.connect(self.multiplying.open)
        self.retelling.change_asked.connect(self.analysing.refill)
        self.retelling.import_asked.connect(self.importing.repeat)
        self.retelling.answered.connect(self.analysing.reopen)
        self.retelling.saved.connect(publishing.tell_written)
        self.asking.saved.connect(publishing.tell)
        self.charts.saved.connect(publishing.tell)
        self._window.canvas.moved.connect(self.charts.put_off)
        self.result.saved.connect(publishing.save_charts)
        self.tables.to_show.connect(navigating.zoom_to_rows)
        self.tables.said.connect(self._window.say)
        self.watching.said.connect(self._window.say)
        self.feature.corrected.connect(self.editing.correct_field)
        self.feature.edits_asked.connect(self.editing.show_edits)
        self.layers.zoom_asked.connect(navigating.zoom_to_layer)
        self.layers.zoom_asked.connect(self.basemapping.zoom_to)
        self.layers.table_asked.connect(self.tables.open)
        self.layers.deletion_asked.connect(self.deleting.ask)
        self.layers.renaming_asked.connect(self.renaming.ask_of_layer)
        self.result.renaming_asked.connect(self.renaming.ask)
        self.tables.renaming_asked.connect(self.renaming.ask_table)
        self.result.deletion_asked.connect(self.deleting.ask_result)
        self.layers.basemap_asked.connect(self.basemapping.choose)
        self.layers.tones_asked.connect(self.basemapping.show_tones)
        self.importing.imported.connect(navigating.zoom_to_table)
        self.importing.tiles_dropped.connect(self.basemapping.add)

    def _connect_panels(self) -> None:
        """Bring panels to the front when there is something new on them."""
        show = self._window.panels.show
        for signal in (self.analysing.refused, self.analysing.asked_for):
            signal.connect(partial(show, "analysis"))
        self.analysing.answered.connect(partial(show, "result"))
        self.identifying.found.connect(partial(show, "feature"))
        self.asking.asked_for.connect(partial(show, "ask"))
        self.tables.opened.connect(partial(show, "tables"))
        self.charts.wanted.connect(partial(show, "charts"))

    def arrange_tools(self, actions: Mapping[str, QAction]) -> None:
        """Put the tools over the map."""
        canvas = self._window.canvas
        strip = ToolStrip(canvas, [actions[tool.name] for tool in TOOLS])
        strip.resized.connect(partial(self._cover, strip))
        self._cover(strip)
        docks, bar = self._window.panels.docks, self._window.menus.bar
        self._window.panels.visited.connect(self.going.enter)
        FormLetters(self.analyses, bar)
        self.going.lead((canvas, *docks, self.time, strip, bar))

    def _cover(self, strip: ToolStrip) -> None:
        """Let no label be placed under the tools."""
        self._window.canvas.covered = [strip.box]

    def begin(self) -> None:
        """Show what belongs to the map that is there."""
        self._window.session.tell_again()
        self._window.status.name_crs()
        self.basemapping.begin()
        if self._window.session.is_new:
            self.analysing.show_newest()
