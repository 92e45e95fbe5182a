"""MBTiles: tiles in SQLite, rows counted from the south."""

import sqlite3
import time
import weakref
from pathlib import Path
from threading import Lock

from gridloom_desktop.basemap.archive import (
    MOST_BYTES,
    TileFacts,
    box_of,
    damaged_archive,
    format_of,
    no_tiles,
    plain_text,
    unknown_tiles,
    zooms,
)
from gridloom_desktop.basemap.tiling import HALF, side_of
from gridloom_desktop.canvas import Box

PATIENCE_S = 5.0
"""How long a query may take: a view may be written so that it never ends."""
STEPS = 100_000
ONE = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?"
ANY = "SELECT tile_data FROM tiles WHERE length(tile_data) > 0 LIMIT 1"
EDGES = (
    "SELECT zoom_level, min(tile_column), min(tile_row), max(tile_column), max(tile_row) "
    "FROM tiles WHERE zoom_level BETWEEN 0 AND 24 GROUP BY zoom_level"
)


class MBTiles:
    """An MBTiles file, read only; raises ``BadInput`` for what is none or is empty."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._end, self.sample = 0.0, b""
        try:
            self._file = self._connected()
        except sqlite3.Error as error:
            raise damaged_archive(path) from error
        try:
            self.facts = self._facts()
        except (sqlite3.Error, ValueError, TypeError) as error:
            self.close()
            raise damaged_archive(path) from error
        except BaseException:
            self.close()
            raise

    def _connected(self) -> sqlite3.Connection:
        # Immutable: neither a lock nor a journal beside a file that may lie on a read-only disk.
        name = f"{self._path.resolve().as_uri()}?mode=ro&immutable=1"
        file = sqlite3.connect(name, uri=True, check_same_thread=False)
        file.execute("PRAGMA trusted_schema = OFF")
        weakref.finalize(self, file.close)  # a map that is drawn may hold it to the last
        file.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_BYTES)
        file.set_progress_handler(lambda: time.monotonic() > self._end, STEPS)
        return file

    def _ask(self, query: str, values: tuple[int, ...] = ()) -> list[tuple]:
        with self._lock:
            self._end = time.monotonic() + PATIENCE_S
            return self._file.execute(query, values).fetchall()

    def read(self, zoom: int, column: int, row: int) -> bytes | None:
        """Return a tile, rows counted from the north; None where there is none or it is broken."""
        try:
            found = self._ask(ONE, (zoom, column, (1 << zoom) - 1 - row))
        except sqlite3.Error:
            return None
        return found[0][0] if found and isinstance(found[0][0], bytes) else None

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._file.close()

    def _facts(self) -> TileFacts:
        names = self._ask("SELECT 1 FROM sqlite_schema WHERE name = 'metadata'")
        rows = self._ask("SELECT name, value FROM metadata LIMIT 1000") if names else []
        known = {str(name): str(value) for name, value in rows}
        first = self._ask(ANY)
        if not first:
            raise no_tiles(self._path)
        declared = known.get("format", "").lower()
        self.sample = bytes(first[0][0])
        kind = format_of(self.sample, declared)
        if kind is None:
            raise unknown_tiles(self._path, declared or "?")
        lowest, highest = zooms(known.get("minzoom"), known.get("maxzoom")) or self._zooms()
        return TileFacts(
            kind,
            lowest,
            highest,
            self._declared_box(known) or self._box(),
            plain_text(known, "name") or self._path.stem,
            plain_text(known, "attribution"),
        )

    def _zooms(self) -> tuple[int, int]:
        found = zooms(*self._ask("SELECT min(zoom_level), max(zoom_level) FROM tiles")[0])
        if found is None:
            raise damaged_archive(self._path)
        return found

    def _declared_box(self, known: dict[str, str]) -> Box | None:
        try:
            return box_of([float(text) for text in known.get("bounds", "").split(",")])
        except ValueError:
            return None

    def _box(self) -> Box:
        """Return the box around all tiles: a pyramid may have fewer of them on its lower floors."""
        boxes = []
        for zoom, *edges in self._ask(EDGES):
            left, bottom, right, top = (min(max(int(one), 0), (1 << zoom) - 1) for one in edges)
            side = side_of(zoom)
            boxes.append([one * side - HALF for one in (left, bottom, right + 1, top + 1)])
        west, south, east, north = zip(*boxes, strict=True)
        return min(west), min(south), max(east), max(north)
