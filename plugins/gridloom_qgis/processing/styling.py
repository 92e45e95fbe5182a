"""Layers as they enter the project: in the style and under the title that Gridloom gives them."""

from __future__ import annotations

from qgis.core import (
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsVectorLayer,
)
from qgis.PyQt.QtXml import QDomDocument


class Styled(QgsProcessingLayerPostProcessorInterface):
    """Gives a layer the default style of the layer that Gridloom wrote."""

    def __init__(self, written: str) -> None:
        super().__init__()
        self._written = written

    def postProcessLayer(  # noqa: N802
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """Style it; runs in QGIS's main thread, once the layer is in the project."""
        if not isinstance(layer, QgsVectorLayer):
            return
        written = QgsVectorLayer(self._written, "", "ogr")
        _, found = written.loadDefaultStyle()
        if not found:
            return
        style = QDomDocument("qgis")
        written.exportNamedStyle(style)
        layer.importNamedStyle(style)
        layer.triggerRepaint()
