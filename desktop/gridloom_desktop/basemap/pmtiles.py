"""PMTiles, version 3: tiles in one file along a Hilbert curve, found by directories."""

import json
import os
import zlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from threading import Lock
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
    """A PMTiles file, read only; raises ``BadInput`` for what is none or is empty."""

    def __init__(self, path: Path) -> None:
        self._path = path
        # Not mapped into memory: a disk that is pulled out would end the process.
        self._file = path.open("rb")
        self._size = os.fstat(self._file.fileno()).st_size
        self._lock = Lock()
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
        number = zxy_to_tileid(zoom, column, row)
        try:
            return self._found(lambda entries: find_tile(entries, number))
        except BROKEN:
            return None

    @property
    def sample(self) -> bytes:
        """The first tile."""
        try:
            return self._found(lambda entries: entries[0]) or b""
        except BROKEN:
            return b""

    def _found(self, choose: Callable[[list[Entry]], Entry | None]) -> bytes | None:
        """Return the tile that the entries lead to which are chosen in each directory."""
        header = self._header
        place = header["root_offset"], header["root_length"]
        for _ in range(DEEPEST_DIRECTORY):
            entry = choose(self._directory(*place))
            if entry is None:
                return None
            if entry.run_length:
                return self._part(header["tile_data_offset"] + entry.offset, entry.length)
            place = header["leaf_directory_offset"] + entry.offset, entry.length
        return None

    def close(self) -> None:
        """Let go of the file."""
        self._directory.cache_clear()
        self._file.close()

    def _part(self, offset: int, length: int) -> bytes:
        if not 0 < length <= MOST_BYTES or offset + length > self._size:
            raise ValueError("a part outside the file")
        with self._lock:
            self._file.seek(offset)
            return self._file.read(length)

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
