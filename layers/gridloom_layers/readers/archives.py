"""Zip archives: unpacked into a temporary folder, their Chinese names made out."""

import re
import shutil
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.scratch import ScratchFolder

UTF8_NAMES = 0x800
"""The flag of an entry whose name is UTF-8; others are in the encoding of some computer."""


def unpack(path: Path) -> tuple[ScratchFolder, list[Path]]:
    """Unpack an archive; return the folder and the files in it, by name.

    What a Mac adds beside the files (``__MACOSX``, ``._NAME``) is left out.
    """
    folder = ScratchFolder()
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check_room(path, sum(entry.file_size for entry in entries), folder.name)
            for entry in entries:
                target = Path(folder.name, *_parts(entry))
                if target.name.startswith("._"):
                    continue
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(entry) as packed, target.open("wb") as file:
                    shutil.copyfileobj(packed, file)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError) as error:
        raise BadInput(
            "damaged-source",
            tr("The archive “{file}” is damaged or locked by a password.", file=path.name),
            Where(file=str(path)),
            tr("Unpack it yourself and import what is in it."),
        ) from error
    return folder, sorted(file for file in Path(folder.name).rglob("*") if file.is_file())


def _parts(entry: zipfile.ZipInfo) -> list[str]:
    """Return the entry's folders and name, without those that could lead out of ours."""
    name = entry.filename
    if not entry.flag_bits & UTF8_NAMES:
        raw = name.encode("cp437", errors="replace")
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = raw.decode("gb18030", errors="replace")
    parts = PurePosixPath(re.sub(r'[\0:*?"<>|]', "_", name.replace("\\", "/"))).parts
    return [part for part in parts if part not in ("/", "//", "..")] or ["_"]


def _check_room(path: Path, needed: int, folder: str) -> None:
    if needed > shutil.disk_usage(folder).free:
        raise BadInput(
            "no-room",
            tr(
                "There is no room to unpack “{file}” ({size:,} bytes).", file=path.name, size=needed
            ),
            Where(file=str(path)),
            tr("Free some space on the disk of temporary files."),
        )
