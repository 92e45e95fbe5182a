"""How the features of vector tiles look: quiet greys, from the land up to boundaries."""

import re
from dataclasses import dataclass

from gridloom_desktop.canvas import Colour, ShapeKind, parse_colour


@dataclass(frozen=True)
class TileLook:
    """A colour, and the width of lines in pixels at the zoom of a street map."""

    colour: Colour
    kind: ShapeKind = "area"
    width: float = 1.0


def _area(colour: str) -> TileLook:
    return TileLook(parse_colour(colour))


def _line(colour: str, width: float) -> TileLook:
    return TileLook(parse_colour(colour), "line", width)


LAND = "earth|land"
COVER = "landcover|landuse|globallandcover|natural|park|pois?_area|places?_area"
ROADS = "roads?|transportation|streets|transit"
GREEN = ("park|wood|forest|grass|garden|nature_reserve|national_park|meadow|scrub|wetland|"
         "protected|recreation|cemetery|golf|pitch|green|farmland|orchard")  # fmt: skip
MAJOR = "motorway|trunk|primary|highway|major_road|freeway"
MIDDLE = "secondary|tertiary|medium_road|busway"
RAIL = "rail|railway|transit|subway|light_rail|tram"
LOOKS: tuple[tuple[str, str, TileLook], ...] = (
    (LAND, ".*", _area("#f7f7f5")),
    ("park", ".*", _area("#e6ece2")),
    (COVER, GREEN, _area("#e6ece2")),
    (COVER, ".*", _area("#f0f1f1")),
    ("water.*|ocean", ".*", _area("#d5dfe8")),
    ("water.*", ".*", _line("#c8d5e0", 1.0)),
    ("buildings?", ".*", _area("#e3e2e0")),
    ("aeroway|pier|bridges?", ".*", _area("#e9e9ec")),
    (ROADS, MIDDLE, _line("#cfd3d8", 1.6)),
    (ROADS, MAJOR, _line("#bcc3cb", 2.4)),
    (ROADS, RAIL, _line("#c6c3cb", 0.9)),
    (ROADS, ".*", _line("#dcdfe3", 1.0)),
    ("aeroway", ".*", _line("#d6d8dd", 2.0)),
    ("boundar.*|admin.*", ".*", _line("#a9a6b3", 1.1)),
)
"""Layer and class as OpenMapTiles, Protomaps and Shortbread name them; the first that fits counts.

They are drawn in this order: the boundaries are on top.
"""
STREETS = 13
"""The zoom at which lines have their width; they grow by a third with each closer one."""
GROWTH, THINNEST, WIDEST = 1.35, 0.6, 5.0


def look_number(layer: str, name: str, kind: ShapeKind) -> int | None:
    """Return which of ``LOOKS`` features have; None where they are not drawn.

    >>> LOOKS[look_number("transportation", "motorway", "line")][2].width
    2.4
    """
    for number, (layers, classes, look) in enumerate(LOOKS):
        fits = look.kind == kind and re.fullmatch(layers, layer, re.IGNORECASE)
        if fits and re.fullmatch(classes, name, re.IGNORECASE):
            return number
    return None


def width_at(look: TileLook, zoom: float) -> float:
    """Return the width of lines in pixels at a zoom.

    >>> width_at(TileLook((0, 0, 0), "line", 2.0), 13)
    2.0
    """
    factor = min(max(GROWTH ** (zoom - STREETS), THINNEST), WIDEST)
    return look.width * factor
