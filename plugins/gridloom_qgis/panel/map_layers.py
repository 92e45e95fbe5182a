"""Layers of a workspace in QGIS's project: found by what they say of themselves, and grouped."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import (
    QgsLayerTreeGroup,
    QgsLayerTreeLayer,
    QgsMapLayer,
    QgsProject,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..plain import one_line
from ..properties import RESULT_OF, TABLE_OF, WORKSPACE_OF, measures_of
from .entries import MEASURE, RESULT, TABLE, Key

if TYPE_CHECKING:
    from qgis.core import QgsLayerTreeNode


def key_of(layer: QgsMapLayer) -> Key | None:
    """Return which entry of its workspace a layer shows; None for layers of others."""
    if not layer.customProperty(WORKSPACE_OF):
        return None
    result, table = layer.customProperty(RESULT_OF), layer.customProperty(TABLE_OF)
    measures = measures_of(layer)
    if result:
        return RESULT, str(result)
    if measures:
        return MEASURE, next(iter(measures.values()))
    return (TABLE, str(table)) if table else None


class MapLayers(QObject):
    """The layers of workspaces in a project; ``changed`` tells that some came or went."""

    changed = pyqtSignal()

    def __init__(self, project: QgsProject, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.timeout.connect(self.changed)
        project.layersAdded.connect(self._later)
        project.layersRemoved.connect(self._later)
        project.layerTreeRoot().visibilityChanged.connect(self._later)

    @property
    def is_settling(self) -> bool:
        """Whether ``changed`` is about to come."""
        return self._settling.isActive()

    def of(self, path: Path) -> list[QgsMapLayer]:
        """Return the layers of a workspace."""
        layers = self._project.mapLayers().values()
        return [one for one in layers if _path_of(one.customProperty(WORKSPACE_OF)) == path]

    def shown(self, path: Path) -> set[Key]:
        """Return which entries of a workspace are on the map."""
        return {key for key in map(key_of, self.of(path)) if key is not None}

    def seen(self, path: Path) -> set[Key]:
        """Return which entries of a workspace are switched on."""
        shown = ((key_of(one), one) for one in self.of(path))
        return {key for key, layer in shown if key is not None and self._node(layer).isVisible()}

    def show(self, layers: Iterable[QgsMapLayer], *, visible: bool) -> None:
        """Switch layers on, with the groups that they lie in, or off."""
        for node in map(self._node, layers):
            if visible:
                node.setItemVisibilityCheckedParentRecursive(True)
            else:
                node.setItemVisibilityChecked(False)

    def showing(self, path: Path, key: Key) -> list[QgsMapLayer]:
        """Return the layers that show an entry."""
        return [layer for layer in self.of(path) if key_of(layer) == key]

    def add(
        self,
        layer: QgsMapLayer,
        workspace: tuple[Path, str],
        groups: Iterable[str] = (),
        *,
        visible: bool = True,
        below: bool = False,
    ) -> None:
        """Put a layer into groups within that of its workspace, told by its path and its name.

        It comes ``below`` all others there, else where none hides it, the group to the top.
        """
        layer.setCustomProperty(WORKSPACE_OF, workspace[0].as_posix())
        self._project.addMapLayer(layer, False)
        group = self._group(*workspace)
        for title in groups:
            group = _subgroup(group, title, below=below)
        place = len(group.children()) if below else _place(group, layer)
        node = group.insertLayer(place, layer)
        node.setItemVisibilityChecked(visible)
        node.setExpanded(visible)

    def remove(self, layers: Iterable[QgsMapLayer]) -> None:
        """Take layers off the map, and groups that are empty then."""
        for layer in list(layers):
            group = self._found(_path_of(layer.customProperty(WORKSPACE_OF)))
            self._project.removeMapLayer(layer.id())
            if group is not None:
                group.removeChildrenGroupWithoutLayers()

    def end(self) -> None:
        """Watch the project no longer."""
        self._settling.stop()
        self._project.layersAdded.disconnect(self._later)
        self._project.layersRemoved.disconnect(self._later)
        self._project.layerTreeRoot().visibilityChanged.disconnect(self._later)

    def _node(self, layer: QgsMapLayer) -> QgsLayerTreeLayer:
        return self._project.layerTreeRoot().findLayer(layer.id())

    def _group(self, path: Path, name: str) -> QgsLayerTreeGroup:
        found = self._found(path)
        if found is None:
            found = self._project.layerTreeRoot().insertGroup(0, one_line(name, 80))
            found.setCustomProperty(WORKSPACE_OF, path.as_posix())
        return found

    def _found(self, path: Path | None) -> QgsLayerTreeGroup | None:
        groups = self._project.layerTreeRoot().findGroups(True)
        return next((one for one in groups if path is not None
                     and _path_of(one.customProperty(WORKSPACE_OF)) == path), None)  # fmt: skip

    def _later(self, _layers: object) -> None:
        self._settling.start(0)


def _path_of(told: object) -> Path | None:
    return Path(str(told)) if told else None


def _subgroup(group: QgsLayerTreeGroup, title: str, *, below: bool) -> QgsLayerTreeGroup:
    """Return the group of a title, made where there is none; the topmost one unless ``below``."""
    found = next((one for one in group.findGroups() if one.name() == title), None)
    if found is None:
        return group.insertGroup(len(group.children()) if below else 0, title)
    if below or found is group.children()[0]:
        return found
    moved = found.clone()  # nodes of QGIS's tree are moved so
    group.insertChildNode(0, moved)
    group.removeChildNode(found)
    return moved


def _place(group: QgsLayerTreeGroup, layer: QgsMapLayer) -> int:
    """Return where a layer goes: below groups and below all of a kind that areas would hide."""
    own = _rank(layer)
    ranks = [_rank(_layer_of(node)) for node in group.children()]
    return max((place for place, rank in enumerate(ranks, 1) if rank < own), default=0)


def _layer_of(node: QgsLayerTreeNode) -> QgsMapLayer | None:
    """Return the layer of a node; None where it is a group."""
    return node.layer() if isinstance(node, QgsLayerTreeLayer) else None


def _rank(layer: QgsMapLayer | None) -> int:
    """Return how far down a layer lies: groups −1, points 0, lines 1, areas 2, others 3."""
    if layer is None:
        return -1
    if not isinstance(layer, QgsVectorLayer):
        return 3
    return QgsWkbTypes.wkbDimensions(layer.wkbType())
