"""Layers ready to be painted."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt

from gridloom_desktop.canvas.composing import compose
from gridloom_desktop.canvas.coverage import UNIT
from gridloom_desktop.canvas.discs import fill_discs
from gridloom_desktop.canvas.filling import fill_areas
from gridloom_desktop.canvas.shapes import Shapes
from gridloom_desktop.canvas.stroking import stroke_rings
from gridloom_desktop.canvas.symbol import Colour, Symbol
from gridloom_desktop.canvas.view import View

Frame = npt.NDArray[np.uint32]
"""(height, width) of 0xffRRGGBB, as QImage.Format_RGB32 has it."""

FINE = 6.0
"""Outlines are left out where the middling shape is smaller than this, in pixels."""
CROWDING, SMALLEST_RADIUS = 0.3, 0.8
"""Points get at most this share of their mean spacing as radius, and at least so many pixels."""
CROWDED = 10.0
"""Shapes a pixel, in the mean, from which on none is drawn larger than it is."""
DENSE = 100
"""Where there is a shape for so many pixels or fewer, every pixel is mixed."""


@dataclass(frozen=True)
class Tile:
    """A part of a frame: the pixels from (``left``, ``top``) on."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True)
class Band:
    """Rows of a frame that are painted at a time, and where they lie in it.

    ``target`` is the accumulator, (height, width + 2, 2) int64 of zeros; who uses it leaves it so.
    """

    frame: Frame
    target: npt.NDArray[np.int64]
    place: Tile


class Painted(Protocol):
    """What can be painted: a ``Drawing``, a ``Heat``."""

    @property
    def layer_opacity(self) -> float:
        """The opacity over the layers below, 0 to 1."""
        ...

    def prepared(self, view: View) -> "BandPainter | None":
        """Return what paints the bands of a view's frame; None where there is nothing to see."""
        ...


class BandPainter(Protocol):
    """Paints one layer of one view; called by several threads at a time."""

    def paint(self, band: Band) -> None:
        """Paint the layer over a band."""
        ...


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
        """The opacity over the layers below, 0 to 1."""
        return self.symbol.layer_opacity

    def radius(self, scale: float, ratio: float = 1.0) -> float:
        """Return the radius of points: smaller where they would otherwise hide each other."""
        crowded = CROWDING * self._spacing * scale
        return min(self.symbol.radius * ratio, max(crowded, SMALLEST_RADIUS * ratio))

    def enlarged(self, scale: float) -> float:
        """Return how much of the least sizes of a symbol there is room for, 0 to 1."""
        extent = self.shapes.extent or (0.0, 0.0, 0.0, 0.0)
        wide, tall = (extent[2] - extent[0]) * scale, (extent[3] - extent[1]) * scale
        return min(CROWDED * max(wide, 1.0) * max(tall, 1.0) / len(self.shapes), 1.0)

    def prepared(self, view: View) -> "ShapePainter | None":
        """Return what paints the bands of a view's frame."""
        return ShapePainter(self, view) if len(self.shapes) else None


@dataclass(frozen=True)
class Stroke:
    """A pass of strokes along all rings or lines: colour and width of each class, opacity."""

    palette: npt.NDArray[np.int64]
    widths: npt.NDArray[np.float64]
    opacity: float


@dataclass(frozen=True)
class ShapePainter:
    """A drawing in one view."""

    drawing: Drawing
    view: View
    palette: npt.NDArray[np.int64] = field(init=False)
    strokes: Sequence[Stroke] = field(init=False)
    reach: float = field(init=False)

    def __post_init__(self) -> None:
        symbol = self.drawing.symbol
        strokes = self._strokes(symbol)
        radius = symbol.radius * self.view.ratio
        widest = [float(stroke.widths.max()) for stroke in strokes]
        sizes = (radius, symbol.minimum_side * self.view.ratio, *widest)
        for name, value in (
            ("palette", symbol.palette()), ("strokes", strokes), ("reach", max(sizes) + 1),
        ):  # fmt: skip
            object.__setattr__(self, name, value)

    def _strokes(self, symbol: Symbol) -> list[Stroke]:
        kind, ratio = self.drawing.shapes.kind, self.view.ratio
        if kind == "line":
            lines = Stroke(symbol.palette(), symbol.widths() * ratio, symbol.opacity)
            return [*self._halo(symbol, symbol.widths() * ratio), lines]
        fine = self.drawing.shapes.size * self.view.scale < FINE * ratio
        if kind == "point" or symbol.outline is None or (fine and not symbol.outlined_always):
            return []
        widths = np.full(len(symbol.colours) + 1, symbol.outline_width * ratio)
        outline = Stroke(symbol.line_palette(symbol.outline), widths, symbol.outline_opacity)
        return [*self._halo(symbol, widths), outline]

    def _halo(self, symbol: Symbol, widths: npt.NDArray[np.float64]) -> list[Stroke]:
        if symbol.halo is None:
            return []
        wide = widths + 2 * symbol.halo_width * self.view.ratio
        return [Stroke(symbol.line_palette(symbol.halo), wide, symbol.outline_opacity)]

    def paint(self, band: Band) -> None:
        """Paint filling, then strokes, over a band."""
        symbol, shapes = self.drawing.symbol, self.drawing.shapes
        ranges = self._ranges(band.place)
        dense = np.diff(ranges).sum() * DENSE > band.frame.size
        where = (band.target, band.place.left, band.place.top, ranges)
        flat = (shapes.coordinates, shapes.rings, shapes.parts, shapes.boxes)
        classes, transform = self.drawing.classes, self._transform()
        if symbol.opacity > 0 and shapes.kind == "area":
            room = self.drawing.enlarged(self.view.scale)
            least = int(round(symbol.minimum_cover * room * UNIT))
            side = symbol.minimum_side * self.view.ratio * math.sqrt(room)
            look = (shapes.areas, classes, self.palette)
            fill_areas(*where, *flat, *look, *transform, least, side)
            compose(band.frame, band.target, symbol.opacity, dense)
        elif symbol.opacity > 0 and shapes.kind == "point":
            radius = self.drawing.radius(self.view.scale, self.view.ratio)
            fill_discs(*where, *flat, classes, self.palette, *transform, radius)
            compose(band.frame, band.target, symbol.opacity, dense)
        for stroke in self.strokes:
            stroke_rings(*where, *flat, classes, stroke.palette, *transform, stroke.widths)
            compose(band.frame, band.target, stroke.opacity, dense)

    def _transform(self) -> tuple[float, float, float]:
        """Return scale, dx, dy: a coordinate x of the shapes is at pixel x * scale + dx."""
        (x, y), view = self.drawing.shapes.origin, self.view
        return view.scale, (x - view.left) * view.scale, (view.top - y) * view.scale

    def _ranges(self, tile: Tile) -> npt.NDArray[np.int64]:
        """Return the ranges of shapes that may touch the tile, widened by what is drawn."""
        shapes, view, reach = self.drawing.shapes, self.view, self.reach
        x, y = shapes.origin
        xmin, ymax = view.to_plane(tile.left - reach, tile.top - reach)
        xmax, ymin = view.to_plane(tile.left + tile.width + reach, tile.top + tile.height + reach)
        return shapes.cells.ranges(xmin - x, ymin - y, xmax - x, ymax - y, len(shapes))


def packed(colour: Colour) -> int:
    """Return a colour as a pixel of a frame."""
    red, green, blue = colour
    return 0xFF000000 | red << 16 | green << 8 | blue
