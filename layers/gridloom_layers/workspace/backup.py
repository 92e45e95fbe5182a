"""A workspace in one file: a zip of what its manifest names, with the SHA-256 of each file."""

import hashlib
import shutil
import uuid
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from pydantic import ValidationError

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace.files import flush, flush_folder
from gridloom_layers.workspace.folder import LOG, MANIFEST, FolderStore
from gridloom_layers.workspace.manifest import FOLDERS, Manifest

SUMS = "SHA256SUMS"
CHUNK = 1 << 20
ENTRY_DATE = (1980, 1, 1, 0, 0, 0)
"""The date of every entry: the same commit gives the same bytes."""


def back_up(store: FolderStore, out: Path, progress: Progress) -> int:
    """Write the commit that ``store`` is at into ``out``; return the number of files in it.

    The archive is read back and compared before it gets its name; an existing ``out`` is refused.
    """
    _refuse_existing(out)
    staging = out.with_name(f".{out.name}.{uuid.uuid4().hex}")
    manifest = store.manifest.model_copy(update={"obsolete": (), "seal": ""})
    try:
        sums = _write(store.path, manifest, staging, progress)
        with zipfile.ZipFile(staging) as archive:
            _verify(archive, sums, out, progress)
        flush(staging)
        staging.replace(out)
        flush_folder(out.parent)
    finally:
        staging.unlink(missing_ok=True)
    return len(sums)


def _write(folder: Path, manifest: Manifest, staging: Path, progress: Progress) -> dict[str, str]:
    sums: dict[str, str] = {}
    names = sorted(manifest.files())
    if (folder / LOG).exists():
        names.append(LOG)
    with zipfile.ZipFile(staging, "w") as archive:
        for done, name in enumerate(names):
            progress.report("backup", done, len(names))
            with (folder / name).open("rb") as source, _entry(archive, name) as target:
                sums[name] = _copy(source, target, progress)
        text = manifest.model_dump_json(indent=1).encode()
        sums[MANIFEST] = hashlib.sha256(text).hexdigest()
        archive.writestr(zipfile.ZipInfo(MANIFEST, ENTRY_DATE), text)
        lines = "".join(f"{digest}  {name}\n" for name, digest in sums.items())
        archive.writestr(zipfile.ZipInfo(SUMS, ENTRY_DATE), lines)
    return sums


def _entry(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    entry = zipfile.ZipInfo(name, ENTRY_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED if name.endswith(".gpkg") else zipfile.ZIP_STORED
    return archive.open(entry, "w", force_zip64=True)


def _copy(source: IO[bytes], target: IO[bytes] | None, progress: Progress) -> str:
    """Copy a stream in chunks (or only read it) and return its SHA-256."""
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        if target is not None:
            target.write(chunk)
        size += len(chunk)
        progress.report("copy", size, 0)
    return digest.hexdigest()


def _verify(
    archive: zipfile.ZipFile, sums: Mapping[str, str], file: Path, progress: Progress
) -> None:
    for name, digest in sums.items():
        with archive.open(name) as entry:
            if _copy(entry, None, progress) != digest:
                raise _damaged(file)


def restore(file: Path, target: Path, progress: Progress) -> int:
    """Make the workspace ``target`` from a backup; return the number of its files.

    Each file is compared with its SHA-256; the folder gets its name only when all are right.
    An existing ``target``, and an archive that names files elsewhere, are refused.
    """
    _refuse_existing(target)
    staging = target.with_name(f".{target.name}.{uuid.uuid4().hex}")
    try:
        with zipfile.ZipFile(file) as archive:
            sums = _sums(archive, file)
            staging.mkdir(parents=True)
            for done, (name, digest) in enumerate(sums.items()):
                progress.report("restore", done, len(sums))
                _extract(archive, name, digest, staging, file, progress)
        staging.replace(target)
        flush_folder(target.parent)
    except FileNotFoundError as error:
        raise BadInput(
            "no-file",
            tr("There is no file “{file}”.", file=file.name),
            Where(file=str(file)),
            tr("Check the path."),
        ) from error
    except (zipfile.BadZipFile, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise _damaged(file) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return len(sums)


def _extract(
    archive: zipfile.ZipFile,
    name: str,
    digest: str,
    staging: Path,
    file: Path,
    progress: Progress,
) -> None:
    path = staging / name
    path.parent.mkdir(exist_ok=True)
    with archive.open(name) as source, path.open("wb") as target:
        found = _copy(source, target, progress)
    if found != digest:
        raise _damaged(file)
    flush(path)


def _sums(archive: zipfile.ZipFile, file: Path) -> dict[str, str]:
    """Return the SHA-256 of each file of a backup, exactly the files its manifest names."""
    try:
        lines = archive.read(SUMS).decode("utf-8").splitlines()
        sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
        named = Manifest.model_validate_json(archive.read(MANIFEST)).files()
    except (KeyError, ValidationError) as error:
        raise _damaged(file) from error
    inside = set(archive.namelist()) - {SUMS}
    if inside != set(sums) or inside - {LOG} != named | {MANIFEST} or not all(map(_own, named)):
        raise _damaged(file)
    return sums


def _own(name: str) -> bool:
    """Tell whether a name is a file of a workspace, and not a way out of its folder."""
    folder, slash, rest = name.partition("/")
    return (
        bool(slash) and folder in FOLDERS and rest not in ("", "..") and not set(rest) & set("/\\:")
    )


def _refuse_existing(path: Path) -> None:
    if path.exists():
        raise BadInput(
            "already-exists",
            tr("“{path}” is already there.", path=path.name),
            Where(file=str(path)),
            tr("Choose another name, or remove it first."),
        )


def _damaged(file: Path) -> BadInput:
    return BadInput(
        "damaged-backup",
        tr("“{file}” is not a whole backup of a workspace.", file=file.name),
        Where(file=str(file)),
        tr("Take another copy of it."),
    )
