"""What an archive of tiles gives, whatever its kind."""

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any, Literal, Protocol

from gridloom_desktop.basemap.tiling import DEEPEST, mercator_box
from gridloom_desktop.canvas import Box
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr

TileFormat = Literal["picture", "vector"]
MOST_BYTES = 8 << 20
"""A tile is some kilobytes; what claims more is not read."""
MAGIC = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF")
GZIP = b"\x1f\x8b"
LONGEST_TEXT = 300


@dataclass(frozen=True)
class TileFacts:
    """What an archive says of itself; ``box`` is where it has tiles, in Web Mercator."""

    format: TileFormat
    lowest: int
    highest: int
    box: Box
    title: str
    attribution: str


class TileArchive(Protocol):
    """Tiles of Web Mercator in one file; may be read by several threads."""

    @property
    def facts(self) -> TileFacts:
        """What the archive says of itself."""
        ...

    @property
    def sample(self) -> bytes:
        """One of the tiles, which tells the size of all."""
        ...

    def read(self, zoom: int, column: int, row: int) -> bytes | None:
        """Return a tile, rows counted from the north; None where there is none or it is broken.

        Raises ``BadInput`` where the file went away.
        """
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


def format_of(tile: bytes, declared: str) -> TileFormat | None:
    """Return what a tile holds, by its first bytes; None for what is not known.

    >>> format_of(b"\\x89PNG\\r\\n\\x1a\\n...", "jpg")
    'picture'
    """
    if tile.startswith(MAGIC):
        return "picture"
    vector = declared in ("pbf", "mvt") or tile.startswith(GZIP)
    return "vector" if vector and b"\x1a" in (unpacked(tile) or b"")[:1] else None


def unpacked(tile: bytes) -> bytes | None:
    """Return a tile without its compression (gzip or none); None if it is broken or too large."""
    if not tile.startswith(GZIP):
        return tile
    try:
        inflating = zlib.decompressobj(wbits=31)
        content = inflating.decompress(tile, MOST_BYTES)
    except zlib.error:
        return None
    return content if inflating.eof else None


def zooms(lowest: object, highest: object) -> tuple[int, int] | None:
    """Return the zooms that an archive names, where they make sense.

    >>> zooms("3", "99"), zooms(None, 4)
    ((3, 24), None)
    """
    try:
        first, last = int(str(lowest)), min(int(str(highest)), DEEPEST)
    except ValueError:
        return None
    return (first, last) if 0 <= first <= last else None


def box_of(degrees: list[float]) -> Box | None:
    """Return the box that an archive names in degrees, where it makes sense."""
    if len(degrees) != 4:
        return None
    west, south, east, north = degrees
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        return None
    return mercator_box(west, south, east, north)


def plain_text(values: Mapping[str, Any], name: str) -> str:
    """Return a text of the metadata without its markup, of a sensible length.

    >>> plain_text({"attribution": "&copy; <a href='x'>OSM</a>"}, "attribution")
    '© OSM'
    """
    text = unescape(re.sub(r"<[^<>]*>", "", str(values.get(name) or "")[: 10 * LONGEST_TEXT]))
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:LONGEST_TEXT]


def damaged_archive(path: Path) -> BadInput:
    """Return the error for an archive that is broken or something else."""
    return BadInput(
        "damaged-tiles",
        tr("“{file}” is damaged or is no archive of map tiles.", file=path.name),
        Where(file=str(path)),
        tr("Get the file again from where it comes; MBTiles and PMTiles (version 3) are read."),
    )


def no_tiles(path: Path) -> BadInput:
    """Return the error for an archive that is empty."""
    return BadInput(
        "no-tiles",
        tr("The archive “{file}” holds no tiles.", file=path.name),
        Where(file=str(path)),
        tr("Export the map tiles again."),
    )


def unknown_tiles(path: Path, declared: str) -> BadInput:
    """Return the error for tiles of a kind that is not drawn."""
    return BadInput(
        "unknown-tiles",
        tr("The tiles of “{file}” ({format}) cannot be drawn.", file=path.name, format=declared),
        Where(file=str(path)),
        tr("PNG, JPEG, WebP and vector tiles (MVT) can be."),
    )
