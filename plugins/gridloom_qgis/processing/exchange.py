"""How a layer of QGIS reaches Gridloom: as the file that it is, its workspace, or a copy.

A copy is a temporary GeoPackage. How a layer goes is decided in the thread that the layer lives in;
the copy is written in any, whatever becomes of the layer meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeatureRequest,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingUtils,
    QgsProviderRegistry,
    QgsVectorLayer,
)

from ..language import tr
from ..manifest import columns_of, tables_of, workspace_of
from ..properties import PART_OF, RESULT_OF, TABLE_OF, WHERE_OF, WORKSPACE_OF, measures_of
from .conditions import is_about
from .writing import Rows, SaveOptions, Writing, attributes, free_name

AS_THEY_ARE = (".gpkg", ".geojson", ".fgb", ".shp")
"""Files that QGIS and Gridloom read alike, where their texts are in UTF-8."""
LAYER_OF_FILE = "|layername="
NOT_THE_TABLE = (PART_OF, WHERE_OF, RESULT_OF)
"""What layers are told that show some rows of their table, or the columns of a result."""


@dataclass(frozen=True)
class Place:
    """Where Gridloom finds a layer: a file or a workspace, and the layer in it.

    ``measures`` maps columns of QGIS's layer to the measures that they show.
    """

    path: Path
    layer: str
    measures: dict[str, str] = field(default_factory=dict)

    @property
    def is_workspace(self) -> bool:
        """Whether the rules of a workspace hold."""
        return self.path.is_dir()

    def further(self, beside: Place | None) -> str:
        """Return how it is named as a further layer of one that lies ``beside`` it or elsewhere."""
        if beside is not None and beside.is_workspace and beside.path == self.path:
            return self.layer
        return f"{self.path}{LAYER_OF_FILE}{self.layer}"

    def written(self) -> Place:
        """Return itself: it is there."""
        return self


@dataclass(frozen=True)
class Copy:
    """A copy that is still to be written; ``place`` is where it will be."""

    place: Place
    write: Callable[[], None]

    def written(self) -> Place:
        """Write it, and return its place."""
        self.write()
        return self.place


@dataclass(frozen=True)
class Chosen:
    """A layer as the user chose it: all of it, or what a selection, limit or filter leaves."""

    layer: QgsVectorLayer
    selected: bool = False
    limit: int = -1
    filter: str = ""

    @classmethod
    def of(cls, layer: QgsVectorLayer, value: Any) -> Chosen:
        """Return what the value of a parameter says of its layer."""
        if not isinstance(value, QgsProcessingFeatureSourceDefinition):
            return cls(layer)
        kept = getattr(value, "filterExpression", "")  # QGIS 3.32 and later
        return cls(layer, value.selectedFeaturesOnly, value.featureLimit, kept)

    @property
    def whole(self) -> bool:
        """Whether all features of the layer take part."""
        return not (self.selected or self.limit >= 0 or self.filter or self.layer.subsetString())


def place(
    chosen: Chosen, feedback: QgsProcessingFeedback, conditions: Iterable[str] = ()
) -> Place | Copy:
    """Return where Gridloom finds a layer, or will find a copy where it cannot be read as it is.

    ``conditions`` select rows of it: those of a workspace have no measures.
    """
    known = workspace_place(chosen.layer)
    if known is not None:
        shown = _shown_only(chosen.layer, known)
        by_shown = any(is_about(one, shown) for one in conditions)
        if chosen.whole and _is_as_stored(chosen.layer) and not by_shown:
            return known
        feedback.pushInfo(_as_plain(chosen.layer.name(), by_shown=by_shown))
    return _file_place(chosen) or _copy(chosen, feedback)


def _shown_only(layer: QgsVectorLayer, known: Place) -> set[str]:
    """Return the columns of a layer that its table lacks, such as measures."""
    return set(layer.fields().names()) - columns_of(tables_of(known.path)[known.layer])


def _as_plain(layer: str, *, by_shown: bool) -> str:
    if by_shown:
        return tr(
            "The condition is about a column that only the map shows, so “{layer}” is taken as a "
            "plain layer with the values that it shows.",
            layer=layer,
        )
    return tr(
        "“{layer}” is of a workspace, but only a part of it, or it was changed: it is taken as a "
        "plain layer, without its measures.",
        layer=layer,
    )


def workspace_place(layer: QgsVectorLayer) -> Place | None:
    """Return the workspace and table of a layer, if it is of one and the table is still there.

    Where it shows a file of a workspace it is of that one, whatever it says of itself.
    """
    told = layer.customProperty
    if any(map(told, NOT_THE_TABLE)):
        return None
    file = Path(_parts(layer).get("path") or "")
    folder = workspace_of(file) if layer.providerType() == "ogr" else None
    if folder is not None:
        own = file.relative_to(folder).as_posix()
        named = (name for name, one in tables_of(folder).items() if one.get("layer") == own)
        return next((Place(folder, name) for name in named), None)
    folder, table, measures = told(WORKSPACE_OF), told(TABLE_OF), measures_of(layer)
    if measures is None or not folder or table not in tables_of(Path(folder)):
        return None
    return Place(Path(folder), table, measures)


def _parts(layer: QgsVectorLayer) -> dict[str, Any]:
    return QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())


def _is_as_stored(layer: QgsVectorLayer) -> bool:
    """Whether its source says all that QGIS knows of a layer."""
    provider = layer.dataProvider()
    if layer.isModified() or layer.fields().count() != provider.fields().count():
        return False  # edits under way; joined, virtual or hidden fields
    return layer.crs() == provider.crs()


def _file_place(chosen: Chosen) -> Place | None:
    """Return the file of a layer where it says all that QGIS knows of the layer."""
    layer, parts = chosen.layer, _parts(chosen.layer)
    if not (chosen.whole and layer.providerType() == "ogr" and _is_as_stored(layer)):
        return None
    if {name for name, value in parts.items() if value} - {"path", "layerName"}:
        return None  # such as one of several kinds of geometry
    path = Path(parts.get("path") or "")
    if path.suffix.lower() not in AS_THEY_ARE or not path.is_file():
        return None
    if layer.dataProvider().encoding().upper() != "UTF-8":
        return None
    return Place(path, parts.get("layerName") or _only_layer(layer, path))


def _only_layer(layer: QgsVectorLayer, path: Path) -> str:
    """Return the name of a layer whose source names none: the provider knows it."""
    named = [one.split("!!::!!") for one in layer.dataProvider().subLayers()]
    return named[0][1] if named and len(named[0]) > 1 else path.stem


def _copy(chosen: Chosen, feedback: QgsProcessingFeedback) -> Copy:
    """Return what was chosen of a layer, on its way into a temporary GeoPackage."""
    name = re.sub(r"[^\w ()-]", "_", chosen.layer.name())[:60].strip() or "layer"
    file = QgsProcessingUtils.generateTempFilename("layer.gpkg")

    def writing(layer: QgsVectorLayer) -> Writing:
        options = SaveOptions()
        options.driverName, options.layerName, options.feedback = "GPKG", name, feedback
        options.onlySelectedFeatures = chosen.selected and layer is chosen.layer
        options.attributes = attributes(layer)
        options.skipAttributeCreation = not options.attributes
        options.layerOptions = [f"GEOMETRY_NAME={free_name('geom', layer)}"]
        return Writing(layer, file, options)

    there = Place(Path(file), name)
    if chosen.limit < 0 and not chosen.filter:
        return Copy(there, writing(chosen.layer).write)
    rows = _rows(chosen)
    return Copy(there, lambda: writing(rows.layer()).write())


def _rows(chosen: Chosen) -> Rows:
    """Return the rows that a selection, a filter and a limit leave, in this order."""
    layer, request = chosen.layer, QgsFeatureRequest()
    if chosen.filter:
        scopes = QgsExpressionContextUtils.globalProjectLayerScopes(layer)
        request.setExpressionContext(QgsExpressionContext(scopes))
        request.setFilterExpression(chosen.filter)
    ids = set(layer.selectedFeatureIds()) if chosen.selected else None
    return Rows(layer, request, ids, chosen.limit if chosen.limit >= 0 else None)


def crs_text(crs: QgsCoordinateReferenceSystem) -> str:
    """Return a coordinate reference system as Gridloom reads it."""
    return crs.authid() if crs.authid() and not crs.authid().startswith("USER:") else crs.toWkt()
