"""What comes onto the map when a workspace is opened, and where the map looks then."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsProject,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..calling.faults import Fault
from ..language import tr
from ..plain import one_line
from .definition import DefinedLayer, read_definition
from .taking_over import mark_style

if TYPE_CHECKING:
    from qgis.gui import QgisInterface

    from ..background import Background
    from .asking import Asker
    from .described import Workspace
    from .map_layers import MapLayers
    from .released import Released

MARGIN = 1.05


class Opening(QObject):
    """Adds the layers of a newly opened workspace one by one, so that QGIS never stands still."""

    failed = pyqtSignal(object)
    done = pyqtSignal()

    def __init__(
        self,
        iface: QgisInterface,
        asker: Asker,
        layers: MapLayers,
        released: Released,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._released = released
        self._iface = iface
        self._asker = asker
        self._layers = layers
        self._left: list[DefinedLayer] = []
        self._workspace: Workspace | None = None
        self._asked: Background | None = None
        self._next = QTimer(self)
        self._next.setInterval(0)
        self._next.timeout.connect(self._add_next)

    @property
    def is_busy(self) -> bool:
        """Whether layers are still to be added."""
        return self._next.isActive()

    def begin(self, workspace: Workspace) -> None:
        """Put on the map what Gridloom's window shows; what is there already stays as it is."""
        if self._layers.of(workspace.path):
            return
        file = self._released.new_file(workspace, ".qlr")
        self._asked = self._asker.ask(
            tr("Layers of “{name}”", name=one_line(workspace.name, 60)),
            ["publish", str(workspace.path), "qgis", "--shown", f"--out={file}"],
            lambda found: self._take(workspace, found),
            read=_read,
        )

    def end(self) -> None:
        """Add nothing more: the workspace is closed."""
        if self._asked is not None and self._asker.is_open(self._asked):
            self._asked.cancel()
        if self._next.isActive():
            self._next.stop()
            self._iface.mapCanvas().freeze(False)
        self._left = []

    def _take(self, workspace: Workspace, found: list[DefinedLayer]) -> None:
        project = QgsProject.instance()
        if not project.mapLayers():
            project.setCrs(QgsCoordinateReferenceSystem(workspace.crs))
        self._workspace, self._left = workspace, found
        self._iface.mapCanvas().freeze(True)
        self._next.start()

    def _add_next(self) -> None:
        workspace = self._workspace
        if workspace is None or not self._left:
            self._next.stop()
            self._finish()
            return
        one = self._left.pop(0)
        try:
            layer = one.made()
        except Fault as fault:
            self.failed.emit(fault)
            return
        mark_style(layer)
        place = workspace.path, workspace.name
        self._layers.add(layer, place, one.groups, visible=one.visible, below=True)

    def _finish(self) -> None:
        canvas = self._iface.mapCanvas()
        extent = QgsRectangle() if self._workspace is None else _extent(self._workspace)
        canvas.freeze(False)
        if not extent.isEmpty():
            extent.scale(MARGIN)
            canvas.setExtent(extent)
        canvas.refresh()
        self.done.emit()


def _extent(workspace: Workspace) -> QgsRectangle:
    """Return where the tables of a workspace lie, in the CRS of the project.

    Gridloom knows it: a file would have to be read for it.
    """
    extent = QgsRectangle()
    for table in workspace.tables:
        if table.extent:
            extent.combineExtentWith(QgsRectangle(*table.extent))
    project = QgsProject.instance()
    own = QgsCoordinateReferenceSystem(workspace.crs)
    return QgsCoordinateTransform(own, project.crs(), project).transformBoundingBox(extent)


def _read(told: dict[str, Any]) -> list[DefinedLayer]:
    return read_definition(Path(told["file"]))
