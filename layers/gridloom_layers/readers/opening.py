"""Open any source that is read: decided by what is in the file, then by its name."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

from gridloom_layers.coordinates.crs import parse_crs
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import listed, tr
from gridloom_layers.readers.archives import unpack
from gridloom_layers.readers.delimited import open_delimited
from gridloom_layers.readers.detection import READ, content_of, head_of
from gridloom_layers.readers.failures import damaged
from gridloom_layers.readers.geojson import open_geojson
from gridloom_layers.readers.geopackage import open_geopackage
from gridloom_layers.readers.parquet import open_parquet
from gridloom_layers.readers.records import open_records
from gridloom_layers.readers.shapefile import open_shapefile
from gridloom_layers.readers.source import Source
from gridloom_layers.readers.spreadsheet import open_spreadsheet
from gridloom_layers.readers.vector import Reading, open_vector

GEOJSON_TYPE = re.compile(
    rb'"type"\s*:\s*"(FeatureCollection|Feature|(Multi)?(Point|LineString|Polygon))"'
)
INSIDE = (".shp", ".gpkg", ".geojson", ".json", ".fgb", ".parquet", ".csv", ".tsv", ".xlsx", ".xls")


def open_source(
    path: str | Path,
    layer: str | None = None,
    encoding: str | None = None,
    crs: str | None = None,
    *,
    known: Iterable[str] = (),
    where: str | None = None,
) -> Source:
    """Open a file as a source; raise ``BadInput`` for what cannot or must not be read.

    ``layer`` names a layer, a sheet or, in an archive, a file; the first one is taken otherwise.
    ``encoding`` and ``crs`` overrule what the file says. ``known`` are folded header names, by
    which the header is told from title rows. ``where`` is an OGR attribute filter (OSM only).

    Never opened: URLs, GDAL's virtual file systems and connection strings, VRT whatever its name.
    The file and its folder are not written to.
    """
    file = existing_file(str(path))
    source = _open(file, layer, encoding, frozenset(known), where)
    if crs is not None:
        parse_crs(crs)
        source.crs = crs
    return source


def existing_file(text: str) -> Path:
    """Return the path of a file on this computer; raise ``BadInput`` for anything else."""
    if re.match(r"\s*<|[a-zA-Z][a-zA-Z0-9+.\-]+:[^\\]|[/\\]vsi", text):
        raise BadInput(
            "not-a-file",
            tr("“{source}” is not the path of a file; only files are read.", source=text[:80]),
            hint=tr("Save it as a file on this computer and give its path."),
        )
    path = Path(text)
    if path.is_dir():
        raise BadInput(
            "not-a-file",
            tr("“{file}” is a folder.", file=path.name or text),
            Where(file=text),
            tr("Give the path of one file in it."),
        )
    if path.exists() and not path.is_file():
        raise BadInput(
            "not-a-file",
            tr("“{source}” is not the path of a file; only files are read.", source=text),
            hint=tr("Save it as a file on this computer and give its path."),
        )
    if not path.is_file():
        raise BadInput(
            "missing-file",
            tr("There is no file “{file}”.", file=text),
            Where(file=text),
            tr("Check the path; put it in quotation marks if it has spaces."),
        )
    return path


def _open(
    path: Path, layer: str | None, encoding: str | None, known: frozenset[str], where: str | None
) -> Source:
    head = head_of(path)
    match content_of(path, head):
        case "geopackage":
            return open_geopackage(path, layer)
        case "shapefile":
            return open_shapefile(path, encoding, layer)
        case "flatgeobuf":
            return open_vector(path, Reading(path, "FlatGeobuf"), layer)
        case "parquet":
            return open_parquet(path)
        case "osm":
            return open_vector(path, Reading(path, "OSM", where=where), layer)
        case "xls":
            return open_spreadsheet(path, "XLS", layer, known)
        case "zip" if b"[Content_Types].xml" in head or b"xl/" in head:
            return open_spreadsheet(path, "XLSX", layer, known)
        case "zip":
            return _open_archive(path, layer, encoding, known)
        case "json":
            return _open_json(path, head, layer)
        case _:
            return open_delimited(path, encoding, known)


def _open_json(path: Path, head: bytes, layer: str | None) -> Source:
    """Open GeoJSON through GDAL, an array of objects as a table; refuse other JSON."""
    if GEOJSON_TYPE.search(head):
        return open_geojson(path, layer)
    try:
        document = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise damaged(path) from error
    if isinstance(document, dict) and "features" in document:
        return open_geojson(path, layer)
    if isinstance(document, list) and document and all(isinstance(x, dict) for x in document):
        return open_records(path, document)
    raise BadInput(
        "unknown-format",
        tr("“{file}” is JSON, but neither GeoJSON nor a list of records.", file=path.name),
        Where(file=str(path)),
        tr("Export it as GeoJSON or as CSV."),
    )


def _open_archive(
    path: Path, layer: str | None, encoding: str | None, known: frozenset[str]
) -> Source:
    """Open the file in an archive, the one that ``layer`` names where there are several."""
    folder, files = unpack(path)
    found = [file for file in files if file.suffix.lower() in INSIDE]
    shapes = [file for file in found if file.suffix.lower() == ".shp"]
    found = shapes or found
    if not found:
        raise BadInput(
            "unknown-format",
            tr("The archive “{file}” holds no file that can be read.", file=path.name),
            Where(file=str(path)),
            tr("These are read: {formats}.", formats=READ),
        )
    names = {file: file.relative_to(folder.name).as_posix() for file in found}
    named = [file for file in found if layer in (names[file], file.name, file.stem)]
    chosen = found if len(found) == 1 else named
    if len(chosen) != 1:
        raise BadInput(
            "several-files",
            tr("The archive “{file}” does not hold one file to import.", file=path.name),
            Where(file=str(path)),
            tr("Name one with --layer: {names}.", names=listed(names.values())),
        )
    source = _open(chosen[0], None if named else layer, encoding, known, None)
    source.name = path.name
    source.keep_copies([folder])
    return source
