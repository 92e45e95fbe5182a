"""The selected rows of a layer, over all others: to be seen at every scale."""

from functools import cached_property

import numpy as np
import numpy.typing as npt

from gridloom_desktop.canvas.passes import Discs, Filling, Pass, Passes, Squares, Strokes
from gridloom_desktop.canvas.shapes import Shapes
from gridloom_desktop.canvas.symbol import Colour, Symbol
from gridloom_desktop.canvas.view import View

WIDTH, HALO = 2.0, 1.4
"""Pixels of the outline, and of the halo beside it."""
SIDE, SMALL = 3, 4.0
"""Pixels of the square that stands for an area smaller than ``SMALL``."""
RADIUS = 4.5
TINT = 0.3
"""The opacity of the filling: the colour of the class stays to be seen."""


FEW = 8
"""Of so many shapes one or less is selected: it is quicker to look at these alone."""


class Highlight:
    """Rows of a layer in one colour with a halo around.

    ``selected`` tells for each row of the layer (in its own order) whether it is. The outlines of
    what is large enough, squares for what is smaller, at least two pixels each.
    """

    layer_opacity = 1.0

    def __init__(
        self,
        shapes: Shapes,
        selected: npt.NDArray[np.bool_],
        colour: Colour,
        halo: Colour = (255, 255, 255),
    ) -> None:
        self.colour, self.halo = colour, halo
        classes = (~selected).astype(np.int16).take(shapes.positions)
        found = np.flatnonzero(classes == 0)
        few = len(found) * FEW < len(classes)
        self.shapes = shapes.some(found) if few else shapes
        self.classes = classes[found] if few else classes

    def prepared(self, view: View) -> Passes | None:
        """Return what paints the bands of a view's frame."""
        if not len(self.shapes):
            return None
        return Passes(self.shapes, self.classes, view, self._passes(view))

    def _passes(self, view: View) -> list[Pass]:
        ratio = view.ratio
        around, ink = (Symbol((one,), self.classes).palette() for one in (self.halo, self.colour))
        if self.shapes.kind == "point":
            return [
                Discs(around, 1.0, (RADIUS + HALO) * ratio), Discs(ink, 1.0, RADIUS * ratio),
            ]  # fmt: skip
        outlines: list[Pass] = [
            self._strokes(around, (WIDTH + 2 * HALO) * ratio, ratio),
            self._strokes(ink, WIDTH * ratio, ratio),
        ]
        if self.shapes.kind == "line":
            return outlines
        squares: list[Pass] = [
            Squares(palette, 1.0, round(side * ratio), SMALL * ratio)
            for palette, side in ((around, SIDE + 2), (ink, SIDE))
        ]
        least, greatest = (side * view.scale / ratio for side in self._sides)
        if least >= SMALL:
            squares = []
        if greatest < SMALL:
            outlines = []
        tint = Filling(ink, TINT, smallest=SMALL * ratio)  # what is smaller lies under a square
        return [tint, *squares[:1], *outlines[:1], *squares[1:], *outlines[1:]]

    @cached_property
    def _sides(self) -> tuple[float, float]:
        """The least and the greatest of the longer sides of the areas selected."""
        boxes = self.shapes.boxes[self.classes == 0]
        sides = (boxes[:, 2:] - boxes[:, :2]).max(axis=1, initial=0)
        return float(sides.min(initial=np.inf)), float(sides.max(initial=0))

    def _strokes(self, palette: npt.NDArray[np.int64], width: float, ratio: float) -> Strokes:
        least = SMALL * ratio if self.shapes.kind == "area" else 0.0
        return Strokes(palette, 1.0, np.full(2, width), least)
