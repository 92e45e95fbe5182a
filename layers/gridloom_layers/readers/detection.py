"""What a file is: by its first bytes, then by its name; the two must agree."""

from pathlib import Path

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr
from gridloom_layers.readers.failures import damaged

HEAD = 65_536
READ = (
    "GeoPackage, Shapefile, GeoJSON, FlatGeobuf, GeoParquet, CSV, TSV, XLSX, XLS, Parquet, OSM PBF"
)
TEXT_ENDINGS = (".csv", ".tsv", ".txt", ".tab", ".gz")
MAGIC = (
    (b"SQLite format 3\0", "geopackage"),
    (b"\0\0\x27\x0a", "shapefile"),
    (b"fgb", "flatgeobuf"),
    (b"PAR1", "parquet"),
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
)
BY_ENDING = {".gpkg": "geopackage", ".shp": "shapefile", ".fgb": "flatgeobuf",
             ".parquet": "parquet", ".geoparquet": "parquet", ".geojson": "json", ".json": "json",
             ".xlsx": "zip", ".xlsm": "zip", ".zip": "zip", ".xls": "xls", ".pbf": "osm",
             **dict.fromkeys(TEXT_ENDINGS, "text")}  # fmt: skip
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream that a workbook under a password is kept in."""
SHAPEFILE_PARTS = (".dbf", ".shx", ".prj", ".cpg", ".sbn", ".sbx", ".qix")


def head_of(path: Path) -> bytes:
    """Return the first bytes of a file that is neither empty nor forbidden."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except PermissionError as error:
        raise BadInput(
            "no-permission",
            tr("There is no permission to read “{file}”.", file=path.name),
            Where(file=str(path)),
            tr("Ask its owner for the right to read it."),
        ) from error
    if not head:
        raise BadInput(
            "empty-source",
            tr("“{file}” is empty.", file=path.name),
            Where(file=str(path)),
            tr("Get the file again from where it comes."),
        )
    return head


def content_of(path: Path, head: bytes) -> str:
    """Return what a file holds; refuse one that holds something else than its name says."""
    named = BY_ENDING.get(path.suffix.lower())
    if path.suffix.lower() in SHAPEFILE_PARTS:
        raise _unknown(path, tr("Give the .shp file."))
    held = next((kind for mark, kind in MAGIC if head.startswith(mark)), None)
    if held is None and b"OSMHeader" in head[:64]:
        held = "osm"
    if held is None:
        held = _text_content(path, head, named)
    if named is None and held == "text":
        raise _unknown(path, tr("These are read: {formats}.", formats=READ))
    if held == "xls" and ENCRYPTED in path.read_bytes():
        raise _locked(path)
    if named not in (None, held) and not (held == "zip" and named == "xls"):
        raise _misnamed(path, held)
    return held


def _text_content(path: Path, head: bytes, named: str | None) -> str:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        start = start.decode("utf-16", errors="replace").lstrip().encode()
    if start.startswith((b"<", b"MIME-Version")):
        hint = tr("These are read: {formats}.", formats=READ)
        if named in ("xls", "zip"):
            hint = tr("Open it in a spreadsheet program and save it as .xlsx.")
        raise BadInput(
            "disguised-source",
            tr("“{file}” holds XML or a web page, not what its name says.", file=path.name),
            Where(file=str(path)),
            hint,
        )
    if named == "json" or start.startswith(b"{"):
        return "json"
    if named != "text" and b"\0" in start:
        raise damaged(path)
    return "text"


def _misnamed(path: Path, held: str) -> BadInput:
    """Return the error for a whole file of one kind with the ending of another."""
    endings = [ending for ending, kind in BY_ENDING.items() if kind == held]
    return BadInput(
        "other-kind",
        tr("What “{file}” holds is not what its ending says.", file=path.name),
        Where(file=str(path)),
        tr("Rename it so that it ends in {ending}, and import it again.", ending=endings[0]),
    )


def _locked(path: Path) -> BadInput:
    return BadInput(
        "locked-source",
        tr("The workbook “{file}” is protected by a password.", file=path.name),
        Where(file=str(path)),
        tr("Open it in a spreadsheet program and save it without the password."),
    )


def _unknown(path: Path, hint: Message) -> BadInput:
    return BadInput(
        "unknown-format",
        tr("“{file}” is not a kind of file that can be read.", file=path.name),
        Where(file=str(path)),
        hint,
    )
