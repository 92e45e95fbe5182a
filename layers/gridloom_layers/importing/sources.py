"""Opening a source for a role: which layer of several, which features, which bytes."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from gridloom_layers.importing.options import ImportOptions
from gridloom_layers.language import Message, listed, tr
from gridloom_layers.progress import Progress
from gridloom_layers.readers import Source, open_source
from gridloom_layers.readers.shapefile import companions
from gridloom_layers.roles import Role
from gridloom_layers.roles.aliases import known_headers

CHUNK = 16 * 2**20
OSM_ENDINGS = (".pbf", ".osm.pbf")
OSM_TAGGED = {"building": "building IS NOT NULL"}
"""The features of an OSM extract that are of a role, where a tag of OSM says so."""


@dataclass
class Opened:
    """A source opened for an import (close it), and what to tell the user of the choice made."""

    source: Source
    told: list[Message] = field(default_factory=list)


def open_for_role(path: str | Path, role: Role, options: ImportOptions) -> Opened:
    """Open the layer of a file that an import is about.

    Of an OSM extract, areas and buildings are taken from ``multipolygons``, all else from
    ``points``, buildings only where tagged as such.
    """
    layer, where = options.layer, None
    if str(path).lower().endswith(OSM_ENDINGS):
        layer = layer or ("multipolygons" if role.geometry in ("area", "any") else "points")
        where = OSM_TAGGED.get(role.name) if layer == "multipolygons" else None
    source = open_source(
        path, layer, options.encoding, options.crs, known=known_headers(role), where=where
    )
    told = []
    if len(source.layers) > 1 and options.layer is None:
        others = listed(name for name in source.layers if name != source.layer)
        told.append(
            tr("“{layer}” was read; the file also has: {others}.", layer=source.layer,
               others=others)
        )  # fmt: skip
    if where is not None:
        told.append(tr("Only the features tagged as {role} were read.", role=role.name))
    return Opened(source, told)


def digest(path: Path, progress: Progress) -> str:
    """Return the SHA-256 of a file, of a shapefile all its parts."""
    total = hashlib.sha256()
    parts = companions(path).values() if path.suffix.lower() == ".shp" else [path]
    for part in sorted(parts):
        size, done = part.stat().st_size, 0
        with part.open("rb") as file:
            while chunk := file.read(CHUNK):
                total.update(chunk)
                done += len(chunk)
                progress.report("check", done, size)
    return total.hexdigest()
