"""Basemaps as the canvas paints them: pixels of any source, or shapes, under all layers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from gridloom_desktop.basemap.grid import grid_of
from gridloom_desktop.basemap.pictures import Pixels
from gridloom_desktop.basemap.placing import Placing
from gridloom_desktop.basemap.toning import AS_IT_COMES, Toning
from gridloom_desktop.basemap.warping import Mosaic, lay_over, warp
from gridloom_desktop.canvas import Box, Drawing, View
from gridloom_desktop.canvas.frame import Band, BandPainter
from gridloom_layers.errors import BadInput

Failed = Callable[[BadInput], object]


class RasterSource(Protocol):
    """Where pixels come from: tiles or one large picture, in one CRS."""

    def mosaic(self, box: Box, resolution: float) -> Mosaic | None:
        """Return the pixels of a box of its CRS, about ``resolution`` wide; None for nothing."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


def pixels_of(
    source: RasterSource, view: View, placing: Placing, toning: Toning = AS_IT_COMES
) -> Pixels | None:
    """Return the pixels of a view of a source, transparent where it has nothing; None for nothing.

    Each pixel is taken from within 0.25 pixels of its exact place. On a screen of high resolution
    pixels of the source are up to 1.4 times as large, so that what is written in tiles is legible.
    """
    grid = grid_of(view, placing)
    if grid.box is None:
        return None
    found = source.mosaic(grid.box, grid.resolution * view.ratio**0.5)
    return None if found is None else warp(found, grid, view.width, view.height, toning)


@dataclass(frozen=True)
class PictureDrawing:
    """Pixels of a source; what cannot be read is told to ``failed``, in the painting thread."""

    source: RasterSource
    placing: Placing
    toning: Toning
    failed: Failed

    @property
    def layer_opacity(self) -> float:
        """The opacity over the paper."""
        return self.toning.opacity

    def prepared(self, view: View) -> "PicturePainter | None":
        """Return what paints the bands of a view's frame."""
        try:
            pixels = pixels_of(self.source, view, self.placing, self.toning)
        except BadInput as fault:
            self.failed(fault)
            return None
        return None if pixels is None else PicturePainter(pixels)


@dataclass(frozen=True)
class PicturePainter:
    """Lays pixels of the whole frame over its bands."""

    pixels: Pixels

    def paint(self, band: Band) -> None:
        """Lay the pixels over a band."""
        place = band.place
        rows = self.pixels[place.top : place.top + place.height]
        lay_over(band.frame, np.ascontiguousarray(rows[:, place.left : place.left + place.width]))


@dataclass(frozen=True)
class ShapeGroup:
    """Drawings that are one layer: ``drawings`` gives those of a view, the lowest first."""

    drawings: Callable[[View], Sequence[Drawing]]
    toning: Toning

    @property
    def layer_opacity(self) -> float:
        """The opacity over the paper, of all together."""
        return self.toning.opacity

    def prepared(self, view: View) -> "GroupPainter | None":
        """Return what paints the bands of a view's frame."""
        prepared = [drawing.prepared(view) for drawing in self.drawings(view)]
        painters = [painter for painter in prepared if painter is not None]
        return GroupPainter(painters) if painters else None


@dataclass(frozen=True)
class GroupPainter:
    """Paints several layers as one."""

    painters: Sequence[BandPainter]

    def paint(self, band: Band) -> None:
        """Paint them over a band, one after another."""
        for painter in self.painters:
            painter.paint(band)
