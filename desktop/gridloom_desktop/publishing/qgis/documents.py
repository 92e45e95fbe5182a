"""Projects (.qgs) and layer definitions (.qlr): the same layers in the same groups."""

import html
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element

from gridloom_desktop.publishing.qgis.elements import child, decimal, document, options, shown
from gridloom_desktop.publishing.qgis.layers import (
    Box,
    Group,
    Member,
    RasterLayer,
    Sheet,
    VectorLayer,
    layer_id,
)
from gridloom_desktop.publishing.qgis.style import DOCTYPE, VERSION, add_style, style_attributes
from gridloom_desktop.publishing.qgis.surfaces import add_shades
from gridloom_desktop.publishing.qgis.systems import add_system

GEOMETRIES = {"area": "Polygon", "line": "Line", "point": "Point"}


def project(sheet: Sheet) -> str:
    """Return a map as a project."""
    root = ET.Element("qgis", {"version": VERSION, "projectname": shown(sheet.title)})
    child(root, "title", shown(sheet.title))
    add_system(child(root, "projectCrs"), sheet.crs)
    _add_tree(root, sheet.members)
    _add_canvas(root, sheet)
    layers = child(root, "projectlayers")
    for one in sheet.layers():
        _add_layer(layers, one)
    order = child(root, "layerorder")
    for one in sheet.layers():
        child(order, "layer", id=layer_id(one.name))
    _add_settings(root, sheet)
    return document(root, DOCTYPE)


def definition(sheet: Sheet) -> str:
    """Return a map as a layer definition: one group, to be added to any project."""
    root = ET.Element("qlr")
    _add_tree(root, (Group(sheet.title, sheet.members),))
    layers = child(root, "maplayers")
    for one in sheet.layers():
        _add_layer(layers, one)
    return document(root, "qgis-layer-definition")


def _add_tree(parent: Element, members: Iterable[Member]) -> None:
    root = child(parent, "layer-tree-group")
    options(child(root, "customproperties"), {})
    for one in members:
        _add_member(root, one)


def _add_member(parent: Element, one: Member) -> None:
    checked = "Qt::Checked" if one.visible else "Qt::Unchecked"
    if isinstance(one, Group):
        group = child(
            parent, "layer-tree-group", name=shown(one.title), checked=checked,
            expanded=one.expanded,
        )  # fmt: skip
        for member in one.members:
            _add_member(group, member)
        return
    child(
        parent, "layer-tree-layer", id=layer_id(one.name), name=shown(one.title), checked=checked,
        source=one.source, providerKey="ogr" if isinstance(one, VectorLayer) else one.provider,
        expanded=one.visible and isinstance(one, VectorLayer), legend_exp="",
        legend_split_behavior=0,
    )  # fmt: skip


def _add_layer(parent: Element, one: VectorLayer | RasterLayer) -> None:
    if isinstance(one, VectorLayer):
        _add_vector(parent, one)
    else:
        _add_raster(parent, one)


def _add_vector(parent: Element, one: VectorLayer) -> None:
    layer = child(
        parent, "maplayer", type="vector", geometry=GEOMETRIES[one.drawing.marks.kind],
        styleCategories="AllStyleCategories", **style_attributes(one.drawing),
    )  # fmt: skip
    _add_heading(layer, one, "ogr")
    if one.extent is not None:
        _add_box(child(layer, "extent"), one.extent)
    if one.about:
        metadata = child(layer, "resourceMetadata")
        child(metadata, "type", "dataset")
        child(metadata, "title", shown(one.title))
        child(metadata, "abstract", html.escape(one.about, quote=False))
    options(child(layer, "customproperties"), one.properties)
    add_style(layer, one.drawing)


def _add_raster(parent: Element, one: RasterLayer) -> None:
    layer = child(parent, "maplayer", type="raster", styleCategories="AllStyleCategories")
    _add_heading(layer, one, one.provider)
    pipe = child(layer, "pipe")
    if one.shades:
        add_shades(pipe, one.shades, one.opacity)
    elif one.provider == "wms":
        child(pipe, "rasterrenderer", type="singlebandcolordata", band=1, opacity=one.opacity)
    elif one.bands == 1:
        child(pipe, "rasterrenderer", type="singlebandgray", grayBand=1, opacity=one.opacity)
    else:
        child(
            pipe, "rasterrenderer", type="multibandcolor", redBand=1, greenBand=2, blueBand=3,
            alphaBand=-1, opacity=one.opacity,
        )  # fmt: skip
    child(pipe, "brightnesscontrast", brightness=one.brightness, contrast=0, gamma=1)
    child(pipe, "huesaturation", saturation=one.saturation, grayscaleMode=0, colorizeOn=0)
    child(layer, "blendMode", "0")


def _add_heading(layer: Element, one: VectorLayer | RasterLayer, provider: str) -> None:
    child(layer, "id", layer_id(one.name))
    child(layer, "datasource", one.source)
    child(layer, "layername", shown(one.title))
    add_system(child(layer, "srs"), one.crs)
    child(layer, "provider", provider, encoding="UTF-8")


def _add_canvas(root: Element, sheet: Sheet) -> None:
    """Append the part of the plane that is seen, for QGIS's window and for whoever opens it."""
    if sheet.box is None:
        return
    canvas = child(root, "mapcanvas", name="theMapCanvas", annotationsVisible=1)
    child(canvas, "units", "meters")
    _add_box(child(canvas, "extent"), sheet.box)
    child(canvas, "rotation", "0")
    add_system(child(canvas, "destinationsrs"), sheet.crs)
    xmin, ymin, xmax, ymax = map(decimal, sheet.box)
    view = child(
        child(root, "ProjectViewSettings", UseProjectScales=0), "DefaultViewExtent", xmin=xmin,
        ymin=ymin, xmax=xmax, ymax=ymax,
    )  # fmt: skip
    add_system(view, sheet.crs)


def _add_box(parent: Element, box: Box) -> None:
    for name, value in zip(("xmin", "ymin", "xmax", "ymax"), box, strict=True):
        child(parent, name, decimal(value))


def _add_settings(root: Element, sheet: Sheet) -> None:
    """Append the settings of a project, and what the plugin reads.

    Were paths absolute throughout, QGIS would not find what lies beside the project.
    """
    settings = child(root, "properties")
    child(child(settings, "Paths"), "Absolute", "false", type="bool")
    child(child(settings, "SpatialRefSys"), "ProjectionsEnabled", "1", type="int")
    _add_plugin(settings, sheet.properties)


def _add_plugin(settings: Element, properties: Mapping[str, str]) -> None:
    plugin = child(settings, "gridloom")
    for name, value in properties.items():
        child(plugin, name, value, type="QString")
