"""What comes onto the map when a workspace is opened, and where the map looks then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsRectangle
from qgis.PyQt.QtCore import QObject, QTimer

from .entries import LAYERS, Entry, entries_of

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from .described import Workspace
    from .map_layers import MapLayers
    from .mapping import Mapping
    from .session import Session


class Opening(QObject):
    """Adds the layers of a newly opened workspace one by one, so that QGIS never stands still."""

    def __init__(
        self,
        iface: QgisInterface,
        session: Session,
        mapping: Mapping,
        layers: MapLayers,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._iface = iface
        self._session = session
        self._mapping = mapping
        self._layers = layers
        self._left: list[Entry] = []
        self._next = QTimer(self)
        self._next.setInterval(0)
        self._next.timeout.connect(self._add_next)
        session.opened.connect(self._begin)

    def _begin(self, workspace: Workspace) -> None:
        if self._layers.of(workspace.path):
            return  # it is on the map already, as the user has arranged it
        project = QgsProject.instance()
        if not project.mapLayers():
            project.setCrs(QgsCoordinateReferenceSystem(workspace.crs))
        self._left = entries_of(workspace)[LAYERS]
        self._next.start()

    def _add_next(self) -> None:
        workspace = self._session.workspace
        if workspace is None or not self._left:
            self._next.stop()
            if workspace is not None:
                self._look(workspace)
            return
        self._mapping.put(workspace, self._left.pop(0))

    def _look(self, workspace: Workspace) -> None:
        canvas = self._iface.mapCanvas()
        extent = QgsRectangle()
        for layer in self._layers.of(workspace.path):
            extent.combineExtentWith(canvas.mapSettings().layerExtentToOutputExtent(layer, layer.extent()))
        if not extent.isEmpty():
            extent.scale(1.05)
            canvas.setExtent(extent)
            canvas.refresh()
