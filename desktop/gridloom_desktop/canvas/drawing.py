"""A layer of shapes, ready to be painted."""

import math
from copy import copy
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from gridloom_desktop.canvas.passes import Discs, Filling, Pass, Passes, Strokes
from gridloom_desktop.canvas.shapes import Shapes
from gridloom_desktop.canvas.symbol import Colour, Symbol
from gridloom_desktop.canvas.units import UNIT
from gridloom_desktop.canvas.view import View

FINE = 6.0
"""Outlines are left out where the middling shape is smaller than this, in pixels."""
CROWDING, SMALLEST_RADIUS = 0.3, 0.8
"""Points get at most this share of their mean spacing as radius, and at least so many pixels."""
CROWDED = 10.0
"""Shapes a pixel, in the mean, from which on none is drawn larger than it is."""


class Drawing:
    """A layer of shapes: its symbol, and the classes in the shapes' order.

    ``shown`` tells for each row of the layer whether it is drawn (None: all are).
    """

    def __init__(
        self, shapes: Shapes, symbol: Symbol, shown: npt.NDArray[np.bool_] | None = None
    ) -> None:
        self.shapes = shapes
        self.symbol = symbol
        # 16 bits before they are put in order: the whole of them stays in the processor's cache.
        classes = np.asarray(symbol.classes).astype(np.int16)
        if shown is not None:
            classes = np.where(shown, classes, np.int16(len(symbol.colours)))
        self.classes = classes.take(shapes.positions)
        self._spacing = shapes.spacing or math.inf

    @property
    def layer_opacity(self) -> float:
        """The opacity of all of it over the layers below, 0 to 1."""
        return self.symbol.layer_opacity

    def recoloured(self, colours: tuple[Colour | None, ...], share: float = 1.0) -> "Drawing":
        """Return the same shapes in other colours, one for each class; nothing is sorted anew.

        ``share`` says how many of them are drawn: fewer points are farther from each other.
        """
        other = copy(self)
        other._spacing = self._spacing / math.sqrt(share)
        other.symbol = replace(self.symbol, colours=colours)
        return other

    def radius(self, scale: float, ratio: float = 1.0) -> float:
        """Return the radius of points: smaller where they would otherwise hide each other."""
        crowded = CROWDING * self._spacing * scale
        return min(self.symbol.radius * ratio, max(crowded, SMALLEST_RADIUS * ratio))

    def prepared(self, view: View) -> Passes | None:
        """Return what paints the bands of a view's frame."""
        if not len(self.shapes):
            return None
        return Passes(self.shapes, self.classes, view, self._passes(view))

    def _passes(self, view: View) -> list[Pass]:
        symbol, palette = self.symbol, self.symbol.palette()
        if self.shapes.kind == "point" and symbol.radii:
            return self._sized_points(view.ratio)
        if self.shapes.kind == "point":
            return [Discs(palette, symbol.opacity, self.radius(view.scale, view.ratio))]
        if self.shapes.kind == "line":
            return [Strokes(palette, symbol.opacity, symbol.widths() * view.ratio)]
        least = round(symbol.minimum_cover * crowd_room(self.shapes, view.scale) * UNIT)
        passes: list[Pass] = [Filling(palette, symbol.opacity, least)]
        fine = self.shapes.size * view.scale < FINE * view.ratio
        if symbol.outline is not None and not fine:
            widths = np.full(len(palette), symbol.outline_width * view.ratio)
            passes.append(Strokes(symbol.outline_palette(), symbol.outline_opacity, widths))
        return passes

    def _sized_points(self, ratio: float) -> list[Pass]:
        """Return discs of each size with their rims, the largest first: none hides a smaller."""
        symbol = self.symbol
        fill, rim = symbol.palette(), symbol.outline_palette()
        sizes = np.array([*symbol.point_sizes(), 0.0])
        passes: list[Pass] = []
        for size in sorted({*sizes[:-1]}, reverse=True):
            chosen = (sizes == size)[:, None]
            if symbol.outline is not None:
                around = (size + symbol.outline_width) * ratio
                passes.append(Discs(np.where(chosen, rim, 0), symbol.outline_opacity, around))
            passes.append(Discs(np.where(chosen, fill, 0), symbol.opacity, size * ratio))
        return passes


def crowd_room(shapes: Shapes, scale: float) -> float:
    """Return how far a tiny shape may be drawn larger than it is, 0 to 1.

    Nowhere would be more than the accumulator can hold (see ``units.pack``).
    """
    xmin, ymin, xmax, ymax = shapes.extent or (0.0, 0.0, 0.0, 0.0)
    pixels = max((xmax - xmin) * scale, 1.0) * max((ymax - ymin) * scale, 1.0)
    return min(CROWDED * pixels / len(shapes), 1.0)
