"""The style of a layer: renderer, labels, titles of fields, opacity."""

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from gridloom_desktop.publishing.qgis.conditions import column, literal
from gridloom_desktop.publishing.qgis.drawing import Drawing, Labels
from gridloom_desktop.publishing.qgis.elements import child, decimal, document, options, shown
from gridloom_desktop.publishing.qgis.renderers import add_renderer

VERSION = "3.22.16-Białowieża"
"""The release whose formats are written: newer ones read them, up to 4."""
DOCTYPE = "qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'"
POINTS = (8.5, 10.0, 12.0)
"""Sizes of labels by their rank."""
INK, HALO = "39,52,66,255", "255,255,255,255"
AROUND_POINT, HORIZONTAL, ALONG_LINE = 6, 4, 2
PLACEMENT = {"area": HORIZONTAL, "line": ALONG_LINE, "point": AROUND_POINT}


def qml(drawing: Drawing) -> str:
    """Return a style as a document of its own, as ``layer_styles`` of a GeoPackage keeps it."""
    root = ET.Element("qgis", {"version": VERSION, "styleCategories": "AllStyleCategories"})
    for name, value in style_attributes(drawing).items():
        root.set(name, value)
    add_style(root, drawing)
    return document(root, DOCTYPE)


def style_attributes(drawing: Drawing) -> dict[str, str]:
    """Return what the element that holds a style says of it."""
    return {
        "labelsEnabled": str(int(drawing.labels is not None)),
        "hasScaleBasedVisibilityFlag": "0",
        "simplifyDrawingHints": "0" if drawing.marks.kind == "point" else "1",
        "simplifyDrawingTol": "1",
        "simplifyLocal": "1",
    }


def add_style(parent: Element, drawing: Drawing) -> None:
    """Append the parts of a style to a document of its own or to a layer."""
    add_renderer(parent, drawing)
    if drawing.labels is not None:
        _add_labels(parent, drawing.labels, drawing)
    child(parent, "blendMode", "0")
    child(parent, "featureBlendMode", "0")
    child(parent, "layerOpacity", decimal(drawing.opacity))
    _add_fields(parent, drawing)
    named = drawing.labels.column if drawing.labels else "name" * ("name" in drawing.aliases)
    if named:
        child(parent, "previewExpression", column(named))


def _add_fields(parent: Element, drawing: Drawing) -> None:
    """Append titles of fields, and what their values mean."""
    configuration = child(parent, "fieldConfiguration")
    for name, words in drawing.words.items():
        field = child(configuration, "field", name=name, configurationFlags="None")
        config = child(child(field, "editWidget", type="ValueMap"), "config")
        options(config, {"map": [{label: value} for value, label in words.items()]})
    aliases = child(parent, "aliases")
    for at, (name, title) in enumerate(drawing.aliases.items()):
        child(aliases, "alias", field=name, name=shown(title), index=at)


def _add_labels(parent: Element, labels: Labels, drawing: Drawing) -> None:
    settings = child(child(parent, "labeling", type="simple"), "settings", calloutType="simple")
    text = child(
        settings, "text-style", fieldName=_text(labels.column, labels.words),
        isExpression=bool(labels.words), fontSize=decimal(POINTS[min(labels.rank, 2)]),
        fontSizeUnit="Point", textColor=INK, textOpacity=1, fontWeight=63 if labels.rank else 50,
        allowHtml=0, multilineHeight=1,
    )  # fmt: skip
    child(
        text, "text-buffer", bufferDraw=1, bufferSize="0.7", bufferSizeUnits="MM",
        bufferColor=HALO, bufferOpacity=1, bufferJoinStyle=128, bufferNoFill=1,
    )  # fmt: skip
    child(
        settings, "placement", placement=PLACEMENT[drawing.marks.kind], centroidWhole=0,
        centroidInside=1, fitInPolygonOnly=0, priority=5 + labels.rank, dist="0.5", distUnits="MM",
        predefinedPositionOrder="TR,TL,BR,BL,R,L,TSR,BSR", offsetType=1,
    )  # fmt: skip
    child(settings, "rendering", drawLabels=1, obstacle=1, displayAll=0, scaleVisibility=0)


def _text(name: str, words: Mapping[str, str]) -> str:
    """Return what is written: a column, or an expression that tells its values in words."""
    if not words:
        return name
    pairs = ", ".join(f"{literal(value)}, {literal(label)}" for value, label in words.items())
    return f"coalesce(map_get(map({pairs}), to_string({column(name)})), {column(name)})"
