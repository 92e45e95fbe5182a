"""Whether a backup is whole: every byte of the archive, and what its manifest says of its files.

The last 64 bytes of the archive (its comment) are the SHA-256 of all before them, in hexadecimal.
"""

import hashlib
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pydantic import ValidationError

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace.formats import known_format, upgraded
from gridloom_layers.workspace.manifest import FOLDERS, FORMAT, LOG, MANIFEST, Manifest

SUMS = "SHA256SUMS"
CHUNK = 1 << 20
STAMP, END = 64, 22
"""Bytes of the stamp, and of the record at the end of an archive, which it follows."""
END_MARK = b"PK\x05\x06"
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    UnicodeDecodeError,
)
"""What the reading of a damaged archive raises."""


def stamp(file: Path, progress: Progress) -> None:
    """Put the digest of an archive into its comment, for which there must be room."""
    digest = _digest(file, progress)
    with file.open("rb+") as archive:
        archive.seek(-STAMP, 2)
        archive.write(digest.encode())


def _digest(file: Path, progress: Progress) -> str:
    left, digest = file.stat().st_size - STAMP, hashlib.sha256()
    with file.open("rb") as archive:
        while left > 0 and (chunk := archive.read(min(CHUNK, left))):
            digest.update(chunk)
            left -= len(chunk)
            progress.report("verify", left, 0)
    return digest.hexdigest()


def _stamped(file: Path, progress: Progress) -> bool:
    """Check the stamp; False for an archive that ends without one, as format 1 had it."""
    with file.open("rb") as archive:
        archive.seek(0, 2)
        archive.seek(-min(archive.tell(), END + STAMP), 2)
        tail = archive.read()
    if tail[-END:][:4] == END_MARK:
        return False
    if tail[:4] != END_MARK or tail[-STAMP:] != _digest(file, progress).encode():
        raise damaged(file)
    return True


@contextmanager
def opened(file: Path, progress: Progress) -> Iterator[tuple[zipfile.ZipFile, Manifest, dict]]:
    """Open a backup whose every byte is right; give its manifest and the SHA-256 of its files.

    Raises ``BadInput`` where it is not whole, also for what goes wrong inside the ``with`` block.
    """
    try:
        stamped = _stamped(file, progress)
        with zipfile.ZipFile(file) as archive:
            manifest, sums = _contents(archive, file)
            if manifest.format == FORMAT and not stamped:
                raise damaged(file)
            yield archive, manifest, sums
    except FileNotFoundError as error:
        raise BadInput(
            "no-file",
            tr("There is no file “{file}”.", file=file.name),
            Where(file=str(file)),
            tr("Check the path."),
        ) from error
    except BROKEN as error:
        raise damaged(file) from error


def _contents(archive: zipfile.ZipFile, file: Path) -> tuple[Manifest, dict[str, str]]:
    """Return the manifest, and the SHA-256 of exactly the files that it names."""
    try:
        lines = archive.read(SUMS).decode("utf-8").splitlines()
        sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
        document = json.loads(archive.read(MANIFEST))
        if not known_format(document, file):
            raise damaged(file)
        manifest = Manifest.model_validate(upgraded(document, lambda _: (0, -1)))
    except (KeyError, TypeError, AttributeError, ValueError, ValidationError) as error:
        raise damaged(file) from error
    named, inside = manifest.files(), archive.namelist()
    own = {name for name in inside if name not in (SUMS, LOG)}
    if sorted(inside) != sorted([*sums, SUMS]) or own != named | {MANIFEST}:
        raise damaged(file)
    if not all(map(_own, named)) or not _as_said(manifest, sums):
        raise damaged(file)
    return manifest, sums


def _as_said(manifest: Manifest, sums: Mapping[str, str]) -> bool:
    """Tell whether the manifest knows the records by the same digests."""
    parts = [part for table in manifest.tables.values()
             for part in (*table.records, *table.history)]  # fmt: skip
    return all(part.sha256 in (None, sums[part.file]) for part in parts)


def _own(name: str) -> bool:
    """Tell whether a name is a file of a workspace, and not a way out of its folder."""
    folder, slash, rest = name.partition("/")
    return (
        bool(slash) and folder in FOLDERS and rest not in ("", "..") and not set(rest) & set("/\\:")
    )


def verify(file: Path, progress: Progress) -> int:
    """Check a backup without restoring it; return the number of its files."""
    with opened(file, progress) as (archive, _, sums):
        for name, digest in sums.items():
            with archive.open(name) as entry:
                if copy(entry, None, progress) != digest:
                    raise damaged(file)
    return len(sums)


def copy(source: IO[bytes], target: IO[bytes] | None, progress: Progress) -> str:
    """Copy a stream in chunks (or only read it) and return its SHA-256."""
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        if target is not None:
            target.write(chunk)
        size += len(chunk)
        progress.report("copy", size, 0)
    return digest.hexdigest()


def damaged(file: Path) -> BadInput:
    """Return the fault of a backup that is not whole."""
    return BadInput(
        "damaged-backup",
        tr("“{file}” is not a whole backup of a workspace.", file=file.name),
        Where(file=str(file)),
        tr("Take another copy of it."),
    )
