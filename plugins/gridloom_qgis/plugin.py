"""The plugin as QGIS sees it: what it adds to QGIS, and takes away again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction

from .calling.conversation import Conversation
from .calling.faults import Fault
from .following import Following
from .language import tr
from .moving import Moving
from .processing.provider import GridloomProvider

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from .browser import WorkspaceActs, Workspaces
    from .panel.panel import Panel
    from .setting_up.notices import Notices

ICON = Path(__file__).with_name("icon.svg")


class GridloomPlugin:
    """Adds the provider, and where QGIS has a window its menu and panel."""

    def __init__(self, iface: QgisInterface | None) -> None:
        self._iface = iface
        self.conversation = Conversation()
        self.panel: Panel | None = None
        self._provider: GridloomProvider | None = None
        self._actions: list[QAction] = []
        self._notices: Notices | None = None
        self._browsing: tuple[Workspaces, WorkspaceActs] | None = None
        self._keeping: tuple[Following, Moving] | None = None

    def initProcessing(self) -> None:  # noqa: N802 - qgis_process calls this alone
        """Add the provider of algorithms, and have projects find their workspaces."""
        self._keep_projects()
        self._provider = GridloomProvider(
            self.conversation, waits=self._iface is None, tell=self._tell
        )
        QgsApplication.processingRegistry().addProvider(self._provider)

    def initGui(self) -> None:  # noqa: N802
        """Add what QGIS shows: the provider, the menu “Gridloom”, one button, the panel."""
        assert self._iface is not None  # noqa: S101 - QGIS calls this with its window only
        self._keep_projects()
        self._notices = self._add_setting_up(self._iface)
        self._add_panel(self._iface, self._notices)
        self._add_to_browser()
        for action in self._actions:
            self._iface.addPluginToMenu(tr("Gridloom"), action)
        self.initProcessing()

    def unload(self) -> None:
        """Take everything away again and end the command."""
        if self._provider is not None:
            QgsApplication.processingRegistry().removeProvider(self._provider)
            self._provider = None
        for one in self._keeping or ():
            one.end()
        self._keeping = None
        if self._iface is not None:
            self._remove_from_browser()
            self._remove_widgets(self._iface)
        self.conversation.end()

    def _keep_projects(self) -> None:
        """Have it done before the panel reads what a project says."""
        project = QgsProject.instance()
        self._keeping = self._keeping or (Following(project), Moving(project))

    def _add_panel(self, iface: QgisInterface, notices: Notices) -> None:
        from .panel.panel import Panel  # qgis_process has no window, so it needs no widgets

        icon = QIcon(str(ICON))
        self.panel = Panel(iface, self.conversation, icon, notices.tell)
        shown = self.panel.dock.toggleViewAction()
        shown.setText(tr("Gridloom Panel"))
        shown.setIcon(icon)
        opened = QAction(tr("Open Workspace…"), iface.mainWindow())
        opened.triggered.connect(self.panel.choose)
        self._actions = [shown, opened, *self._actions]
        iface.addToolBarIcon(shown)

    def _add_setting_up(self, iface: QgisInterface) -> Notices:
        from .setting_up.actions import actions
        from .setting_up.notices import Notices

        set_up, doctor = actions(iface, self.conversation)
        self._actions += [set_up, doctor]
        notices = Notices(iface, set_up, doctor)
        self.conversation.on_start.append(self._tell_that_it_works)
        notices.tell_where_missing()
        return notices

    def _add_to_browser(self) -> None:
        from qgis.gui import QgsGui

        from .browser import WorkspaceActs, Workspaces

        assert self.panel is not None  # noqa: S101 - it is added before
        self._browsing = (
            Workspaces(QIcon(str(ICON)), self.conversation),
            WorkspaceActs(self.panel.show),
        )
        QgsApplication.dataItemProviderRegistry().addProvider(self._browsing[0])
        QgsGui.dataItemGuiProviderRegistry().addProvider(self._browsing[1])

    def _remove_from_browser(self) -> None:
        from qgis.gui import QgsGui

        if self._browsing is not None:
            QgsApplication.dataItemProviderRegistry().removeProvider(self._browsing[0])
            QgsGui.dataItemGuiProviderRegistry().removeProvider(self._browsing[1])
            self._browsing = None

    def _remove_widgets(self, iface: QgisInterface) -> None:
        for action in self._actions:
            iface.removePluginMenu(tr("Gridloom"), action)
            iface.removeToolBarIcon(action)
            action.deleteLater()
        self._actions, self._notices = [], None
        if self.panel is not None:
            self.panel.remove()
            self.panel = None

    def _tell_that_it_works(self) -> None:
        """Hear of a start of the command, in any thread; nobody listens after the end."""
        notices = self._notices
        if notices is not None:
            notices.command_works.emit()

    def _tell(self, fault: Fault) -> None:
        """Say once in QGIS's message bar why there are no algorithms."""
        if self._notices is not None:
            self._notices.tell_once(fault)
