"""The tool of the map that asks what is linked to the row that is clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsVectorLayer, QgsWkbTypes
from qgis.gui import QgsMapToolIdentify
from qgis.PyQt.QtCore import Qt, pyqtSignal

from ..manifest import ROW_KEY
from ..properties import TABLE_OF, WORKSPACE_OF

if TYPE_CHECKING:
    from qgis.core import QgsMapLayer
    from qgis.gui import QgsMapCanvas, QgsMapMouseEvent


class LinkedTool(QgsMapToolIdentify):
    """``picked`` has the layer and the feature; ``missed`` comes where there is none."""

    picked = pyqtSignal(object, object)
    missed = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self.setCursor(Qt.CursorShape.WhatsThisCursor)

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: N802
        """Take the smallest row of a workspace under the mouse: outlines lie above buildings."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        layers = [one for one in self.canvas().layers() if is_asked(one)]
        place, mode = event.pixelPoint(), QgsMapToolIdentify.IdentifyMode.TopDownAll
        found = self.identify(place.x(), place.y(), layers, mode) if layers else []
        if found:
            smallest = min(found, key=_size)
            self.picked.emit(smallest.mLayer, smallest.mFeature)
        else:
            self.missed.emit()


def _size(found: QgsMapToolIdentify.IdentifyResult) -> tuple[int, float]:
    """Return how large a shape is: points before lines before areas."""
    shape = found.mFeature.geometry()
    return QgsWkbTypes.wkbDimensions(shape.wkbType()), shape.area() or shape.length()


def is_asked(layer: QgsMapLayer) -> bool:
    """Return whether the rows of a layer are those of a table of a workspace."""
    if not isinstance(layer, QgsVectorLayer) or not layer.customProperty(WORKSPACE_OF):
        return False
    return bool(layer.customProperty(TABLE_OF)) and layer.fields().indexOf(ROW_KEY) >= 0
