"""How the shapes of a layer are drawn: colours by class, outline, size of points."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridloom_desktop.canvas.units import pack

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Symbol:
    """The look of one layer.

    ``colours`` has one colour a class, None for a class that is not drawn; ``classes`` gives the
    class of each row of the layer (in the layer's own order). ``minimum_cover`` (0-1) is the
    least that a shape smaller than a pixel covers of it: 0 is the truth, more keeps the
    buildings of a whole city visible. Widths and ``radius`` are in pixels.

    ``opacity`` is that of the filling, of lines and points; ``layer_opacity`` that of all
    together, over the layers below. ``line_widths`` has a width for each class, instead of
    ``line_width`` for all; so have ``radii``, and points of these are drawn with their outline and
    never smaller where they crowd.
    """

    colours: tuple[Colour | None, ...]
    classes: npt.NDArray[np.integer]
    opacity: float = 1.0
    outline: Colour | None = None
    outline_width: float = 0.8
    outline_opacity: float = 1.0
    line_width: float = 1.6
    line_widths: tuple[float, ...] | None = None
    radius: float = 3.0
    radii: tuple[float, ...] | None = None
    minimum_cover: float = 0.0
    layer_opacity: float = 1.0

    def palette(self) -> npt.NDArray[np.int64]:
        """Return (classes + 1, 2) words: red with green, blue with 255; 0, 0 where not drawn.

        The last is that of rows that are hidden.
        """
        return _palette((*self.colours, None))

    def outline_palette(self) -> npt.NDArray[np.int64]:
        """Return the palette with every class that is drawn in the outline's colour."""
        return _palette((*(colour and self.outline for colour in self.colours), None))

    def widths(self) -> npt.NDArray[np.float64]:
        """Return the width of the lines of each class, and of what is hidden, in pixels."""
        return np.array([*self._each(self.line_widths or (self.line_width,)), 0.0])

    def point_sizes(self) -> list[float]:
        """Return the radius of the points of each class, where they have such."""
        return self._each(self.radii) if self.radii else []

    def _each(self, sizes: tuple[float, ...]) -> list[float]:
        """Return a size for each class: those of a film repeat for each slice of its time."""
        return np.resize(sizes, len(self.colours)).tolist()


def _palette(colours: tuple[Colour | None, ...]) -> npt.NDArray[np.int64]:
    return np.array([_words(colour) for colour in colours], dtype=np.int64)


def _words(colour: Colour | None) -> tuple[int, int]:
    if colour is None:
        return 0, 0
    red, green, blue = colour
    return pack(red, green), pack(blue, 255)


def parse_colour(text: str) -> Colour:
    """Return the colour written as ``#rrggbb``.

    >>> parse_colour("#ff8000")
    (255, 128, 0)
    """
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)
