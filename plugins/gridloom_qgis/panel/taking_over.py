"""A layer of the map takes over what Gridloom draws at another commit."""

from __future__ import annotations

import hashlib
import xml.etree.ElementTree as ET
from typing import Any

from qgis.core import (
    QgsExpression,
    QgsFields,
    QgsMapLayer,
    QgsProviderRegistry,
    QgsReadWriteContext,
    QgsRenderContext,
    QgsVectorLayer,
)
from qgis.PyQt.QtXml import QDomDocument

from ..manifest import ROW_KEY
from ..properties import MEASURES_OF, STYLE_OF, WHERE_OF

CATEGORIES = QgsMapLayer.StyleCategory
STYLE: Any = CATEGORIES.Symbology | CATEGORIES.Labeling  # flags, whatever the stubs say


def mark_style(layer: QgsMapLayer) -> None:
    """Have a layer know the style that it has, so that a change by the user is seen."""
    if isinstance(layer, QgsVectorLayer):
        layer.setCustomProperty(STYLE_OF, _digest(layer))


def is_restyled(layer: QgsVectorLayer) -> bool:
    """Return whether the user has changed the style; where it is not known, he may have."""
    return layer.customProperty(STYLE_OF) != _digest(layer)


def take_over(layer: QgsVectorLayer, fresh: QgsVectorLayer) -> None:
    """Have a layer show the rows of ``fresh``, drawn as ``fresh`` is.

    A style that the user has changed is kept where all fields that it draws by are still there:
    rows of classes that it does not have are not drawn then. A filter of the user's is kept, unless
    it names rows by their keys, which are those of one commit. The name stays.
    """
    keeps = is_restyled(layer) and _draws(layer, fresh.fields())
    source = _source(layer, fresh)
    if layer.source() != source or not layer.isValid():
        layer.setDataSource(source, layer.name(), "ogr")
    for told in (WHERE_OF, MEASURES_OF):
        if fresh.customProperty(told):
            layer.setCustomProperty(told, fresh.customProperty(told))
    if not keeps and _digest(layer) != _digest(fresh):
        layer.importNamedStyle(_exported(fresh), STYLE)
        mark_style(layer)
        layer.triggerRepaint()


def _draws(layer: QgsVectorLayer, fields: QgsFields) -> bool:
    """Return whether a layer can be drawn by these fields."""
    renderer = layer.renderer()
    if renderer is None:
        return False
    return all(_is_told(one, fields) for one in renderer.usedAttributes(QgsRenderContext()))


def _is_told(told: str, fields: QgsFields) -> bool:
    """Return whether a field, or what an expression asks for, is there."""
    columns = QgsExpression(told).referencedColumns()
    return fields.lookupField(told) >= 0 or (
        bool(columns) and all(fields.lookupField(one) >= 0 for one in columns)
    )


def _source(layer: QgsVectorLayer, fresh: QgsVectorLayer) -> str:
    """Return the source of ``fresh``, with the filter of the user where there is one."""
    # a layer whose file is gone says its filter in its source only
    own = QgsProviderRegistry.instance().decodeUri("ogr", layer.source()).get("subset") or ""
    if not own or ROW_KEY in own or layer.customProperty(WHERE_OF) or fresh.subsetString():
        return fresh.source()
    return f"{fresh.source()}|subset={own}"


def _digest(layer: QgsVectorLayer) -> str:
    """Return what tells styles apart; Qt writes attributes in any order."""
    text = ET.canonicalize(_exported(layer).toString(-1))
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def _exported(layer: QgsVectorLayer) -> QDomDocument:
    document = QDomDocument()
    layer.exportNamedStyle(document, QgsReadWriteContext(), STYLE)
    return document
