"""Pixels of any source in a frame of the map."""

from typing import Protocol

import numpy as np

from gridloom_desktop.basemap.grid import grid_of
from gridloom_desktop.basemap.placing import Placing
from gridloom_desktop.basemap.toning import AS_IT_COMES, Toning
from gridloom_desktop.basemap.warping import Mosaic, warp
from gridloom_desktop.canvas import Box, Colour, Frame, View

WHITE: Colour = (255, 255, 255)


class RasterSource(Protocol):
    """Where pixels come from: tiles or one large picture, in one CRS."""

    def mosaic(self, box: Box, resolution: float) -> Mosaic | None:
        """Return the pixels of a box of its CRS, about ``resolution`` wide; None for nothing."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


def paint(
    source: RasterSource,
    view: View,
    placing: Placing,
    *,
    paper: Colour = WHITE,
    toning: Toning = AS_IT_COMES,
) -> Frame:
    """Return the frame of a view of a source; paper where it has nothing.

    Each pixel is taken from within 0.25 pixels of its exact place. On a screen of high resolution
    pixels of the source are up to 1.4 times as large, so that what is written in tiles is legible.
    """
    grid = grid_of(view, placing)
    # The box and the resolution are those of the nodes: exact where it matters, and cheap.
    resolution = grid.resolution * view.ratio**0.5
    found = source.mosaic(grid.box, resolution) if grid.box else None
    if found is None:
        found = Mosaic(np.zeros((1, 1), dtype=np.uint32), 0.0, 0.0, (1.0, 1.0))
        grid = grid.nowhere
    return warp(found, grid, view.width, view.height, paper, toning)
