"""Layers written into files, by QGIS's own code in one go."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsFeatureRequest,
    QgsMemoryProviderUtils,
    QgsProcessingException,
    QgsVectorFileWriter,
    QgsVectorFileWriterTask,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
)
from qgis.PyQt.QtCore import Qt

from ..language import tr

SaveOptions = QgsVectorFileWriter.SaveVectorOptions


class Writing(QgsVectorFileWriterTask):
    """A layer on its way into a new file: made in the thread of the layer, written in any.

    The layer may change, or be removed, once this is made.
    """

    def __init__(self, layer: QgsVectorLayer, file: str, options: SaveOptions) -> None:
        super().__init__(layer, file, options)
        self._file, self._reason = file, ""
        self._feedback = options.feedback  # QGIS does not hold it
        direct = Qt.ConnectionType.DirectConnection  # it is heard in the thread that writes
        self.errorOccurred.connect(self._hear, direct)  # pyright: ignore[reportCallIssue]

    def _hear(self, code: int, reason: str) -> None:
        self._reason = reason

    def write(self) -> None:
        """Write the file, here and now; raise a sentence where that fails."""
        done = self.run()
        self.finished(done)  # which tells the reason
        if done:
            return
        Path(self._file).unlink(missing_ok=True)
        raise QgsProcessingException(
            tr("“{file}” cannot be written: {reason}", file=self._file, reason=self._reason)
        )


class Rows:
    """Some rows of a layer: made in the thread of the layer, read in any."""

    def __init__(self, layer: QgsVectorLayer, request: QgsFeatureRequest) -> None:
        self._source, self._request = QgsVectorLayerFeatureSource(layer), request
        self._schema = (layer.name(), layer.fields(), layer.wkbType(), layer.crs())

    def layer(self) -> QgsVectorLayer:
        """Return them as a layer in memory."""
        made = QgsMemoryProviderUtils.createMemoryLayer(*self._schema)
        made.dataProvider().addFeatures(self._source.getFeatures(self._request))
        return made


def attributes(layer: QgsVectorLayer) -> list[int]:
    """Return the fields to write: not ``fid``, which a GeoPackage keeps for the numbers of rows."""
    return [place for place, one in enumerate(layer.fields()) if one.name().lower() != "fid"]
