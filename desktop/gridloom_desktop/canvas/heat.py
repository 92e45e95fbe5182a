"""Heat: how dense points lie, smoothed over so many pixels of the screen."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridloom_desktop.canvas.frame import Band
from gridloom_desktop.canvas.shapes import Shapes
from gridloom_desktop.canvas.symbol import Colour
from gridloom_desktop.canvas.view import View

Grid = npt.NDArray[np.float64]

STEPS = 2.5
"""Cells of the grid to a standard deviation."""
TAIL = 4.0
"""Standard deviations beyond which a point is not felt."""
SHARES = 4
"""The points are counted in so many shares, whatever the threads: a sum depends on its order."""
CLEAR = 0.12
"""The share of the greatest density up to which the map below shines through."""
LEVELS = 256


@dataclass(frozen=True)
class Heat:
    """The density of the points of a layer, in a ramp of ``colours`` from the lowest on.

    ``sigma`` is the standard deviation of the Gaussian in pixels. ``weights`` (of each row of the
    layer; None: 1, NaN and below: 0) say how much a point counts; ``shown`` which rows count at
    all. The last colour stands for ``peak``, points (or weight) per square unit of the CRS; None
    is the greatest density in the view divided by ``strength``.
    """

    shapes: Shapes
    colours: tuple[Colour, ...]
    sigma: float = 12.0
    weights: npt.NDArray[np.float64] | None = None
    shown: npt.NDArray[np.bool_] | None = None
    peak: float | None = None
    strength: float = 1.0
    layer_opacity: float = 0.85

    def prepared(self, view: View) -> "HeatPainter | None":
        """Return what paints the bands of a view's frame; None where there is no point."""
        sigma = self.sigma * view.ratio
        step = max(sigma / STEPS, 1.0)
        density = self._density(view, sigma, step)
        peak = density.greatest / self.strength if self.peak is None else self.peak / view.scale**2
        if peak <= 0:
            return None
        return HeatPainter(density.grid, step, density.margin, peak, _ramp(self.colours))

    def greatest(self, view: View) -> float:
        """Return the greatest density in a view, per square unit of the CRS, for a legend."""
        sigma = self.sigma * view.ratio
        density = self._density(view, sigma, max(sigma / STEPS, 1.0))
        return density.greatest * view.scale**2

    def _density(self, view: View, sigma: float, step: float) -> "_Density":
        # Late: a map without heat does without it.
        from scipy.ndimage import gaussian_filter

        margin = int(np.ceil(TAIL * sigma / step)) + 1
        rows, columns = (int(np.ceil(side / step)) + 2 * margin + 2
                         for side in (view.height, view.width))  # fmt: skip
        grid = self._counted(view, step, margin, (rows, columns))
        # Spreading a point over four cells and reading between four widens it by step² / 3.
        narrow = np.sqrt(max(sigma**2 - step**2 / 3, 0.0)) / step
        grid = gaussian_filter(grid, narrow, mode="constant", truncate=TAIL) / step**2
        seen = grid[margin : rows - margin, margin : columns - margin]
        return _Density(grid, margin, float(seen.max(initial=0.0)))

    def _counted(self, view: View, step: float, margin: int, size: tuple[int, int]) -> Grid:
        """Return the weight of the points of each cell of a grid that begins left of the view."""
        from gridloom_desktop.canvas.kernels.density import count_points  # late: see units

        shapes, scale = self.shapes, view.scale
        (x, y), wide = shapes.origin, (margin + 1) * step / scale
        xmin, ymin, xmax, ymax = view.box
        box = (xmin - wide - x, ymin - wide - y, xmax + wide - x, ymax + wide - y)
        ranges = shapes.cells.ranges(*box, len(shapes))
        dx, dy = (x - view.left) * scale / step + margin, (view.top - y) * scale / step + margin
        weights = self._weights()
        flat = (shapes.coordinates, shapes.rings, shapes.parts, weights)
        grids = np.zeros((SHARES, *size))

        def count(share: int) -> None:
            count_points(grids[share], share, SHARES, ranges, *flat, scale / step, dx, dy)

        with ThreadPoolExecutor(SHARES) as pool:
            list(pool.map(count, range(SHARES)))
        return grids.sum(axis=0)

    def _weights(self) -> npt.NDArray[np.float32]:
        """Return the weight of each shape, in the shapes' order; empty where all are 1."""
        if self.weights is None and self.shown is None:
            return np.empty(0, dtype=np.float32)
        rows = self.shapes.positions
        weights = np.ones(len(rows)) if self.weights is None else self.weights.take(rows)
        weights = np.where(weights > 0, weights, 0.0)
        return (weights if self.shown is None else weights * self.shown.take(rows)).astype("f4")


@dataclass(frozen=True)
class _Density:
    grid: Grid
    margin: int
    greatest: float


@dataclass(frozen=True)
class HeatPainter:
    """A density in one view: per pixel, on a grid with a cell each ``step`` pixels.

    The middle of the grid's cell (``margin``, ``margin``) is the upper left corner of the frame.
    """

    grid: Grid
    step: float
    margin: int
    peak: float
    ramp: npt.NDArray[np.float32]

    def paint(self, band: Band) -> None:
        """Lay the colours over a band."""
        from gridloom_desktop.canvas.kernels.density import colour_density  # late: see units

        place = band.place
        colour_density(
            band.frame,
            place.left,
            place.top,
            self.grid,
            self.step,
            self.margin,
            self.peak,
            self.ramp,
        )


def _ramp(colours: Sequence[Colour]) -> npt.NDArray[np.float32]:
    """Return (levels, 4): red, green, blue, 0-255, and alpha, 0-1, from no density to the peak."""
    at = np.linspace(0, 1, LEVELS)
    places = np.linspace(0, 1, len(colours))
    channels = [np.interp(at, places, [colour[one] for colour in colours]) for one in range(3)]
    alpha = np.clip(at / CLEAR, 0, 1)
    return np.column_stack([*channels, alpha * alpha * (3 - 2 * alpha)]).astype(np.float32)
