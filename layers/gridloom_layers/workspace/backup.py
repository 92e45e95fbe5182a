"""A workspace in one file: a zip of what its manifest names, with the SHA-256 of each file."""

import hashlib
import shutil
import uuid
import zipfile
from pathlib import Path
from typing import IO

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace.files import flush, flush_folder
from gridloom_layers.workspace.integrity import problems
from gridloom_layers.workspace.manifest import FORMAT, LOG, MANIFEST, Manifest
from gridloom_layers.workspace.reading import FolderReading
from gridloom_layers.workspace.verifying import STAMP, SUMS, copy, damaged, opened, stamp, verify

ENTRY_DATE = (1980, 1, 1, 0, 0, 0)
"""The date of every entry: the same commit gives the same bytes."""


def back_up(store: FolderReading, out: Path, progress: Progress) -> int:
    """Write the commit that ``store`` is at into ``out``; return the number of files in it.

    A damaged workspace and an existing ``out`` are refused. The archive is read back and compared
    before it gets its name. Encrypted files stay encrypted: no key is needed.
    """
    _refuse_existing(out)
    refuse_damaged(store.path, store.manifest)
    staging = out.with_name(f".{out.name}.{uuid.uuid4().hex}")
    try:
        _write(store, staging, progress)
        files = verify(staging, progress)
        flush(staging)
        staging.replace(out)
        flush_folder(out.parent)
    finally:
        staging.unlink(missing_ok=True)
    return files


def refuse_damaged(folder: Path, manifest: Manifest) -> None:
    """Refuse a workspace whose files are not those of its manifest."""
    found = problems(folder, manifest)
    if found:
        raise BadInput(
            "damaged-workspace",
            tr("The workspace is damaged: {problems}", problems=" ".join(found)),
            Where(file=str(folder)),
            tr("Restore it from a backup, or import these tables again."),
        )


def _write(store: FolderReading, staging: Path, progress: Progress) -> None:
    sums: dict[str, str] = {}
    names = sorted(store.manifest.files())
    if (store.path / LOG).exists():
        names.append(LOG)
    with zipfile.ZipFile(staging, "w") as archive:
        for done, name in enumerate(names):
            progress.report("backup", done, len(names))
            with (store.path / name).open("rb") as source, _entry(archive, name) as target:
                sums[name] = copy(source, target, progress)
        text = _manifest_text(store)
        sums[MANIFEST] = hashlib.sha256(text).hexdigest()
        archive.writestr(zipfile.ZipInfo(MANIFEST, ENTRY_DATE), text)
        lines = "".join(f"{digest}  {name}\n" for name, digest in sums.items())
        archive.writestr(zipfile.ZipInfo(SUMS, ENTRY_DATE), lines)
        archive.comment = bytes(STAMP)
    stamp(staging, progress)


def _manifest_text(store: FolderReading) -> bytes:
    """Return the manifest of a commit; one of an older format as it is on the disk."""
    if store.manifest.format < FORMAT:
        return (store.path / MANIFEST).read_bytes()
    return (
        store.manifest.model_copy(update={"obsolete": (), "seal": ""})
        .model_dump_json(indent=1)
        .encode()
    )


def _entry(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    entry = zipfile.ZipInfo(name, ENTRY_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED if name.endswith(".gpkg") else zipfile.ZIP_STORED
    return archive.open(entry, "w", force_zip64=True)


def restore(file: Path, target: Path, progress: Progress) -> int:
    """Make the workspace ``target`` from a backup; return the number of its files.

    Each file is compared with its SHA-256 and with the manifest; the folder gets its name only
    when all are right. An existing ``target``, and an archive that names files elsewhere, are
    refused. What is encrypted needs its key only to be read.
    """
    _refuse_existing(target)
    staging = target.with_name(f".{target.name}.{uuid.uuid4().hex}")
    try:
        with opened(file, progress) as (archive, manifest, sums):
            staging.mkdir(parents=True)
            for done, (name, digest) in enumerate(sums.items()):
                progress.report("restore", done, len(sums))
                _extract(archive, name, digest, staging, file, progress)
            if problems(staging, manifest):
                raise damaged(file)
        staging.replace(target)
        flush_folder(target.parent)
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
        found = copy(source, target, progress)
    if found != digest:
        raise damaged(file)
    flush(path)


def _refuse_existing(path: Path) -> None:
    if path.exists():
        raise BadInput(
            "already-exists",
            tr("“{path}” is already there.", path=path.name),
            Where(file=str(path)),
            tr("Choose another name, or remove it first."),
        )
