"""What is painted of the shapes of a layer, pass after pass: fillings, discs, strokes, squares.

Kernels are imported where they are run: numba takes longer to load than a window to open.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from gridloom_desktop.canvas.frame import Band, Tile
from gridloom_desktop.canvas.shapes import Shapes
from gridloom_desktop.canvas.view import View

Palette = npt.NDArray[np.int64]
"""(classes + 1, 2), the last for what is hidden; see ``Symbol.palette``."""
Floats = npt.NDArray[np.float32]
Offsets = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Shown:
    """The shapes of a band: where the tile is, which ranges touch it, how they are placed."""

    band: Band
    shapes: Shapes
    classes: npt.NDArray[np.int16]
    ranges: npt.NDArray[np.int64]
    transform: tuple[float, float, float]

    @property
    def where(self) -> tuple[npt.NDArray[np.int64], int, int, npt.NDArray[np.int64]]:
        """Accumulator, its left and top in the frame, the ranges."""
        return self.band.target, self.band.place.left, self.band.place.top, self.ranges

    @property
    def flat(self) -> tuple[Floats, Offsets, Offsets, Floats]:
        """The arrays of the shapes, as the kernels take them."""
        shapes = self.shapes
        return shapes.coordinates, shapes.rings, shapes.parts, shapes.boxes


class Pass(Protocol):
    """One pass over the shapes in a view; sizes are in pixels of its frame."""

    @property
    def opacity(self) -> float:
        """Of what is painted, 0 to 1."""
        ...

    @property
    def reach(self) -> float:
        """How far it paints beyond the shapes, in pixels."""
        ...

    def add(self, shown: Shown) -> None:
        """Add the coverage of the shapes to the accumulator."""
        ...


@dataclass(frozen=True)
class Filling:
    """Areas, filled; one within a pixel covers at least ``least`` (units of coverage) of it.

    Those smaller than ``smallest`` each way are left out.
    """

    palette: Palette
    opacity: float
    least: int = 0
    smallest: float = 0.0
    reach: float = 0.0

    def add(self, shown: Shown) -> None:
        """Add the areas."""
        from gridloom_desktop.canvas.kernels.filling import fill_areas

        look = (shown.shapes.areas, shown.classes, self.palette)
        fill_areas(*shown.where, *shown.flat, *look, *shown.transform, self.least, self.smallest)


@dataclass(frozen=True)
class Discs:
    """Points as discs."""

    palette: Palette
    opacity: float
    radius: float

    @property
    def reach(self) -> float:
        """The radius."""
        return self.radius

    def add(self, shown: Shown) -> None:
        """Add the discs."""
        from gridloom_desktop.canvas.kernels.discs import fill_discs

        look = (shown.classes, self.palette)
        fill_discs(*shown.where, *shown.flat, *look, *shown.transform, self.radius)


@dataclass(frozen=True)
class Strokes:
    """Rings or lines, stroked; ``widths`` of each class. Smaller shapes than ``least`` are not."""

    palette: Palette
    opacity: float
    widths: npt.NDArray[np.float64]
    least: float = 0.0

    @property
    def reach(self) -> float:
        """The greatest width: more than half of it, for the corners."""
        return float(self.widths.max())

    def add(self, shown: Shown) -> None:
        """Add the strokes."""
        from gridloom_desktop.canvas.kernels.stroking import stroke_rings

        look = (shown.classes, self.palette)
        stroke_rings(*shown.where, *shown.flat, *look, *shown.transform, self.widths, self.least)


@dataclass(frozen=True)
class Squares:
    """A square of ``side`` whole pixels for each shape that is smaller than ``below``."""

    palette: Palette
    opacity: float
    side: int
    below: float

    @property
    def reach(self) -> float:
        """The side."""
        return self.side

    def add(self, shown: Shown) -> None:
        """Add the squares."""
        from gridloom_desktop.canvas.kernels.filling import fill_squares

        look = (shown.shapes.boxes, shown.classes, self.palette)
        fill_squares(*shown.where, *look, *shown.transform, self.side, self.below)


@dataclass(frozen=True)
class Passes:
    """All passes over the shapes of one layer in one view."""

    shapes: Shapes
    classes: npt.NDArray[np.int16]
    view: View
    passes: Sequence[Pass]

    def paint(self, band: Band) -> None:
        """Paint them one after another over a band."""
        from gridloom_desktop.canvas.kernels.composing import compose

        reach = max((one.reach for one in self.passes), default=0.0) + 1
        ranges = self._ranges(band.place, reach)
        shown = Shown(band, self.shapes, self.classes, ranges, self._transform())
        for one in self.passes:
            if one.opacity > 0:
                one.add(shown)
                compose(band.frame, band.target, one.opacity)

    def _transform(self) -> tuple[float, float, float]:
        """Return scale, dx, dy: a coordinate x of the shapes is at pixel x * scale + dx."""
        (x, y), view = self.shapes.origin, self.view
        return view.scale, (x - view.left) * view.scale, (view.top - y) * view.scale

    def _ranges(self, tile: Tile, reach: float) -> npt.NDArray[np.int64]:
        """Return the ranges of shapes that may touch the tile, widened by ``reach`` pixels."""
        x, y = self.shapes.origin
        view = self.view
        xmin, ymax = view.to_plane(tile.left - reach, tile.top - reach)
        xmax, ymin = view.to_plane(tile.left + tile.width + reach, tile.top + tile.height + reach)
        return self.shapes.cells.ranges(xmin - x, ymin - y, xmax - x, ymax - y, len(self.shapes))
