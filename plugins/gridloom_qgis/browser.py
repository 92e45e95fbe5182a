"""Workspaces in QGIS's browser: a folder ``NAME.gridloom`` is one item with what it holds.

Its layers are QGIS's own items, which can be dragged onto a map; measures, results and records come
onto the map through the panel, as Gridloom draws and releases them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsDataCollectionItem,
    QgsDataItem,
    QgsDataItemProvider,
    QgsDataProvider,
    QgsErrorItem,
    QgsLayerItem,
)
from qgis.gui import QgsDataItemGuiContext, QgsDataItemGuiProvider
from qgis.PyQt import sip
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QMenu

from .calling.conversation import Conversation
from .calling.faults import Fault
from .language import tr
from .panel.asking import understood
from .panel.described import Workspace, read
from .panel.entries import LAYERS, Entry, Key, entries_of
from .panel.session import is_workspace
from .plain import one_line

ENDING = ".gridloom"
NAME = "Gridloom"
Show = Callable[[Path, "Key | None"], None]


class WorkspaceItem(QgsDataCollectionItem):
    """A workspace; what it holds is asked of Gridloom when it is unfolded, in QGIS's thread."""

    def __init__(
        self, parent: QgsDataItem | None, path: Path, icon: QIcon, conversation: Conversation
    ) -> None:
        super().__init__(parent, path.stem, str(path), "gridloom")
        self.folder = path
        self._conversation = conversation
        self.setIcon(icon)
        self.setToolTip(str(path))

    def createChildren(self) -> list[QgsDataItem]:  # noqa: N802
        """Return the layers first, then what only the panel can draw."""
        try:
            answer = self._conversation.ask(["describe", str(self.folder)])
            return understood(self._items, answer)
        except Fault as fault:
            return [QgsErrorItem(self, one_line(fault), f"{self.path()}/fault")]

    def _items(self, told: dict[str, Any]) -> list[QgsDataItem]:
        workspace = read(told)
        parts = entries_of(workspace)
        items = [_layer(self, workspace, one) for one in parts.pop(LAYERS)]
        rest = (one for part in parts.values() for one in part if one.mappable)
        return [*items, *(EntryItem(self, self.folder, one) for one in rest)]


class EntryItem(QgsDataItem):
    """A measure, a result or records with a place: a double click has the panel draw it."""

    def __init__(self, parent: WorkspaceItem, folder: Path, entry: Entry) -> None:
        place = f"{parent.path()}/{entry.kind}/{entry.name}"
        super().__init__(Qgis.BrowserItemType.Custom, parent, one_line(entry.title), place)
        self.folder, self.key = folder, entry.key
        self.setToolTip(one_line(entry.about))
        self.setIcon(QgsApplication.getThemeIcon("/mIconVector.svg"))
        self.setState(Qgis.BrowserItemState.Populated)


class Workspaces(QgsDataItemProvider):
    """Takes folders of workspaces from QGIS's own look into folders."""

    def __init__(self, icon: QIcon, conversation: Conversation) -> None:
        super().__init__()
        self._icon, self._conversation = icon, conversation

    def name(self) -> str:
        """Return the name of the provider."""
        return NAME

    def capabilities(self) -> int:
        """Return that it is asked about folders."""
        later = getattr(Qgis, "DataItemProviderCapability", None)  # QGIS 3.36 has moved it
        return getattr(QgsDataProvider, "Dir") if later is None else later.Directories  # noqa: B009

    def handlesDirectoryPath(self, path: str) -> bool:  # noqa: N802
        """Return whether QGIS shall not list this folder itself."""
        folder = path.removeprefix("project:").removeprefix("favorites:")  # items above it
        return folder.endswith(ENDING) and is_workspace(Path(folder))

    def createDataItem(self, path: str, parent: QgsDataItem | None) -> QgsDataItem | None:  # noqa: N802
        """Return the item of a folder that is a workspace."""
        if not self.handlesDirectoryPath(path):
            return None
        item = WorkspaceItem(parent, Path(path), self._icon, self._conversation)
        # else Python's part goes with that of the folder's item; None is QGIS
        sip.transferto(item, None)  # pyright: ignore[reportArgumentType]
        return item


class WorkspaceActs(QgsDataItemGuiProvider):
    """What a double click and the menu of an item do; ``show`` has the panel do it."""

    def __init__(self, show: Show) -> None:
        super().__init__()
        self._show = show

    def name(self) -> str:
        """Return the name of the provider."""
        return NAME

    def handleDoubleClick(self, item: QgsDataItem, _: QgsDataItemGuiContext) -> bool:  # noqa: N802
        """Open a workspace, or put an entry on the map."""
        shown = isinstance(item, (WorkspaceItem, EntryItem))
        if shown:
            self._show(item.folder, getattr(item, "key", None))
        return shown

    def populateContextMenu(  # noqa: N802
        self,
        item: QgsDataItem,
        menu: QMenu,
        _selected: list[QgsDataItem],
        _context: QgsDataItemGuiContext,
    ) -> None:
        """Offer to open a workspace, or to put an entry on the map."""
        if isinstance(item, WorkspaceItem):
            menu.addAction(tr("Open in Gridloom Panel"), lambda: self._show(item.folder, None))
        elif isinstance(item, EntryItem):
            menu.addAction(tr("Show on Map"), lambda: self._show(item.folder, item.key))


def _layer(parent: WorkspaceItem, workspace: Workspace, entry: Entry) -> QgsDataItem:
    """Return QGIS's own item of a layer, which it opens from the workspace's file."""
    kinds = Qgis.BrowserLayerType
    known = {"area": kinds.Polygon, "line": kinds.Line, "point": kinds.Point}
    table = workspace.table(entry.name)
    file = "" if table is None else str(table.file)
    kind = known.get(entry.geometry or "", kinds.Vector)
    return QgsLayerItem(
        parent, one_line(entry.title), f"{parent.path()}/{entry.name}", file, kind, "ogr"
    )
