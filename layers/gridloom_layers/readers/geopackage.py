"""GeoPackages, opened so that SQLite writes nothing beside them."""

from pathlib import Path

from gridloom_layers.readers.copies import copy_beside
from gridloom_layers.readers.source import Source
from gridloom_layers.readers.vector import Reading, open_vector

WRITE_AHEAD = b"\2"
"""The value of a SQLite file's write version (byte 18) in write-ahead mode."""


def open_geopackage(path: Path, layer: str | None) -> Source:
    """Open a GeoPackage; one with a journal or in write-ahead mode is read from a copy."""
    journals = [path.with_name(path.name + end) for end in ("-wal", "-journal")]
    journals = [journal for journal in journals if journal.exists()]
    folder, file = None, path
    with path.open("rb") as stream:
        write_version = stream.read(19)[18:]
    if journals or write_version == WRITE_AHEAD:
        folder, file = copy_beside(path, journals)
    source = open_vector(path, Reading(file, "GPKG"), layer)
    source.keep_copies([folder] if folder else [])
    return source
