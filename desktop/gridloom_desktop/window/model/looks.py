"""How layers look before anyone chose: quiet surfaces, clear boundaries, small distinct points."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from gridloom_analytics.cartography import MISSING, Style, StyleClass
from gridloom_desktop.canvas import Symbol, parse_colour
from gridloom_layers.roles import LEVELS, role


@dataclass(frozen=True)
class Look:
    """What a style leaves open: whether areas are filled, outlines, sizes, order in the map.

    Layers of a greater ``height`` are drawn above the others.
    """

    colour: str
    outline: str | None = None
    outline_width: float = 0.8
    filled: bool = True
    radius: float = 2.6
    height: int = 0


LOOKS = {
    "district": Look("#3f4a59", "#3f4a59", 1.8, filled=False, height=53),
    "street": Look("#5c6b7f", "#5c6b7f", 1.1, filled=False, height=52),
    "community": Look("#7f8fa3", "#7f8fa3", 0.8, filled=False, height=51),
    "grid": Look("#9aa8b8", "#9aa8b8", 0.6, filled=False, height=50),
    "building": Look("#b9a48c", "#8d7a63", 0.6, height=20),
    "room": Look("#c9b79f", "#8d7a63", 0.5, height=21),
    "component": Look("#1b8a7a", radius=2.0, height=40),
    "entity": Look("#7b5ea7", radius=2.2, height=41),
    "event": Look("#d1495b", radius=2.2, height=42),
    "facility": Look("#e07b39", "#9c4f1c", radius=3.6, height=43),
    "person": Look("#4a6fa5", radius=1.8, height=39),
}
GROUND = Look("#eaeef2", "#aeb9c5", 0.7, height=10)
"""The finest area level of a city: the ground that the others stand on."""
OTHER = Look("#6c8ebf", "#45658f", height=25)
RESULT = Look("#888888", "#ffffff", 0.5, height=30)
"""Above all that fills, under the points and the boundaries."""
RESULT_POINTS = Look("#888888", height=45)
"""Above all points: what was found for lines and points."""
FOUND_SURFACE = Look("#888888", height=31)
"""Cells that a result counts in or estimates: beside each other, without outlines."""
FOUND_AREAS = Look("#7b1fa2", "#7b1fa2", 1.8, filled=False, height=60)
FOUND_LINES = Look("#7b1fa2", height=61)
FOUND_POINTS = Look("#7b1fa2", radius=6.0, height=62)
"""What else a result shows on the map: outlines, lines, places, above all."""
SELECTED = "#e8590c"
"""What is selected, above all layers."""
DARKER = 0.7
"""What is left of a colour's light in the outline around it."""
DENSE = 0.45
"""The least cover of a shape under a pixel: a whole city's buildings stay visible."""


def look_of(name: str, *, finest: str | None) -> Look:
    """Return the look of a role; ``finest`` is the finest area level that the city has."""
    if name == finest and name in LEVELS:
        return GROUND
    return LOOKS.get(name, OTHER)


def plain_style(role_name: str, look: Look) -> Style:
    """Return a style of one class that holds every row."""
    title = role(role_name).title
    one = StyleClass(colour=look.colour, label=title, value="")
    return Style(column="", title=title, kind="categorical", classes=(one,), method="single")


def tinted(look: Look, colour: str) -> Look:
    """Return a look in another colour: its outline is that colour, darker around what is filled."""
    dark = "#" + "".join(f"{round(part * DARKER):02x}" for part in parse_colour(colour))
    outline = look.outline and (dark if look.filled else colour)
    return replace(look, colour=colour, outline=outline)


def symbol(
    style: Style,
    classes: npt.NDArray[np.int16],
    look: Look,
    opacity: float = 1.0,
    blank: frozenset[int] = frozenset(),
) -> Symbol:
    """Return how the canvas draws rows of these classes; rows without a class come last.

    Classes in ``blank`` (-1: rows without one) are not drawn.
    """
    colours = [
        None if number in blank else parse_colour(one.colour)
        for number, one in enumerate(style.classes)
    ]
    missing = None if MISSING in blank else parse_colour(style.missing)
    return Symbol(
        colours=(*colours, missing),
        classes=np.where(classes < 0, np.int16(len(style.classes)), classes),
        opacity=1.0 if look.filled else 0.0,
        outline=parse_colour(look.outline) if look.outline else None,
        outline_width=look.outline_width,
        radius=look.radius,
        minimum_cover=DENSE,
        layer_opacity=opacity,
    )
