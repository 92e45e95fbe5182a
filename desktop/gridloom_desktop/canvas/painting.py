"""Painting layers into a frame: fill, outline, strokes and discs, all as area coverage."""

import math
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import shapely

from gridloom_desktop.canvas.composing import blend, compose
from gridloom_desktop.canvas.coverage import UNIT
from gridloom_desktop.canvas.filling import fill_areas, fill_discs
from gridloom_desktop.canvas.frame import Band, BandPainter, Frame, Painted, Tile
from gridloom_desktop.canvas.shapes import ShapeKind, Shapes, build_shapes
from gridloom_desktop.canvas.stroking import stroke_rings
from gridloom_desktop.canvas.symbol import Colour, Symbol
from gridloom_desktop.canvas.view import View

PAPER: Colour = (255, 255, 255)
FINE = 6.0
"""Outlines are left out where the middling shape is smaller than this, in pixels."""
CROWDING, SMALLEST_RADIUS = 0.3, 0.8
"""Points get at most this share of their mean spacing as radius, and at least so many pixels."""
BAND = 64
"""Rows painted at a time: their accumulator stays in the processor's cache."""
MOST_THREADS = 4


class Drawing:
    """A layer ready to be painted: its shapes, its symbol, the classes in the shapes' order."""

    def __init__(self, shapes: Shapes, symbol: Symbol) -> None:
        self.shapes = shapes
        self.symbol = symbol
        self.classes = np.asarray(symbol.classes)[shapes.positions].astype(np.int16)
        self.palette = symbol.palette()
        self.outlines = symbol.outline_palette()
        self._spacing = shapes.spacing or math.inf

    @property
    def layer_opacity(self) -> float:
        """The opacity over the layers below: that of the symbol is of fill and outline each."""
        return 1.0

    def prepared(self, view: View) -> "ShapePainter | None":
        """Return what paints the bands of a view's frame."""
        return ShapePainter(self, view) if len(self.shapes) else None

    def radius(self, scale: float, ratio: float = 1.0) -> float:
        """Return the radius of points: smaller where they would otherwise hide each other."""
        crowded = CROWDING * self._spacing * scale
        return min(self.symbol.radius * ratio, max(crowded, SMALLEST_RADIUS * ratio))


@dataclass(frozen=True)
class ShapePainter:
    """Paints a drawing in a view."""

    drawing: Drawing
    view: View

    def paint(self, band: Band) -> None:
        """Paint the shapes over a band."""
        _paint_band(band.frame, band.target, self.drawing, self.view, band.place)


def paint(
    drawings: Sequence[Painted],
    view: View,
    *,
    paper: Colour = PAPER,
    tile: Tile | None = None,
) -> Frame:
    """Paint layers, the lowest first, and return the frame, or one tile of it.

    The pixels of a tile are those of the whole frame, bit for bit. Where shapes of one layer
    overlap, their colours mix; an upper layer covers a lower one.
    """
    tile = tile or Tile(0, 0, view.width, view.height)
    frame = np.empty((tile.height, tile.width), dtype=np.uint32)
    prepared = [(drawing.prepared(view), drawing.layer_opacity) for drawing in drawings]
    layers = [(layer, opacity) for layer, opacity in prepared if layer is not None and opacity > 0]
    starts = range(0, tile.height, BAND)
    threads = max(min(os.cpu_count() or 1, MOST_THREADS, len(starts)), 1)
    with ThreadPoolExecutor(threads) as pool:
        shares = [starts[first::threads] for first in range(threads)]
        list(pool.map(lambda share: _paint_bands(frame, share, layers, tile, paper), shares))
    return frame


def warm_up() -> None:
    """Load or compile the kernels, so that the first frame need not wait for them."""
    shapes: dict[ShapeKind, shapely.Geometry] = {
        "area": shapely.box(0, 0, 9, 9),
        "line": shapely.LineString([(0, 0), (9, 9)]),
        "point": shapely.Point(1, 1),
    }
    symbol = Symbol(colours=((0, 0, 0),), classes=np.zeros(1, np.int16), outline=(0, 0, 0))
    for kind, geometry in shapes.items():
        built = build_shapes(kind, [pa.array([shapely.to_wkb(geometry)], pa.binary())])
        paint([Drawing(built, symbol)], View(0, 9, 1, 9, 9))


def _paint_bands(
    frame: Frame,
    starts: Sequence[int],
    layers: Sequence[tuple[BandPainter, float]],
    tile: Tile,
    paper: Colour,
) -> None:
    """Paint the bands of a tile that begin at these rows."""
    target = np.zeros((min(BAND, tile.height), tile.width + 2, 2), dtype=np.int64)
    for start in starts:
        rows = frame[start : start + BAND]
        rows.fill(_packed(paper))
        place = Tile(tile.left, tile.top + start, tile.width, len(rows))
        band = Band(rows, target[: len(rows)], place)
        for layer, opacity in layers:
            _paint_over(band, layer, opacity)


def _paint_over(band: Band, layer: BandPainter, opacity: float) -> None:
    """Paint a layer over a band; one with an opacity as a whole, its outlines too."""
    if opacity >= 1:
        layer.paint(band)
        return
    below = band.frame.copy()
    layer.paint(band)
    blend(band.frame, below, opacity)


def _packed(colour: Colour) -> int:
    red, green, blue = colour
    return 0xFF000000 | red << 16 | green << 8 | blue


def _paint_band(
    band: Frame, target: npt.NDArray[np.int64], drawing: Drawing, view: View, place: Tile
) -> None:
    shapes, symbol = drawing.shapes, drawing.symbol
    widths = {"area": symbol.outline_width, "line": symbol.line_width, "point": symbol.radius}
    ranges = _ranges(shapes, view, place, widths[shapes.kind] * view.ratio + 1)
    where = (target, place.left, place.top, ranges)
    flat = (shapes.coordinates, shapes.rings, shapes.parts, shapes.boxes)
    transform = _transform(shapes, view)
    look = (drawing.classes, drawing.palette)
    if symbol.opacity > 0:
        if shapes.kind == "area":
            least = round(symbol.minimum_cover * UNIT)
            fill_areas(*where, *flat, shapes.areas, *look, *transform, least)
        elif shapes.kind == "line":
            stroke_rings(*where, *flat, *look, *transform, symbol.line_width * view.ratio)
        else:
            fill_discs(*where, *flat, *look, *transform, drawing.radius(view.scale, view.ratio))
        compose(band, target, symbol.opacity)
    fine = shapes.size * view.scale < FINE * view.ratio
    if symbol.outline is not None and shapes.kind == "area" and not fine:
        look = (drawing.classes, drawing.outlines)
        stroke_rings(*where, *flat, *look, *transform, symbol.outline_width * view.ratio)
        compose(band, target, symbol.outline_opacity)


def _transform(shapes: Shapes, view: View) -> tuple[float, float, float]:
    """Return scale, dx, dy: a coordinate x of the shapes is at pixel x * scale + dx."""
    x, y = shapes.origin
    return view.scale, (x - view.left) * view.scale, (view.top - y) * view.scale


def _ranges(shapes: Shapes, view: View, tile: Tile, reach: float) -> npt.NDArray[np.int64]:
    """Return the ranges of shapes that may touch the tile, widened by ``reach`` pixels."""
    x, y = shapes.origin
    xmin, ymax = view.to_plane(tile.left - reach, tile.top - reach)
    xmax, ymin = view.to_plane(tile.left + tile.width + reach, tile.top + tile.height + reach)
    return shapes.cells.ranges(xmin - x, ymin - y, xmax - x, ymax - y, len(shapes))
