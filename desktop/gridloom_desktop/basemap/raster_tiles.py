"""Tiles that are pictures: the ones that a view needs, put together."""

import numpy as np

from gridloom_desktop.basemap.archive import TileArchive
from gridloom_desktop.basemap.kept import Kept
from gridloom_desktop.basemap.pictures import Pixels, decoded, enlarged, halved
from gridloom_desktop.basemap.tiling import (
    MERCATOR,
    TileRange,
    overlap,
    side_of,
    tiles_in,
    zoom_for,
)
from gridloom_desktop.basemap.warping import Mosaic
from gridloom_desktop.canvas import Box

MEMORY = 256 << 20
"""Bytes of decoded tiles that are kept: five screens of them."""
USUAL_SIZE = 256
FARTHEST_PARENT = 6
"""From how many zooms above a missing tile is taken."""
FARTHEST_CHILD = 3
"""So many zooms below the first of an archive its tiles are still put together from theirs."""
MOST_TILES = 400
NOTHING = np.zeros((1, 1), dtype=np.uint32)


class RasterTiles:
    """Pictures of an archive as one picture in Web Mercator."""

    crs = MERCATOR

    def __init__(self, archive: TileArchive) -> None:
        self._archive = archive
        self.facts = archive.facts
        self._kept: Kept[Pixels] = Kept(MEMORY, lambda pixels: pixels.nbytes)
        sample = decoded(archive.sample)
        self.size = USUAL_SIZE if sample is None else len(sample)

    def close(self) -> None:
        """Let go of the archive."""
        self._archive.close()

    def mosaic(self, box: Box, resolution: float) -> Mosaic | None:
        """Return what the archive has of a box, in pixels of about ``resolution`` metres.

        None where the box lies outside it, or is so large that its tiles would be too many.
        """
        shared = overlap(box, self.facts.box)
        if shared is None:
            return None
        lowest = max(self.facts.lowest - FARTHEST_CHILD, 0)
        wanted = tiles_in(shared, zoom_for(resolution, self.size, lowest, self.facts.highest))
        if len(wanted) > MOST_TILES:
            return None
        pixel = side_of(wanted.zoom) / self.size
        left, top = wanted.origin
        return Mosaic(self._together(wanted), left, top, (pixel, pixel))

    def _together(self, wanted: TileRange) -> Pixels:
        size = self.size
        rows, columns = wanted.bottom - wanted.top, wanted.right - wanted.left
        pixels = np.zeros((rows * size, columns * size), dtype=np.uint32)
        for column, row in wanted.places():
            tile = self._tile(wanted.zoom, column, row)
            if tile is not NOTHING:
                top, left = (row - wanted.top) * size, (column - wanted.left) * size
                pixels[top : top + size, left : left + size] = tile
        return pixels

    def _tile(self, zoom: int, column: int, row: int) -> Pixels:
        return self._kept.get((zoom, column, row), lambda: self._made(zoom, column, row))

    def _made(self, zoom: int, column: int, row: int) -> Pixels:
        """Return a tile of the archive, else its part of the tile above, or of those below."""
        if zoom < self.facts.lowest:
            return self._from_children(zoom, column, row)
        own = self._own(zoom, column, row)
        if own is not NOTHING:
            return own
        for above in range(1, min(FARTHEST_PARENT, zoom - self.facts.lowest) + 1):
            share = 1 << above
            parent = self._own(zoom - above, column >> above, row >> above)
            if parent is not NOTHING and self.size % share == 0:
                return enlarged(parent, column % share, row % share, share)
        return NOTHING

    def _own(self, zoom: int, column: int, row: int) -> Pixels:
        return self._kept.get(("own", zoom, column, row), lambda: self._read(zoom, column, row))

    def _read(self, zoom: int, column: int, row: int) -> Pixels:
        tile = self._archive.read(zoom, column, row)
        pixels = decoded(tile) if tile else None
        return NOTHING if pixels is None or pixels.shape != (self.size, self.size) else pixels

    def _from_children(self, zoom: int, column: int, row: int) -> Pixels:
        large = np.zeros((2 * self.size, 2 * self.size), dtype=np.uint32)
        found = False
        for i in range(4):
            right, down = i % 2, i // 2
            child = self._tile(zoom + 1, 2 * column + right, 2 * row + down)
            if child is not NOTHING:
                found, size = True, self.size
                large[down * size :, right * size :][:size, :size] = child
        return halved(large) if found else NOTHING
