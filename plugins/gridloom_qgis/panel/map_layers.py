"""Layers of a workspace in QGIS's project: found by what they say of themselves, grouped, renewed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsLayerTreeGroup, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from .entries import LAYERS, MEASURES, RECORDS, RESULTS, Entry, Key, section_title
from .plain import one_line

if TYPE_CHECKING:
    from qgis.core import QgsLayerTreeNode, QgsMapLayer

    from .described import Workspace

WORKSPACE, TABLE, RESULT = "gridloom/workspace", "gridloom/table", "gridloom/result"
MEASURES_SHOWN, FILTER = "gridloom/measures", "gridloom/filter"
ON_TOP = {"point": 0, "line": 1, "area": 2}
"""Which kinds of layers lie above which: areas hide what lies below them."""


def key_of(layer: QgsMapLayer) -> Key | None:
    """Return which entry of its workspace a layer shows; None for layers of others."""
    if not layer.customProperty(WORKSPACE):
        return None
    result, table = layer.customProperty(RESULT), layer.customProperty(TABLE)
    measures = measures_of(layer)
    if result:
        return RESULTS, str(result)
    if measures:
        return MEASURES, next(iter(measures.values()))
    if not table:
        return None
    return (RECORDS if layer.customProperty(FILTER) is not None else LAYERS), str(table)


def measures_of(layer: QgsMapLayer) -> dict[str, str]:
    """Return which column of a layer is which measure."""
    try:
        told = json.loads(layer.customProperty(MEASURES_SHOWN) or "{}")
    except ValueError:
        return {}
    return {str(column): str(name) for column, name in told.items()} if told else {}


class MapLayers(QObject):
    """The layers of one workspace; ``changed`` tells that some came or went."""

    changed = pyqtSignal()

    def __init__(self, project: QgsProject, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.timeout.connect(self.changed)
        project.layersAdded.connect(self._later)
        project.layersRemoved.connect(self._later)

    def of(self, path: Path) -> list[QgsMapLayer]:
        """Return the layers of a workspace."""
        layers = self._project.mapLayers().values()
        return [layer for layer in layers if _is_of(layer, path)]

    def shown(self, path: Path) -> set[Key]:
        """Return which entries of a workspace are on the map."""
        return {key for key in map(key_of, self.of(path)) if key is not None}

    def showing(self, path: Path, key: Key) -> list[QgsMapLayer]:
        """Return the layers that show an entry."""
        return [layer for layer in self.of(path) if key_of(layer) == key]

    def add(self, workspace: Workspace, entry: Entry, layer: QgsVectorLayer) -> None:
        """Put a layer into the group of its workspace, points above lines above areas."""
        layer.setCustomProperty(WORKSPACE, str(workspace.path))
        self._project.addMapLayer(layer, False)
        group = self._group(workspace)
        if entry.section in (MEASURES, RESULTS):
            _section(group, entry.section).insertLayer(0, layer)
        else:
            group.insertLayer(_place(group, entry), layer)

    def remove(self, layers: Iterable[QgsMapLayer]) -> None:
        """Take layers off the map, and groups that are empty then."""
        path = None
        for layer in list(layers):
            path = layer.customProperty(WORKSPACE)
            self._project.removeMapLayer(layer.id())
        group = None if path is None else self._found(str(path))
        if group is not None:
            group.removeChildrenGroupWithoutLayers()

    def _group(self, workspace: Workspace) -> QgsLayerTreeGroup:
        found = self._found(str(workspace.path))
        if found is None:
            found = self._project.layerTreeRoot().insertGroup(0, one_line(workspace.name, 80))
            found.setCustomProperty(WORKSPACE, str(workspace.path))
        return found

    def _found(self, path: str) -> QgsLayerTreeGroup | None:
        groups = self._project.layerTreeRoot().findGroups(True)
        return next((one for one in groups if one.customProperty(WORKSPACE) == path), None)

    def _later(self, _layers: object) -> None:
        self._settling.start(0)


def _is_of(layer: QgsMapLayer, path: Path) -> bool:
    return layer.customProperty(WORKSPACE) == str(path)


def _section(group: QgsLayerTreeGroup, section: str) -> QgsLayerTreeGroup:
    """Return the group of measures or results, which lie above the layers."""
    for child in group.findGroups():
        if child.customProperty("gridloom/section") == section:
            return child
    made = group.insertGroup(0, section_title(section))
    made.setCustomProperty("gridloom/section", section)
    return made


def _place(group: QgsLayerTreeGroup, entry: Entry) -> int:
    """Return where a layer goes: below groups and below all that lies above its kind."""
    own = ON_TOP.get(entry.geometry or "", 3)
    above = [place for place, node in enumerate(group.children(), 1) if _rank(node) < own]
    return max(above, default=0)


def _rank(node: QgsLayerTreeNode) -> int:
    if isinstance(node, QgsLayerTreeGroup):
        return -1
    layer = node.layer()  # type: ignore[attr-defined] - it is one of a layer
    kind = layer.geometryType() if isinstance(layer, QgsVectorLayer) else 3
    return int(kind)
