"""Shapefiles: is it whole, in which encoding are its attributes, may GDAL touch it."""

import struct
from collections.abc import Iterator
from pathlib import Path

import pyogrio

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.readers.copies import copy_beside
from gridloom_layers.readers.encodings import SAME, detect_encoding, known_encoding
from gridloom_layers.readers.failures import damaged
from gridloom_layers.readers.source import Source
from gridloom_layers.readers.vector import Reading, open_vector

DRIVER = "ESRI Shapefile"
LANGUAGE_DRIVERS = {0x4D: "gb18030", 0x4F: "cp950", 0x4E: "cp949", 0x13: "cp932", 0x7B: "cp932",
                    0x7A: "gb18030", 0x79: "cp949", 0x78: "cp950"}  # fmt: skip
"""DBF language-driver bytes that name an encoding of East Asia; others are told by detection."""
GDAL_NAMES = {"gb18030": "GB18030", "cp950": "CP950", "utf-8": "UTF-8", "utf-8-sig": "UTF-8"}


def open_shapefile(path: Path, encoding: str | None, layer: str | None) -> Source:
    """Open a shapefile; a file cut short is refused.

    A missing .shx, and field names that end in half a character (a DBF cuts them at ten bytes),
    are mended on a copy.
    """
    parts = companions(path)
    _check_whole(path, parts)
    found = known_encoding(encoding) if encoding else _encoding(path, parts)
    folder, file = None, path
    torn = _torn_names(parts[".dbf"], found)
    if torn or ".shx" not in parts:
        folder, file = copy_beside(path, parts.values())
        _write_names(file.with_name(parts[".dbf"].name), torn)
        pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": True})
    try:
        source = open_vector(path, Reading(file, DRIVER, GDAL_NAMES.get(found, found)), layer)
    finally:
        pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": None})
    source.encoding = found
    source.keep_copies([folder] if folder else [])
    return source


def companions(path: Path) -> dict[str, Path]:
    """Return the files of a shapefile by their lower-case ending."""
    return {
        other.suffix.lower(): other
        for other in path.parent.iterdir()
        if other.stem == path.stem and other.suffix.lower() in ENDINGS
    }


HEADERS = {".shp": 100, ".shx": 100, ".dbf": 32}
"""The bytes that each part has at least."""
ENDINGS = (".shp", ".shx", ".dbf", ".prj", ".cpg")


def _check_whole(path: Path, parts: dict[str, Path]) -> None:
    """Refuse a file whose size or number of records is not what its header says."""
    for ending, least in HEADERS.items():
        if ending in parts and parts[ending].stat().st_size < least:
            raise damaged(parts[ending])
    announced = struct.unpack(">i", path.read_bytes()[24:28])[0] * 2
    actual = path.stat().st_size
    if actual < announced:
        raise BadInput(
            "damaged-source",
            tr(
                "“{file}” is cut short: it says it has {announced:,} bytes and has {actual:,}.",
                file=path.name, announced=announced, actual=actual,
            ),
            Where(file=str(path)),
            tr("Get the file again from where it comes; nothing was imported."),
        )  # fmt: skip
    if ".dbf" not in parts:
        raise BadInput(
            "missing-part",
            tr("The shapefile “{file}” comes without its .dbf file.", file=path.name),
            Where(file=str(path)),
            tr("Put the .shp, .shx, .dbf and .prj files together into one folder."),
        )
    if ".shx" in parts:
        shapes = (parts[".shx"].stat().st_size - 100) // 8
        records = _dbf_header(parts[".dbf"])[0]
        if shapes < records:
            raise BadInput(
                "damaged-source",
                tr(
                    "“{file}” has {shapes:,} shapes for {records:,} records.",
                    file=path.name, shapes=shapes, records=records,
                ),
                Where(file=str(path)),
                tr("Get the file again from where it comes; nothing was imported."),
            )  # fmt: skip


def _encoding(path: Path, parts: dict[str, Path]) -> str:
    """Return the encoding: of the .cpg file, of the language byte, else as the texts tell."""
    if ".cpg" in parts:
        named = parts[".cpg"].read_text(encoding="ascii", errors="replace").strip().lower()
        named = named.removeprefix("ansi ").removeprefix("oem ")
        named = f"cp{named}" if named.isdigit() else named
        try:
            return SAME.get(named, known_encoding(named))
        except BadInput:  # an unknown word in .cpg says nothing; the bytes do
            pass
    language = parts[".dbf"].read_bytes()[29]
    return LANGUAGE_DRIVERS.get(language) or detect_encoding(path, _dbf_texts(parts[".dbf"]))


def _dbf_header(path: Path) -> tuple[int, int, int]:
    """Return the number of records, the length of the header and that of a record."""
    with path.open("rb") as file:
        return struct.unpack("<IHH", file.read(12)[4:12])


def _dbf_texts(path: Path) -> bytes:
    """Return the field names and the values of the character fields of a DBF, whole."""
    data = path.read_bytes()
    records, header, length = _dbf_header(path)
    texts, offset = [], 1
    for _, entry in _dbf_fields(data[:header]):
        texts.append(entry[:11].rstrip(b"\0"))
        width = entry[16]
        if entry[11:12] == b"C":
            firsts = range(header + offset, header + records * length, length)
            texts += [data[first : first + width].strip(b" \0") for first in firsts]
        offset += width
    return b"\n".join(texts)


def _dbf_fields(header: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the position and the 32 bytes of each field in the header of a DBF."""
    for start in range(32, len(header) - 31, 32):
        if header[start] == 0x0D:
            return
        yield start, header[start : start + 32]


def _torn_names(path: Path, encoding: str) -> dict[int, bytes]:
    """Return the field names that end in half a character, made whole, by their position."""
    with path.open("rb") as file:
        header = file.read(_dbf_header(path)[1])
    torn = {}
    for start, entry in _dbf_fields(header):
        name = entry[:11].split(b"\0")[0]
        whole = name.decode(encoding, errors="ignore").encode(encoding)
        if whole != name:
            torn[start] = whole
    return torn


def _write_names(path: Path, names: dict[int, bytes]) -> None:
    with path.open("r+b") as file:
        for start, name in names.items():
            file.seek(start)
            file.write(name.ljust(11, b"\0"))
