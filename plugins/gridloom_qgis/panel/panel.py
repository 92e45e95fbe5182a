"""The panel: what the dock asks for, done with the open workspace and QGIS's project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QObject, Qt
from qgis.PyQt.QtWidgets import QFileDialog

from ..language import tr
from .asking import Asker
from .dock import Dock
from .dropping import DropHandler
from .entries import Entry, entries_of
from .map_layers import MapLayers
from .mapping import Mapping
from .messages import tell
from .opening import Opening
from .session import Session, is_workspace, recent_workspaces
from .tools import Tools

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from ..calling.conversation import Conversation
    from ..calling.faults import Fault
    from .described import Workspace
    from .entries import Key


class Panel(QObject):
    """The dock and what stands behind it; ``remove`` takes all of it out of QGIS."""

    def __init__(self, iface: QgisInterface, conversation: Conversation) -> None:
        super().__init__(iface.mainWindow())
        self._iface = iface
        self.asker = Asker(conversation, self)
        self.session = Session(self.asker, self)
        self.layers = MapLayers(QgsProject.instance(), self)
        self.mapping = Mapping(self.asker, self.layers, self)
        self.dock = Dock(iface.mainWindow())
        self.dock.tools.setIconSize(iface.iconSize(True))
        self.tools = Tools(self.dock.tools)
        self.opening = Opening(iface, self.session, self.mapping, self.layers, self)
        self._drops = DropHandler(self.open)
        self._connect()
        iface.registerCustomDropHandler(self._drops)
        iface.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, self.dock)

    def open(self, path: Path) -> None:
        """Open a workspace and show it."""
        self.dock.setUserVisible(True)
        self.session.open(path)

    def choose(self) -> None:
        """Ask for the folder of a workspace and open it."""
        title = tr("Open Workspace")
        last = next(iter(recent_workspaces()), Path.home())
        chosen = QFileDialog.getExistingDirectory(self.dock, title, str(last.parent))
        if chosen and is_workspace(Path(chosen)):
            self.open(Path(chosen))
        elif chosen:
            self.session.open(Path(chosen))  # Gridloom says why it is none

    def remove(self) -> None:
        """Take everything out of QGIS."""
        self.asker.end()
        self._iface.unregisterCustomDropHandler(self._drops)
        self._iface.removeDockWidget(self.dock)
        self.dock.deleteLater()
        self.deleteLater()

    def _connect(self) -> None:
        self.asker.failed.connect(self._tell)
        self.mapping.failed.connect(self._tell)
        self.asker.busy.connect(self.dock.show_busy)
        self.session.opened.connect(self._show)
        self.session.renewed.connect(self._show)
        self.session.closed.connect(lambda: self.dock.show_workspace(None))
        self.layers.changed.connect(self._mark)
        self.dock.contents.ticked.connect(self._tick)
        self.dock.dropped.connect(self.open)
        self.dock.start.chosen.connect(self.open)
        self.dock.start.asked.connect(self.choose)
        self.tools.open.triggered.connect(self.choose)
        self.tools.refresh.triggered.connect(self.session.refresh)

    def _tell(self, fault: Fault) -> None:
        tell(self._iface.messageBar(), fault)
        self._mark()

    def _show(self, workspace: Workspace) -> None:
        self.dock.show_workspace(workspace)
        self.dock.contents.show_workspace(workspace)
        self._mark()

    def _mark(self) -> None:
        workspace = self.session.workspace
        if workspace is not None:
            self.dock.contents.model.mark(self.layers.shown(workspace.path))

    def _tick(self, entry: Entry, wanted: bool) -> None:
        workspace = self.session.workspace
        if workspace is None:
            return
        if wanted:
            self.mapping.put(workspace, entry)
        else:
            self.layers.remove(self.layers.showing(workspace.path, entry.key))


def entries_by_key(workspace: Workspace) -> dict[Key, Entry]:
    """Return all entries of a workspace."""
    return {entry.key: entry for part in entries_of(workspace).values() for entry in part}
