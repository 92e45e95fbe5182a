"""The plugin as QGIS sees it: what it adds to QGIS, and takes away again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsApplication

from .calling.conversation import Conversation
from .calling.faults import Fault
from .processing.provider import GridloomProvider

if TYPE_CHECKING:
    from qgis.gui import QgisInterface


class GridloomPlugin:
    """Adds the provider, and where QGIS has a window its menu and panel."""

    def __init__(self, iface: QgisInterface | None) -> None:
        self._iface = iface
        self.conversation = Conversation()
        self._provider: GridloomProvider | None = None

    def initProcessing(self) -> None:  # noqa: N802 - qgis_process calls this alone
        """Add the provider of algorithms."""
        self._provider = GridloomProvider(
            self.conversation, waits=self._iface is None, tell=self._tell
        )
        QgsApplication.processingRegistry().addProvider(self._provider)

    def initGui(self) -> None:  # noqa: N802
        """Add what QGIS shows."""
        self.initProcessing()

    def _tell(self, fault: Fault) -> None:
        """Say once in QGIS's message bar why there are no algorithms."""
        if self._iface is not None:
            self._iface.messageBar().pushWarning("Gridloom", str(fault))

    def unload(self) -> None:
        """Take everything away again and end the command."""
        if self._provider is not None:
            QgsApplication.processingRegistry().removeProvider(self._provider)
            self._provider = None
        self.conversation.end()
