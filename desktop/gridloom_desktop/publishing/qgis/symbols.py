"""Symbols of QGIS: fills, lines and markers of one colour, hatched ones among them."""

from collections.abc import Mapping
from dataclasses import replace
from xml.etree.ElementTree import Element

from gridloom_desktop.publishing.qgis.conditions import size
from gridloom_desktop.publishing.qgis.drawing import Marks, Sizing
from gridloom_desktop.publishing.qgis.elements import Option, child, decimal, options, rgba

PIXEL = 25.4 / 96
"""Millimetres: what is printed then looks as it does on the screen, at any resolution."""
HATCH_INK = "#7a8794"
HATCH_PIXELS, HATCH_WIDTH = 6.0, 0.8
IN_LEGEND = 4.0
"""The radius in a legend of points whose own differ, in pixels."""
TYPES = {"area": "fill", "line": "line", "point": "marker"}


def millimetres(pixels: float) -> str:
    """Return a length on paper."""
    return decimal(round(pixels * PIXEL, 4))


def add_symbol(
    parent: Element,
    name: str,
    marks: Marks,
    colour: str,
    *,
    hatched: bool = False,
    sizing: Sizing | None = None,
) -> None:
    """Append the symbol called ``name``; a ``hatched`` one is struck through."""
    symbol = _symbol(parent, name, TYPES[marks.kind])
    if marks.kind == "area":
        _layer(symbol, "SimpleFill", _fill(marks, colour))
        if hatched:
            _hatch(symbol, name)
    elif marks.kind == "line":
        scaled = {} if sizing is None else {"outlineWidth": size(sizing, PIXEL)}
        width = HATCH_WIDTH if hatched else marks.line_width
        dashes = {"line_style": "dash" if hatched else "solid"}
        _layer(symbol, "SimpleLine", _line(colour, width) | dashes, scaled)
    else:
        scaled = {} if sizing is None else {"size": size(sizing, 2 * PIXEL)}
        some = marks if sizing is None else replace(marks, radius=IN_LEGEND)
        _layer(symbol, "SimpleMarker", _marker(some, colour, hatched=hatched), scaled)


def _symbol(parent: Element, name: str, kind: str) -> Element:
    return child(
        parent, "symbol", name=name, type=kind, alpha=1, clip_to_extent=1, force_rhr=0
    )  # fmt: skip


def _layer(
    symbol: Element,
    kind: str,
    values: Mapping[str, Option],
    defined: Mapping[str, str] | None = None,
) -> Element:
    layer = child(symbol, "layer", class_=kind, enabled=1, locked=0, pass_=0)
    options(layer, values)
    if defined:
        told = {
            name: {"active": True, "expression": text, "type": 3} for name, text in defined.items()
        }
        collection = {"name": "", "properties": told, "type": "collection"}
        options(child(layer, "data_defined_properties"), collection)
    return layer


def _outline(marks: Marks) -> dict[str, Option]:
    none = marks.outline is None
    return {
        "joinstyle": "round",
        "outline_color": rgba(marks.outline or "#000000"),
        "outline_style": "no" if none else "solid",
        "outline_width": millimetres(marks.outline_width),
        "outline_width_unit": "MM",
    }


def _fill(marks: Marks, colour: str) -> dict[str, Option]:
    style = "solid" if marks.filled else "no"
    return {"color": rgba(colour), "style": style, **_outline(marks)}


def _line(colour: str, width: float) -> dict[str, Option]:
    return {
        "capstyle": "round",
        "joinstyle": "round",
        "line_color": rgba(colour),
        "line_width": millimetres(width),
        "line_width_unit": "MM",
    }


def _marker(marks: Marks, colour: str, *, hatched: bool) -> dict[str, Option]:
    crossed = {"outline_color": rgba(HATCH_INK), "outline_style": "solid"} if hatched else {}
    return {
        "name": "cross2" if hatched else "circle",
        "color": rgba(colour),
        "size": millimetres(2 * marks.radius),
        "size_unit": "MM",
        "scale_method": "diameter",
        **_outline(marks),
        **crossed,
    }


def _hatch(symbol: Element, name: str) -> None:
    values: dict[str, Option] = {
        "angle": "45",
        "color": rgba(HATCH_INK),
        "distance": millimetres(HATCH_PIXELS),
        "distance_unit": "MM",
        "line_width": millimetres(HATCH_WIDTH),
        "line_width_unit": "MM",
    }
    layer = _layer(symbol, "LinePatternFill", values)
    _layer(_symbol(layer, f"@{name}@1", "line"), "SimpleLine", _line(HATCH_INK, HATCH_WIDTH))
