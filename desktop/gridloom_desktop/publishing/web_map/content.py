"""What the page shows, as one JSON document; its script builds everything from it as text."""

import json
from typing import Any

import geopandas as gpd
import shapely

from gridloom_desktop.publishing import captions
from gridloom_desktop.publishing.export.released import Overlay, ReleasedMap
from gridloom_desktop.publishing.web_map.outlines import WIDTH_IN_STEPS, page_shapes
from gridloom_layers.language import Language, tr

MOST_COLUMNS = 12
MOST_LABELS = 40
_ESCAPES = str.maketrans({character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"})
"""What could end a script element or a line of script stands in JSON as its number."""


def page_content(released: ReleasedMap, language: Language) -> dict[str, Any]:
    """Return the document that the page's script reads."""
    return {
        "title": released.title[language],
        "subtitle": captions.subtitle(released, language),
        "summary": released.summary[language],
        "legendTitle": captions.legend_title(released, language),
        "legend": [vars(entry) for entry in captions.legend(released, language)],
        "facts": captions.facts(released, language),
        "notes": captions.notes(released, language),
        "words": {"areas": released.counted[language], **_words(language)},
        "fills": [one.colour for one in released.style.classes],
        "missing": released.style.missing,
        "unclassed": released.style.unclassed is not None,
        "columns": _columns(released, language),
        "kind": _kind(released.areas),
        "areas": _areas(released, language),
        "boundaries": [] if released.boundaries is None else page_shapes(released.boundaries),
        "overlays": [_overlay(one) for one in released.overlays],
        "covering": released.covering,
        "stacking": released.stacking,
        "labels": _labels(released),
        "bounds": _bounds(released),
    }


def as_json(content: dict[str, Any]) -> str:
    """Return JSON that is safe inside a script element.

    >>> as_json({"a": "</script>"})
    '{"a":"\\\\u003c/script\\\\u003e"}'
    """
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return plain.translate(_ESCAPES)


def _words(language: Language) -> dict[str, str]:
    """Return the words of the page itself."""
    words = {
        "code": tr("code"),
        "about": tr("About this map"),
        "notes": tr("Notes"),
        "whole": tr("Whole map"),
        "withheld": tr("withheld"),
        "made": tr("Made with Gridloom; works without a network. Map library: Leaflet."),
    }
    return {name: word.render(language) for name, word in words.items()}


def _columns(released: ReleasedMap, language: Language) -> list[str]:
    """Return the titles of the popup's lines, the drawn column first."""
    return [captions.column_title(released, name, language) for name in _shown_columns(released)]


def _shown_columns(released: ReleasedMap) -> list[str]:
    drawn = released.style.column
    others = [name for name in released.values.columns if name != drawn]
    return [drawn, *others][:MOST_COLUMNS]


def _areas(released: ReleasedMap, language: Language) -> list[list[Any]]:
    """Return for each area its code, name, class, cells and shape; a withheld cell is null."""
    columns = _shown_columns(released)
    cells = zip(*(_cells(released, name, language) for name in columns), strict=True)
    shapes = page_shapes(released.areas)
    rows = zip(
        released.areas["code"],
        released.areas["name"],
        released.classes.tolist(),
        cells,
        shapes,
        strict=True,
    )
    return [[code, name, index, list(row), shape] for code, name, index, row, shape in rows]


def _cells(released: ReleasedMap, name: str, language: Language) -> list[str | None]:
    if name == released.style.column and released.style.kind == "categorical":
        return list(captions.class_labels(released, language))
    column = released.values[name]
    hidden = released.suppressed & column.isna().to_numpy()
    return [
        None if withheld else captions.shown(value, language)
        for value, withheld in zip(column, hidden, strict=True)
    ]


def _kind(areas: gpd.GeoDataFrame) -> str:
    """Return ``area``, ``line`` or ``point``."""
    types = set(areas.geom_type.dropna())
    return (
        "area"
        if types & {"Polygon", "MultiPolygon"}
        else "line"
        if types & {"LineString", "MultiLineString"}
        else "point"
    )


def _labels(released: ReleasedMap) -> list[list[Any]]:
    """Return names with a place inside their area: of the boundaries, or of a few areas."""
    named = released.boundaries
    if named is None and len(released.areas) <= MOST_LABELS:
        named = released.areas
    if named is None or named.empty:
        return []
    inside = named.geometry.representative_point().to_crs(4326)
    return [
        [round(point.y, 5), round(point.x, 5), name]
        for point, name in zip(inside, named["name"], strict=True)
        if not point.is_empty
    ]


def _overlay(one: Overlay) -> dict[str, Any]:
    """Return further shapes as lines or positions; of areas, which may overlap, the outlines."""
    shapes = one.shapes.boundary if one.kind == "outline" else one.shapes
    west, _, east, _ = shapes.total_bounds
    lines = shapes if one.kind == "place" else shapes.simplify((east - west) / WIDTH_IN_STEPS)
    drawn = page_shapes(gpd.GeoDataFrame(geometry=lines))
    return {"kind": one.kind, "colour": one.colour, "shapes": drawn}


def _bounds(released: ReleasedMap) -> list[list[float]]:
    """Return south-west and north-east as Leaflet wants them."""
    corners = gpd.GeoSeries([shapely.box(*released.extent)], crs=released.areas.crs)
    west, south, east, north = (round(float(side), 5) for side in corners.to_crs(4326).total_bounds)
    return [[south, west], [north, east]]
