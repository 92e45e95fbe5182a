"""Surfaces in QGIS: classes of the figures of a raster."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from gridloom_analytics.cartography import Style
from gridloom_desktop.publishing.qgis.elements import child, decimal, document, shown
from gridloom_desktop.publishing.qgis.style import DOCTYPE, VERSION
from gridloom_layers.language import Language


@dataclass(frozen=True)
class Shade:
    """A class of the cells of a raster: those up to ``upper``, beyond the one before."""

    upper: float
    label: str
    colour: str


def shades_of(style: Style, language: Language) -> tuple[Shade, ...]:
    """Return the classes of a graduated style."""
    return tuple(Shade(one.upper or 0.0, one.label[language], one.colour) for one in style.classes)


def surface_qml(shades: Sequence[Shade]) -> str:
    """Return the style of a raster as a document of its own."""
    root = ET.Element("qgis", {"version": VERSION, "styleCategories": "AllStyleCategories"})
    pipe = child(root, "pipe")
    add_shades(pipe, shades, 1.0)
    child(pipe, "brightnesscontrast", brightness=0, contrast=0, gamma=1)
    child(pipe, "huesaturation", saturation=0, grayscaleMode=0, colorizeOn=0)
    child(root, "blendMode", "0")
    return document(root, DOCTYPE)


def add_shades(pipe: Element, shades: Sequence[Shade], opacity: float) -> None:
    """Append classes of figures: of borders QGIS takes the first that a figure does not pass."""
    renderer = child(
        pipe, "rasterrenderer", type="singlebandpseudocolor", band=1, opacity=opacity,
        alphaBand=-1, classificationMin=0, classificationMax=decimal(shades[-1].upper),
    )  # fmt: skip
    shader = child(
        child(renderer, "rastershader"), "colorrampshader", colorRampType="DISCRETE",
        classificationMode=1, clip=0,
    )  # fmt: skip
    for shade in shades:
        child(
            shader, "item", value=decimal(shade.upper), label=shown(shade.label), alpha=255,
            color=shade.colour,
        )  # fmt: skip
