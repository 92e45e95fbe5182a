"""The provider: one algorithm for each analysis that the command knows."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtGui import QIcon

from ..background import Background
from ..calling.catalogue import Catalogue, Entry
from ..calling.conversation import Conversation, IsCancelled
from ..calling.faults import Cancelled, Fault
from ..language import tr
from .algorithm import ICON, GridloomAlgorithm
from .destinations import RUNNING


class GridloomProvider(QgsProcessingProvider):
    """The group “Gridloom” of the toolbox.

    ``waits`` says whether to ask the command at once where no catalogue is kept, as
    ``qgis_process`` must; QGIS's window has a task ask. ``tell`` gets the fault where the command
    cannot tell its analyses.
    """

    outdated = pyqtSignal()
    """The command that was started knows other analyses than those that are shown."""

    def __init__(
        self,
        conversation: Conversation,
        *,
        waits: bool = True,
        tell: Callable[[Fault], None] = lambda _: None,
    ) -> None:
        super().__init__()
        self._conversation, self._waits, self._tell = conversation, waits, tell
        self._catalogue = Catalogue(conversation)
        self._fault: Fault | None = None
        self._task: Background | None = None
        self._unloaded = False
        self.outdated.connect(self._ask_later)
        conversation.on_start.append(self._compare)

    def id(self) -> str:
        """Return how algorithms are named: ``gridloom:hotspots``."""
        return "gridloom"

    def name(self) -> str:
        """Return the title of the group."""
        return "Gridloom"

    def icon(self) -> QIcon:
        """Return Gridloom's icon."""
        return QIcon(str(ICON))

    def svgIconPath(self) -> str:  # noqa: N802
        """Return the file of the icon."""
        return str(ICON)

    def supportsNonFileBasedOutput(self) -> bool:  # noqa: N802
        """Gridloom writes files only."""
        return False

    def defaultVectorFileExtension(self, hasGeometry: bool = True) -> str:  # noqa: N802, N803
        """GeoPackages are what Gridloom writes itself, with their style."""
        return "gpkg"

    def supportedOutputVectorLayerExtensions(self) -> list[str]:  # noqa: N802
        """Return what QGIS writes, but for formats whose texts a spreadsheet may run."""
        known = super().supportedOutputVectorLayerExtensions()
        return [one for one in known if one not in RUNNING]

    def supportedOutputTableExtensions(self) -> list[str]:  # noqa: N802
        """Return the same for tables."""
        return self.supportedOutputVectorLayerExtensions()

    def defaultRasterFileExtension(self) -> str:  # noqa: N802
        """Return the only format of rasters."""
        return "tif"

    def supportedOutputRasterLayerExtensions(self) -> list[str]:  # noqa: N802
        """Return the formats of rasters that Gridloom writes."""
        return ["tif"]

    def warningMessage(self) -> str:  # noqa: N802
        """Say why there are no algorithms, or none that run."""
        return "" if self._fault is None else str(self._fault)

    def loadAlgorithms(self) -> None:  # noqa: N802
        """Add an algorithm for each analysis that is known."""
        for entry in self._entries():
            self.addAlgorithm(GridloomAlgorithm(entry, self._conversation))

    def unload(self) -> None:
        """Listen to the command no longer."""
        if self._compare in self._conversation.on_start:
            self._conversation.on_start.remove(self._compare)
        self._unloaded = True
        super().unload()

    def _entries(self) -> list[Entry]:
        kept = self._catalogue.kept()
        if kept is not None:
            return kept
        if not self._waits:
            self._ask_later()
            return []
        return self._asked() or []

    def _asked(self, is_cancelled: IsCancelled | None = None) -> list[Entry] | None:
        """Ask the command, in any thread; None where it cannot tell or shall not."""
        try:
            entries, self._fault = self._catalogue.ask(is_cancelled), None
        except Cancelled:
            return None
        except Fault as fault:
            self._fault = fault
            return None
        return entries

    def _ask_later(self) -> None:
        """Have a task ask, unless one is at it."""
        if self._task is None:
            self._fault = None  # what was told of the last question is not told again
            title = tr("Asking Gridloom what it knows")
            self._task = Background(title, lambda task: self._asked(task.isCanceled))
            self._task.succeeded.connect(self._answered)
            self._task.failed.connect(lambda _: self._answered(None))
            self._task.start()

    def _answered(self, entries: object) -> None:
        """Show what was told; runs in the main thread."""
        self._task = None
        if self._unloaded:
            return
        if entries is not None:
            self.refreshAlgorithms()
        elif self._fault is not None:
            self._tell(self._fault)

    def _compare(self) -> None:
        """Look whether the command that was just started knows what is shown; in any thread."""
        if self._task is None and self._catalogue.kept() is not None and self._catalogue.outdated:
            if self._waits:
                self._asked()
            else:
                self.outdated.emit()
