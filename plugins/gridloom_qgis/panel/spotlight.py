"""A shape lit up on the map in QGIS's colour for what was identified."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import (
    Qgis,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
    QgsSettings,
)  # fmt: skip
from qgis.gui import QgsHighlight
from qgis.PyQt.QtGui import QColor

if TYPE_CHECKING:
    from qgis.core import QgsCoordinateReferenceSystem
    from qgis.gui import QgsMapCanvas

ROOM = 4.0
"""How much wider than a shape the map is when it is gone to."""
LEAST_M = 150.0


class Spotlight:
    """At most one shape of the map that is lit up."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        self._canvas = canvas
        self._shown: QgsHighlight | None = None

    def show(self, shape: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> None:
        """Light up a shape in place of the one before."""
        self.hide()
        self._shown = QgsHighlight(self._canvas, self._placed(shape, crs), None)
        settings = QgsSettings()
        usual = QColor(Qgis.DEFAULT_HIGHLIGHT_COLOR).name()
        colour = QColor(settings.value("Map/highlight/color", usual))
        self._shown.setColor(colour)
        colour.setAlpha(settings.value("Map/highlight/colorAlpha", 63, type=int))
        self._shown.setFillColor(colour)
        self._shown.setWidth(2)
        self._shown.show()

    def go_to(self, shape: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> None:
        """Light up a shape and have the map show it with some room around it."""
        self.show(shape, crs)
        box = QgsRectangle(self._placed(shape, crs).boundingBox())
        box.scale(ROOM)
        units = self._canvas.mapUnitsPerPixel()
        if box.width() < units or box.height() < units:
            box = QgsRectangle.fromCenterAndSize(box.center(), self._around(), self._around())
        self._canvas.setExtent(box)
        self._canvas.refresh()

    def hide(self) -> None:
        """Light up nothing."""
        if self._shown is not None:
            self._canvas.scene().removeItem(self._shown)
            self._shown = None

    def _around(self) -> float:
        """Return how much of the map is shown around a point, in its units."""
        return min(self._canvas.extent().width(), 20 * LEAST_M)

    def _placed(self, shape: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> QgsGeometry:
        """Return a shape in the CRS of the map."""
        placed = QgsGeometry(shape)
        own = self._canvas.mapSettings().destinationCrs()
        placed.transform(QgsCoordinateTransform(crs, own, QgsProject.instance()))
        return placed
