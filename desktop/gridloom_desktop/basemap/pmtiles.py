"""PMTiles, version 3: tiles in one file along a Hilbert curve, found by directories."""

import json
import mmap
import zlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from pmtiles.tile import (
    Compression,
    Entry,
    HeaderDict,
    MagicNumberNotFound,
    SpecVersionUnsupported,
    TileType,
    deserialize_directory,
    deserialize_header,
    find_tile,
    zxy_to_tileid,
)

from gridloom_desktop.basemap.archive import (
    MOST_BYTES,
    TileFacts,
    TileFormat,
    box_of,
    damaged_archive,
    no_tiles,
    plain_text,
    unknown_tiles,
    unpacked,
    zooms,
)
from gridloom_desktop.basemap.tiling import mercator_box

HEADER = 127
DEEPEST_DIRECTORY = 4
DIRECTORIES = 64
"""How many directories are kept unpacked."""
FORMATS: dict[TileType, TileFormat] = {
    TileType.PNG: "picture",
    TileType.JPEG: "picture",
    TileType.WEBP: "picture",
    TileType.MVT: "vector",
}
BROKEN = (
    zlib.error, EOFError, OSError, ValueError, OverflowError, IndexError, TypeError,
    UnicodeDecodeError, MagicNumberNotFound, SpecVersionUnsupported,
)  # fmt: skip
"""What the library raises for bytes that are not what they should be."""


class PMTiles:
    """A PMTiles file, mapped into memory; raises ``BadInput`` for what is none or is empty."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._directory = lru_cache(DIRECTORIES)(self._read_directory)
        try:
            self._header: HeaderDict = deserialize_header(self._part(0, HEADER))
            self.facts = self._facts()
        except BROKEN as error:
            self.close()
            raise damaged_archive(path) from error
        except BaseException:
            self.close()
            raise

    def read(self, zoom: int, column: int, row: int) -> bytes | None:
        """Return a tile, rows counted from the north; None where there is none or it is broken."""
        header, number = self._header, zxy_to_tileid(zoom, column, row)
        place = header["root_offset"], header["root_length"]
        try:
            for _ in range(DEEPEST_DIRECTORY):
                entry = find_tile(self._directory(*place), number)
                if entry is None:
                    return None
                if entry.run_length:
                    return self._part(header["tile_data_offset"] + entry.offset, entry.length)
                place = header["leaf_directory_offset"] + entry.offset, entry.length
        except BROKEN:
            return None
        return None

    def close(self) -> None:
        """Let go of the file."""
        self._directory.cache_clear()
        self._bytes.close()

    def _part(self, offset: int, length: int) -> bytes:
        if not 0 < length <= MOST_BYTES or offset + length > len(self._bytes):
            raise ValueError("a part outside the file")
        return self._bytes[offset : offset + length]

    def _read_directory(self, offset: int, length: int) -> list[Entry]:
        packed = self._part(offset, length)
        if unpacked(packed) is None:  # the library would unpack it without a limit
            raise ValueError("a broken directory")
        return deserialize_directory(packed)

    def _facts(self) -> TileFacts:
        header, path = self._header, self._path
        if not self._directory(header["root_offset"], header["root_length"]):
            raise no_tiles(path)
        kind = FORMATS.get(header["tile_type"])
        packed = header["tile_compression"] not in (Compression.NONE, Compression.GZIP)
        if kind is None or (packed and header["tile_compression"] != Compression.UNKNOWN):
            name = header["tile_type"] if kind is None else header["tile_compression"]
            raise unknown_tiles(path, name.name)
        found, known = zooms(header["min_zoom"], header["max_zoom"]), self._metadata()
        if found is None:
            raise damaged_archive(path)
        sides = ("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7")
        box = box_of([header[side] / 1e7 for side in sides]) or mercator_box(-180, -90, 180, 90)
        title = plain_text(known, "name") or path.stem
        return TileFacts(kind, *found, box, title, plain_text(known, "attribution"))

    def _metadata(self) -> dict[str, Any]:
        """Return the metadata; without them, or with broken ones, tiles are drawn all the same."""
        header = self._header
        try:
            packed = self._part(header["metadata_offset"], header["metadata_length"])
            found = json.loads(unpacked(packed) or b"{}")
        except (*BROKEN, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}
