"""Archives of tiles with known content, for tests, pictures and measurements.

Each pixel of a *smooth* tile tells where it lies: its colour is a function of its place. A *board*
is a checkerboard with the numbers of the tiles, to be looked at. Vector tiles are cut from shapes
in Web Mercator.
"""

import gzip
import io
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import mapbox_vector_tile
import numpy as np
import numpy.typing as npt
import shapely
from PIL import Image, ImageDraw
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from gridloom_desktop.basemap.tiling import HALF, side_of, tiles_in
from gridloom_desktop.canvas import Box

Floats = npt.NDArray[np.float64]
Tiles = Mapping[tuple[int, int, int], bytes]
"""Tiles by zoom, column and row, rows counted from the north."""
SIZE = 256
WAVE = 20_000.0
"""Metres of Web Mercator after which the colours of smooth tiles come again."""
EXTENT = 4096
TYPES = {"png": TileType.PNG, "jpg": TileType.JPEG, "webp": TileType.WEBP, "pbf": TileType.MVT}


def smooth(x: Floats, y: Floats) -> npt.NDArray[np.float64]:
    """Return red, green and blue (…, 3), 0 to 255, of places of Web Mercator."""
    turns = 2 * np.pi / WAVE
    waves = np.sin(x * turns), np.sin(y * turns), np.sin((x + y) * turns / 3)
    return 127.5 + 100 * np.stack(waves, axis=-1)


def middles(zoom: int, column: int, row: int, size: int = SIZE) -> tuple[Floats, Floats]:
    """Return x and y (size, size) of the middles of a tile's pixels."""
    side = side_of(zoom)
    shares = (np.arange(size) + 0.5) / size
    x, y = (column + shares) * side - HALF, HALF - (row + shares) * side
    across, down = np.meshgrid(x, y)
    return across, down


def smooth_tile(zoom: int, column: int, row: int, form: str = "PNG", size: int = SIZE) -> bytes:
    """Return a smooth tile."""
    colours = smooth(*middles(zoom, column, row, size))
    return packed(Image.fromarray((colours + 0.5).astype(np.uint8), "RGB"), form)


def board_tile(zoom: int, column: int, row: int) -> bytes:
    """Return a tile of a checkerboard with its numbers in it."""
    shade = ("#dfe9f2", "#f6f1e4")[(column + row) % 2]
    image = Image.new("RGB", (SIZE, SIZE), shade)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, SIZE - 1, SIZE - 1), outline="#7d8fa3")
    for i in range(1, 4):
        pen.line((i * 64, 0, i * 64, SIZE), fill="#c3ced9")
        pen.line((0, i * 64, SIZE, i * 64), fill="#c3ced9")
    pen.text((12, 10), f"{zoom} / {column} / {row}", fill="#33475b")
    pen.ellipse((118, 118, 138, 138), fill="#c0504d")
    return packed(image, "PNG")


def packed(image: Image.Image, form: str) -> bytes:
    """Return an image as PNG, JPEG or WebP (both of these without a loss that matters)."""
    target = io.BytesIO()
    options = {"PNG": {"compress_level": 1}, "JPEG": {"quality": 95}, "WEBP": {"lossless": True}}
    image.save(target, form, **options[form])
    return target.getvalue()


def tiles_of(
    box: Box, zooms: Iterable[int], draw: Callable[[int, int, int], bytes]
) -> dict[tuple[int, int, int], bytes]:
    """Return the tiles that a box of Web Mercator touches."""
    return {
        (zoom, *place): draw(zoom, *place)
        for zoom in zooms
        for place in tiles_in(box, zoom).places()
    }


def vector_tile(
    layers: Mapping[str, Iterable[tuple[shapely.Geometry, Mapping[str, str]]]],
    zoom: int,
    column: int,
    row: int,
    *,
    reach: float = 1 / 64,
) -> bytes:
    """Return a packed vector tile of shapes in Web Mercator, which reaches over its borders."""
    side = side_of(zoom)
    left, top = column * side - HALF, HALF - row * side
    around = shapely.box(left, top - side, left + side, top).buffer(
        reach * side, join_style="mitre"
    )
    found = [
        {
            "name": name,
            "features": [
                {"geometry": part, "properties": dict(attributes)}
                for shape, attributes in features
                for part in shapely.get_parts(shapely.intersection(shape, around))
                if shapely.get_dimensions(part) == shapely.get_dimensions(shape)
            ],
        }
        for name, features in layers.items()
    ]
    options = {"quantize_bounds": (left, top - side, left + side, top), "extents": EXTENT}
    return gzip.compress(mapbox_vector_tile.encode(found, default_options=options))


def write_mbtiles(path: Path, tiles: Tiles, form: str = "png", **metadata: str) -> Path:
    """Write tiles as MBTiles."""
    with sqlite3.connect(path) as file:
        file.executescript(
            "CREATE TABLE metadata (name text, value text);"
            "CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer,"
            " tile_data blob);"
            "CREATE UNIQUE INDEX tile ON tiles (zoom_level, tile_column, tile_row);"
        )
        file.executemany(
            "INSERT INTO metadata VALUES (?, ?)", [("format", form), *metadata.items()]
        )
        rows = ((z, x, (1 << z) - 1 - y, data) for (z, x, y), data in tiles.items())
        file.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", rows)
    file.close()
    return path


def write_pmtiles(path: Path, tiles: Tiles, form: str = "png", **metadata: str) -> Path:
    """Write tiles as PMTiles."""
    with path.open("wb") as target:
        writer = Writer(target)
        for place in sorted(tiles, key=lambda one: zxy_to_tileid(*one)):
            writer.write_tile(zxy_to_tileid(*place), tiles[place])
        gzipped = form == "pbf"
        header = {
            "tile_type": TYPES[form],
            "tile_compression": Compression.GZIP if gzipped else Compression.NONE,
            **dict(zip(("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7"), degrees(tiles),
                       strict=True)),
        }  # fmt: skip
        writer.finalize(header, metadata)
    return path


def degrees(tiles: Tiles) -> Iterator[int]:
    """Yield west, south, east, north of all tiles of the deepest zoom, in 1e-7 degrees."""
    zoom = max(tiles)[0]
    columns, rows = zip(*((x, y) for z, x, y in tiles if z == zoom), strict=True)
    side = side_of(zoom)
    for x, y in ((min(columns), max(rows) + 1), (max(columns) + 1, min(rows))):
        yield round((x * side - HALF) / HALF * 180 * 1e7)
        angle = np.degrees(2 * np.arctan(np.exp((HALF - y * side) / HALF * np.pi)) - np.pi / 2)
        yield round(float(angle) * 1e7)
