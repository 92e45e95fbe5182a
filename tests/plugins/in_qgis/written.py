"""What stands in files that were written."""

from __future__ import annotations

import sqlite3
from pathlib import Path


def rows(file: Path, columns: str = "code, n") -> list:
    """Return columns of the first table of a GeoPackage."""
    with sqlite3.connect(file) as held:
        asked = "SELECT table_name FROM gpkg_contents WHERE data_type = 'features'"
        (name,) = held.execute(asked).fetchone()
        return held.execute(f'SELECT {columns} FROM "{name}" ORDER BY code').fetchall()  # noqa: S608
