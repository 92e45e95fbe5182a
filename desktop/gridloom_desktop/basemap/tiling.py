"""The usual scheme of tiles: the world in Web Mercator, halved each way with every zoom."""

import math
from dataclasses import dataclass

from gridloom_desktop.canvas import Box

MERCATOR = "EPSG:3857"
HALF = math.pi * 6378137.0
"""Metres from the middle of the world to its edge."""
DEEPEST = 24
"""The closest zoom that is taken from an archive; one pixel is 1 cm there."""
NORTHERNMOST = 85.051129


@dataclass(frozen=True)
class TileRange:
    """The tiles of a zoom from (``left``, ``top``) to before (``right``, ``bottom``).

    Columns count from the west, rows from the north.
    """

    zoom: int
    left: int
    top: int
    right: int
    bottom: int

    def __len__(self) -> int:
        return max(self.right - self.left, 0) * max(self.bottom - self.top, 0)

    @property
    def origin(self) -> tuple[float, float]:
        """The upper left corner in metres of Web Mercator."""
        side = side_of(self.zoom)
        return self.left * side - HALF, HALF - self.top * side

    def places(self) -> list[tuple[int, int]]:
        """Return column and row of each tile, row by row."""
        columns, rows = range(self.left, self.right), range(self.top, self.bottom)
        return [(column, row) for row in rows for column in columns]


def side_of(zoom: int) -> float:
    """Return the side of a tile in metres of Web Mercator."""
    return 2 * HALF / (1 << zoom)


def tiles_in(box: Box, zoom: int) -> TileRange:
    """Return the tiles that a box of Web Mercator touches.

    >>> tiles_in((1.0, 1.0, 2.0, 2.0), 1)
    TileRange(zoom=1, left=1, top=0, right=2, bottom=1)
    """
    side, last = side_of(zoom), (1 << zoom) - 1
    xmin, ymin, xmax, ymax = (min(max(one, -HALF), HALF) for one in box)
    left, right = (min(int((x + HALF) / side), last) for x in (xmin, xmax))
    top, bottom = (min(int((HALF - y) / side), last) for y in (ymax, ymin))
    return TileRange(zoom, left, top, right + 1, bottom + 1)


def zoom_for(resolution: float, size: int, lowest: int, highest: int) -> int:
    """Return the zoom whose pixels come nearest to ``resolution`` metres.

    ``size`` is the pixels of a tile each way; the zoom is one from ``lowest`` to ``highest``.

    >>> zoom_for(2 * HALF / 256 / 2**10 * 1.3, 256, 0, 18)
    10
    """
    exact = math.log2(2 * HALF / (size * resolution))
    return min(max(round(exact), lowest), highest)


def mercator_box(west: float, south: float, east: float, north: float) -> Box:
    """Return a box of degrees in Web Mercator.

    >>> [round(one) for one in mercator_box(-180, -90, 180, 90)]
    [-20037508, -20037508, 20037508, 20037508]
    """
    return (*_mercator(west, south), *_mercator(east, north))


def _mercator(longitude: float, latitude: float) -> tuple[float, float]:
    latitude = min(max(latitude, -NORTHERNMOST), NORTHERNMOST)
    y = math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)) * 6378137.0
    return longitude / 180 * HALF, y


def overlap(first: Box, second: Box) -> Box | None:
    """Return what two boxes have in common; None where they are apart."""
    xmin, ymin = max(first[0], second[0]), max(first[1], second[1])
    xmax, ymax = min(first[2], second[2]), min(first[3], second[3])
    return (xmin, ymin, xmax, ymax) if xmin < xmax and ymin < ymax else None
