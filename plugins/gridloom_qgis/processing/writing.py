"""Layers written into files, by QGIS's own code in one go."""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice
from pathlib import Path

from qgis.core import (
    QgsFeatureRequest,
    QgsField,
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
NESTED = (8, 9)
"""The numbers of Qt's types for maps and lists."""


class Writing(QgsVectorFileWriterTask):
    """A layer on its way into a new file: made in the thread of the layer, written in any.

    The layer may change, or be removed, once this is made.
    """

    def __init__(self, layer: QgsVectorLayer, file: str, options: SaveOptions) -> None:
        super().__init__(layer, file, options)
        self._file, self._reason, self._clash = file, "", _clash(layer)
        self._feedback = options.feedback  # QGIS does not hold it
        direct = Qt.ConnectionType.DirectConnection  # it is heard in the thread that writes
        self.errorOccurred.connect(self._hear, direct)  # pyright: ignore[reportCallIssue]

    def _hear(self, code: int, reason: str) -> None:
        self._reason = reason

    def write(self) -> None:
        """Write the file, here and now; raise a sentence where that fails."""
        if self._clash:
            raise QgsProcessingException(self._clash)
        done = self.run()
        self.finished(done)  # which tells the reason
        if done:
            return
        Path(self._file).unlink(missing_ok=True)
        raise QgsProcessingException(
            tr("“{file}” cannot be written: {reason}", file=self._file, reason=self._reason)
        )


class Rows:
    """Some rows of a layer: made in the thread of the layer, read in any.

    Of those that a request finds come the ones with ``ids``, if there are any, and a ``limit``.
    """

    def __init__(
        self,
        layer: QgsVectorLayer,
        request: QgsFeatureRequest,
        ids: Collection[int] | None,
        limit: int | None,
    ) -> None:
        self._source, self._request = QgsVectorLayerFeatureSource(layer), request
        self._ids, self._limit = ids, limit
        self._schema = (layer.name(), layer.fields(), layer.wkbType(), layer.crs())

    def layer(self) -> QgsVectorLayer:
        """Return them as a layer in memory; raise a sentence where not all can be held."""
        made = QgsMemoryProviderUtils.createMemoryLayer(*self._schema)
        found = self._source.getFeatures(self._request)
        chosen = (one for one in found if self._ids is None or one.id() in self._ids)
        held, _ = made.dataProvider().addFeatures(list(islice(chosen, self._limit)))
        if not held:
            reason = "; ".join(made.dataProvider().errors())
            told = tr("“{layer}” cannot be copied: {reason}", layer=made.name(), reason=reason)
            raise QgsProcessingException(told)
        return made


def attributes(layer: QgsVectorLayer) -> list[int]:
    """Return the fields to write.

    Not ``fid``, which a GeoPackage keeps for the numbers of rows, nor lists and maps (such as JSON
    of PostgreSQL), which it cannot hold and no analysis asks for.
    """
    fields = enumerate(layer.fields())
    return [place for place, one in fields if one.name().lower() != "fid" and not _nested(one)]


def _nested(field: QgsField) -> bool:
    kind = field.type()
    return getattr(kind, "value", kind) in NESTED  # a number in Qt 5, a member of an enum in Qt 6


def _clash(layer: QgsVectorLayer) -> str:
    """Return a sentence where fields differ in case only: a GeoPackage takes them for one."""
    known: dict[str, str] = {}
    for place in attributes(layer):
        name = layer.fields().at(place).name()
        other = known.setdefault(name.lower(), name)
        if other != name:
            return tr(
                "“{layer}” has the fields “{name}” and “{other}”, which differ in case only. "
                "Rename one of them.",
                layer=layer.name(),
                name=other,
                other=name,
            )
    return ""


def free_name(name: str, layer: QgsVectorLayer) -> str:
    """Return a name for the column of geometries that no field of the layer has."""
    taken = {one.name().lower() for one in layer.fields()}
    while name in taken:
        name += "_"
    return name
