"""The plugin as QGIS sees it: what it adds to QGIS, and takes away again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsApplication

from .calling.conversation import Conversation
from .calling.faults import Fault
from .language import tr
from .processing.provider import GridloomProvider

if TYPE_CHECKING:
    from qgis.gui import QgisInterface
    from qgis.PyQt.QtWidgets import QAction

    from .setting_up.notices import Notices


class GridloomPlugin:
    """Adds the provider, and where QGIS has a window its menu and panel."""

    def __init__(self, iface: QgisInterface | None) -> None:
        self._iface = iface
        self.conversation = Conversation()
        self._provider: GridloomProvider | None = None
        self._actions: list[QAction] = []
        self._notices: Notices | None = None

    def initProcessing(self) -> None:  # noqa: N802 - qgis_process calls this alone
        """Add the provider of algorithms."""
        self._provider = GridloomProvider(
            self.conversation, waits=self._iface is None, tell=self._tell
        )
        QgsApplication.processingRegistry().addProvider(self._provider)

    def initGui(self) -> None:  # noqa: N802
        """Add what QGIS shows."""
        from .setting_up.actions import actions
        from .setting_up.notices import Notices

        assert self._iface is not None  # noqa: S101 - QGIS calls this with its window only
        set_up, doctor = actions(self._iface, self.conversation)
        self._notices = Notices(self._iface, set_up, doctor)
        self._actions = [set_up, doctor]
        for action in self._actions:
            self._iface.addPluginToMenu(tr("Gridloom"), action)
        self.initProcessing()
        self._notices.tell_where_missing()

    def _tell(self, fault: Fault) -> None:
        """Say once in QGIS's message bar why there are no algorithms."""
        if self._notices is not None:
            self._notices.tell(fault)

    def unload(self) -> None:
        """Take everything away again and end the command."""
        if self._iface is not None:
            for action in self._actions:
                self._iface.removePluginMenu(tr("Gridloom"), action)
                action.deleteLater()
        self._actions = []
        if self._provider is not None:
            QgsApplication.processingRegistry().removeProvider(self._provider)
            self._provider = None
        self.conversation.end()
