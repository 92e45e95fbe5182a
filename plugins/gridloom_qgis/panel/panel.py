"""The panel: the dock, the open workspace and QGIS's project, brought together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsFeature, QgsMapLayer, QgsProject
from qgis.PyQt.QtCore import QObject, Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QFileDialog

from ..language import tr
from ..messages import inform
from .acts import Acts
from .asking import Asker
from .detached import Window
from .dock import Dock
from .dropping import DropHandler
from .entries import Key, entries_of
from .linked_tool import LinkedTool
from .linking import Linking
from .map_layers import MapLayers
from .mapping import Mapping
from .opening import Opening
from .released import Released
from .remembering import remember, remembered
from .reporting import Reporting
from .session import Session, recent_workspaces
from .tools import Tools

if TYPE_CHECKING:
    from qgis.core import QgsFeature, QgsMapLayer
    from qgis.gui import QgisInterface

    from ..calling.conversation import Conversation
    from ..calling.faults import Fault
    from .described import Workspace


class Panel(QObject):
    """All that the plugin adds to QGIS's window but its menu; ``remove`` takes it out again.

    ``tell`` shows the user what went wrong.
    """

    def __init__(
        self,
        iface: QgisInterface,
        conversation: Conversation,
        icon: QIcon,
        tell: Callable[[Fault], None],
    ) -> None:
        super().__init__(iface.mainWindow())
        self._iface, self._say = iface, tell
        self._wanted: Key | None = None
        self._project = QgsProject.instance()
        self.asker = Asker(conversation, self)
        self.session = Session(self.asker, self)
        self.layers = MapLayers(self._project, self)
        self.released = Released(self._project, self)
        self.mapping = Mapping(self.asker, self.layers, self.released, self)
        self.opening = Opening(iface, self.asker, self.layers, self.released, self)
        self.acts = Acts(iface, self.asker, self.session, self.mapping, self.layers, self)
        self.dock = Dock(iface.mainWindow())
        self.dock.tools.setIconSize(iface.iconSize(True))
        self.tools = Tools(self.dock.tools, icon)
        self.linking = Linking(iface, self.asker, self.session, self.layers, self.dock.linked, self)
        self.reporting = Reporting(
            self.asker, self.session, self.dock.reports, iface.mainWindow(), self
        )
        self.window = Window(self)
        self.tool = LinkedTool(iface.mapCanvas())
        self.tool.setAction(self.tools.linked)
        self._drops = DropHandler(self.open)
        self._connect()
        iface.registerCustomDropHandler(self._drops)
        iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        self._restore()

    def open(self, path: Path) -> None:
        """Open a workspace and show it."""
        self.dock.setUserVisible(True)
        self.session.open(path)

    def show(self, path: Path, key: Key | None) -> None:
        """Open a workspace where it is not open yet, and put one of its entries on the map."""
        self._wanted = key
        workspace = self.session.workspace
        if workspace is not None and workspace.path == path.resolve():
            self.dock.setUserVisible(True)
            self._put_wanted(workspace)
        else:
            self.open(path)

    def choose(self) -> None:
        """Ask for the folder of a workspace and open it; Gridloom says where it is none."""
        last = next(iter(recent_workspaces()), Path.home())
        title = tr("Open Workspace")
        chosen = QFileDialog.getExistingDirectory(self.dock, title, str(last.parent))
        if chosen:
            self.open(Path(chosen))

    def remove(self) -> None:
        """Take everything out of QGIS, and end what is under way."""
        self._project.readProject.disconnect(self._restore)
        self._project.cleared.disconnect(self.session.close)
        self.session.close()
        self.layers.end()
        self.opening.end()
        self.window.end()
        self.reporting.end()
        self.asker.end()
        self.released.end()
        self._iface.mapCanvas().unsetMapTool(self.tool)
        self._iface.unregisterCustomDropHandler(self._drops)
        self._iface.removeDockWidget(self.dock)
        for part in (self.tool, self.dock, self):
            part.deleteLater()

    def _connect(self) -> None:
        for part in (self.asker, self.mapping, self.opening, self.window):
            part.failed.connect(self._tell)
        self.asker.busy.connect(self.dock.show_busy)
        self.asker.doing.connect(self.dock.show_doing)
        self.asker.noted.connect(lambda told: inform(self._iface.messageBar(), told))
        self.session.opened.connect(self._show)
        self.session.opened.connect(self.opening.begin)
        self.session.opened.connect(self._follow)
        self.session.opened.connect(self._put_wanted)
        self.session.renewed.connect(self._renew)
        self.session.outdated.connect(lambda: self.dock.show_outdated(True))
        self.session.lost.connect(self._tell)
        self.session.closed.connect(self._show_none)
        self.session.closed.connect(self.opening.end)
        self.layers.changed.connect(self._mark)
        self._project.readProject.connect(self._restore)
        self._project.cleared.connect(self.session.close)
        self._connect_dock()
        self._connect_tools()

    def _connect_dock(self) -> None:
        dock = self.dock
        dock.contents.ticked.connect(self.acts.tick)
        dock.contents.menu_asked.connect(self.acts.fill)
        dock.dropped.connect(self.open)
        dock.start.chosen.connect(self.open)
        dock.start.asked.connect(self.choose)
        dock.refresh_asked.connect(self.session.refresh)
        dock.tabs.currentChanged.connect(self._remember)
        self.reporting.saved.connect(lambda told: inform(self._iface.messageBar(), told))

    def _connect_tools(self) -> None:
        tools = self.tools
        tools.open.triggered.connect(self.choose)
        tools.chosen.connect(self.open)
        tools.refresh.triggered.connect(self.session.refresh)
        tools.close.triggered.connect(self.session.close)
        tools.measure.triggered.connect(lambda: self.acts.write_measure())
        tools.linked.triggered.connect(self._use_tool)
        tools.window.triggered.connect(self._open_window)
        self.dock.linked.use_tool(tools.linked)
        self.tool.picked.connect(self._picked)
        self.tool.missed.connect(self.linking.forget)

    def _tell(self, fault: Fault) -> None:
        self._say(fault)
        self._mark()

    def _show(self, workspace: Workspace) -> None:
        self.dock.show_workspace(workspace)
        self.tools.enable(True)
        self.linking.forget()
        self._mark()
        self._remember()

    def _put_wanted(self, workspace: Workspace) -> None:
        """Put on the map what was asked for in QGIS's browser."""
        wanted, self._wanted = self._wanted, None
        for part in entries_of(workspace).values():
            for entry in part:
                if entry.key == wanted:
                    self.acts.tick(entry, True)

    def _show_none(self) -> None:
        self.dock.show_workspace(None)
        self.tools.enable(False)
        self.linking.forget()
        self._remember()

    def _renew(self, workspace: Workspace) -> None:
        self._show(workspace)
        self._follow(workspace)

    def _follow(self, workspace: Workspace) -> None:
        """Have the layers of a workspace show its newest commit, those of a project too."""
        entries = (entry for part in entries_of(workspace).values() for entry in part)
        self.mapping.renew(workspace, {entry.key: entry for entry in entries})

    def _mark(self) -> None:
        """Tick in the list what is on the map."""
        workspace = self.session.workspace
        if workspace is not None:
            self.dock.contents.model.mark(self.layers.seen(workspace.path))

    def _use_tool(self, wanted: bool) -> None:
        canvas = self._iface.mapCanvas()
        if wanted:
            canvas.setMapTool(self.tool)
            self.dock.tabs.setCurrentWidget(self.dock.linked)
        else:
            canvas.unsetMapTool(self.tool)

    def _picked(self, layer: QgsMapLayer, feature: QgsFeature) -> None:
        self.dock.tabs.setCurrentWidget(self.dock.linked)
        self.linking.pick(layer, feature)

    def _open_window(self) -> None:
        if self.session.workspace is not None:
            self.window.open(self.session.workspace.path)

    def _remember(self) -> None:
        workspace = self.session.workspace
        remember(workspace.path if workspace else None, self.dock.tabs.currentIndex())

    def _restore(self) -> None:
        """Open what the project had open."""
        path, tab = remembered()
        if path is not None:
            self.dock.tabs.setCurrentIndex(tab)
            self.session.open(path)
