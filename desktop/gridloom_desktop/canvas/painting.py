"""Painting layers into a frame, the bands of it on several threads."""

import os
from collections import deque
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

from gridloom_desktop.canvas.cells import Cells
from gridloom_desktop.canvas.drawing import Drawing
from gridloom_desktop.canvas.frame import Band, BandPainter, Frame, Painted, Tile
from gridloom_desktop.canvas.shapes import ShapeKind, Shapes
from gridloom_desktop.canvas.symbol import Colour, Symbol
from gridloom_desktop.canvas.view import View

PAPER: Colour = (255, 255, 255)
KINDS: tuple[ShapeKind, ...] = ("area", "line", "point")
BAND = 64
"""Rows painted at a time: their accumulator stays in the processor's cache."""
MOST_THREADS = 4
_SPARE: deque[npt.NDArray[np.int64]] = deque(maxlen=MOST_THREADS)
"""Accumulators, cleared: new memory costs a frame of few shapes a tenth of its time."""


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
    waiting = iter(starts)  # who is done takes the next: bands differ, and so do the cores
    with ThreadPoolExecutor(threads) as pool:
        painters = [
            pool.submit(_paint_bands, frame, waiting, layers, tile, paper) for _ in range(threads)
        ]
        for painter in painters:
            painter.result()
    return frame


def warm_up(kinds: Iterable[ShapeKind] = KINDS) -> None:
    """Load or compile the kernels that paint these kinds of shapes."""
    corners = np.array([(0, 0), (9, 0), (9, 9), (0, 0)], dtype=np.float32)
    box, one = np.array([[0, 0, 9, 9]], dtype=np.float32), np.zeros(1, dtype=np.int64)
    cells = Cells(0.0, 0.0, 10.0, 1, 1, np.array([0, 1]))
    flat = (corners, np.array([0, 4]), np.array([0, 1]), box, np.full(1, 40, np.float32), one)
    symbol = Symbol(colours=((0, 0, 0),), classes=one, outline=(0, 0, 0))
    for kind in kinds:
        shapes = Shapes(kind, (0.0, 0.0), *flat, cells, 9.0)
        paint([Drawing(shapes, symbol)], View(0, 9, 1, 9, 9))


def _paint_bands(
    frame: Frame,
    starts: Iterable[int],
    layers: Sequence[tuple[BandPainter, float]],
    tile: Tile,
    paper: Colour,
) -> None:
    """Paint the bands of a tile that begin at these rows."""
    target = _accumulator(min(BAND, tile.height), tile.width + 2)
    for start in starts:
        rows = frame[start : start + BAND]
        rows.fill(_packed(paper))
        place = Tile(tile.left, tile.top + start, tile.width, len(rows))
        band = Band(rows, target[: len(rows)], place)
        for layer, opacity in layers:
            _paint_over(band, layer, opacity)
    _SPARE.append(target)


def _accumulator(height: int, width: int) -> npt.NDArray[np.int64]:
    """Return an accumulator of zeros, one that is left from an earlier frame if there is one."""
    try:
        spare = _SPARE.pop()
    except IndexError:
        return np.zeros((height, width, 2), dtype=np.int64)
    if spare.shape[:2] == (height, width):
        return spare
    return np.zeros((height, width, 2), dtype=np.int64)


def _paint_over(band: Band, layer: BandPainter, opacity: float) -> None:
    """Paint a layer over a band; one with an opacity as a whole, its outlines too."""
    if opacity >= 1:
        layer.paint(band)
        return
    from gridloom_desktop.canvas.kernels.composing import blend  # late: see units

    below = band.frame.copy()
    layer.paint(band)
    blend(band.frame, below, opacity)


def _packed(colour: Colour) -> int:
    red, green, blue = colour
    return 0xFF000000 | red << 16 | green << 8 | blue
