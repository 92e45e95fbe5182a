"""Vector tiles as shapes of the map, painted by the canvas."""

import math
from dataclasses import dataclass

import numpy as np

from gridloom_desktop.basemap.archive import TileArchive, unpacked
from gridloom_desktop.basemap.grid import grid_of
from gridloom_desktop.basemap.kept import Kept
from gridloom_desktop.basemap.looks import LOOKS, look_number, width_at
from gridloom_desktop.basemap.mvt import TilePart, outlines, read_tile
from gridloom_desktop.basemap.placing import Placing
from gridloom_desktop.basemap.tiling import (
    HALF,
    TileRange,
    overlap,
    side_of,
    tiles_in,
    zoom_for,
)
from gridloom_desktop.basemap.toning import Toning
from gridloom_desktop.canvas import Drawing, Shapes, Symbol, View, shapes_from
from gridloom_layers.geometry.wkb import Ragged, joined

MEMORY = 256 << 20
"""Bytes of shapes that are kept."""
USUAL_SIZE = 512
"""Pixels that a vector tile is meant to be drawn at."""
MOST_TILES = 96
Pieces = dict[int, Ragged]
"""The shapes of a tile by the number of their look, in the CRS of the map."""


@dataclass(frozen=True)
class _Scene:
    """The shapes of some tiles by the number of their look, the lowest first."""

    tiles: TileRange | None = None
    shapes: tuple[tuple[int, Shapes], ...] = ()


class VectorTiles:
    """A basemap of vector tiles in the CRS of the map."""

    def __init__(self, archive: TileArchive, placing: Placing) -> None:
        self._archive, self._placing = archive, placing
        self.facts = archive.facts
        self._kept: Kept[Pieces] = Kept(MEMORY, _bytes)
        self._scene = _Scene()

    def close(self) -> None:
        """Let go of the archive."""
        self._archive.close()

    def drawings(self, view: View, toning: Toning) -> list[Drawing]:
        """Return what is drawn in a view, the lowest first; nothing where the archive has none."""
        grid = grid_of(view, self._placing)
        shared = overlap(grid.box, self.facts.box) if grid.box else None
        if shared is None:
            return []
        resolution = grid.resolution * view.ratio
        zoom = zoom_for(resolution, USUAL_SIZE, self.facts.lowest, self.facts.highest)
        tiles = tiles_in(shared, zoom)
        if len(tiles) > MOST_TILES:
            return []
        scene = self._scene
        if scene.tiles != tiles:
            self._scene = scene = _Scene(tiles, self._together(tiles))
        exact = math.log2(2 * HALF / (USUAL_SIZE * resolution))
        return [_drawing(shapes, number, exact, toning) for number, shapes in scene.shapes]

    def _together(self, tiles: TileRange) -> tuple[tuple[int, Shapes], ...]:
        found = [self._pieces(tiles.zoom, *place) for place in tiles.places()]
        return tuple(
            (number, shapes_from(look.kind, [joined(pieces)]))
            for number, (_, _, look) in enumerate(LOOKS)
            if (pieces := [one[number] for one in found if number in one])
        )

    def _pieces(self, zoom: int, column: int, row: int) -> Pieces:
        return self._kept.get((zoom, column, row), lambda: self._read(zoom, column, row))

    def _read(self, zoom: int, column: int, row: int) -> Pieces:
        tile = self._archive.read(zoom, column, row)
        content = unpacked(tile) if tile else None
        pieces: dict[int, list[Ragged]] = {}
        for part in read_tile(content) if content else []:
            number = look_number(part.layer, part.name, part.kind)
            if number is not None:
                pieces.setdefault(number, []).append(self._placed(part, zoom, column, row))
        return {number: joined(found) for number, found in pieces.items()}

    def _placed(self, part: TilePart, zoom: int, column: int, row: int) -> Ragged:
        """Return the features of a part of a tile in the CRS of the map."""
        found, side = outlines(part), side_of(zoom)
        x = (column + found.xy[:, 0]) * side - HALF
        y = HALF - (row + found.xy[:, 1]) * side
        coordinates = np.column_stack(self._placing.to_map(x, y))
        areas = np.full(len(found.holes), part.kind == "area")
        return Ragged(coordinates, found.rings, found.parts, areas, found.holes)


def _drawing(shapes: Shapes, number: int, zoom: float, toning: Toning) -> Drawing:
    look = LOOKS[number][2]
    classes = np.zeros(int(shapes.positions.max(initial=-1)) + 1, dtype=np.int16)
    colours = (toning.toned(look.colour),)
    return Drawing(shapes, Symbol(colours, classes, line_width=width_at(look, zoom)))


def _bytes(pieces: Pieces) -> int:
    return sum(one.coordinates.nbytes + one.rings.nbytes + one.parts.nbytes
               for one in pieces.values())  # fmt: skip
