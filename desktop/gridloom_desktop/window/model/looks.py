"""How layers look before anyone chose: quiet surfaces, clear boundaries, small distinct points."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from gridloom_analytics.cartography import MISSING, Style, StyleClass
from gridloom_desktop.canvas import Symbol, parse_colour
from gridloom_desktop.window.model.symbology import Symbols
from gridloom_layers.roles import LEVELS, role

if TYPE_CHECKING:
    from gridloom_desktop.window.model.sizes import Sizes


@dataclass(frozen=True)
class Look:
    """What a style leaves open: whether areas are filled, outlines, sizes, order in the map.

    Layers of a greater ``height`` are drawn above the others. Widths and the ``radius`` of points
    are in pixels; points of an ``exact`` radius have it, and their outline, however crowded.
    """

    colour: str
    outline: str | None = None
    outline_width: float = 0.8
    filled: bool = True
    radius: float = 2.6
    line_width: float = 1.6
    exact: bool = False
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
RIM = "#ffffff"
"""Around points of a size that the user gave: they are still told apart where they overlap."""
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


def with_symbols(look: Look, symbols: Symbols) -> Look:
    """Return a look with the size and the outline that the user gave."""
    outline, width = symbols.outline or look.outline, symbols.outline_width
    size = symbols.size if symbols.sizing is None else symbols.sizing.most
    exact = size is not None
    if exact and symbols.outline is None:
        outline = RIM
    return replace(
        look,
        outline=None if width == 0 else outline,
        outline_width=width or look.outline_width,
        radius=size or look.radius,
        line_width=size or look.line_width,
        exact=exact,
    )


def symbol(
    style: Style,
    classes: npt.NDArray[np.int16],
    look: Look,
    opacity: float = 1.0,
    blank: frozenset[int] = frozenset(),
    sizes: "Sizes | None" = None,
) -> Symbol:
    """Return how the canvas draws rows of these classes; rows without a class come last.

    Classes in ``blank`` (-1: rows without one) are not drawn. With ``sizes`` each class is as many
    of the symbol's as there are sizes.
    """
    colours = [
        None if number in blank else parse_colour(one.colour)
        for number, one in enumerate(style.classes)
    ]
    colours.append(None if MISSING in blank else parse_colour(style.missing))
    codes = np.where(classes < 0, np.int16(len(style.classes)), classes)
    pixels: tuple[float, ...] = ()
    if sizes is not None:
        each = len(sizes.pixels)
        codes = (codes * np.int16(each) + sizes.codes).astype(np.int16)
        pixels = sizes.pixels * len(colours)
        colours = [colour for colour in colours for _ in range(each)]
    elif look.exact:
        pixels = (look.radius,) * len(colours)
    return Symbol(
        colours=tuple(colours),
        classes=codes,
        opacity=1.0 if look.filled else 0.0,
        outline=parse_colour(look.outline) if look.outline else None,
        outline_width=look.outline_width,
        line_width=look.line_width,
        line_widths=pixels if sizes is not None else None,
        radius=look.radius,
        radii=pixels or None,
        minimum_cover=DENSE,
        layer_opacity=opacity,
    )
