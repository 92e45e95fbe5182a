"""Faults as a user is told them, by the command and the window alike."""

import errno
import os

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr


def refused(error: OSError) -> BadInput | None:
    """Return a sentence for what the file system refused; None where it is not the user's."""
    name = str(error.filename or "")
    where = Where(file=name or None)
    if isinstance(error, PermissionError):
        message = tr("There is no permission to use “{path}”.", path=name)
        return BadInput("no-permission", message, where, tr("Choose a place of your own."))
    if isinstance(error, FileNotFoundError) and name:
        message = tr("The file “{path}” is not there.", path=name)
        return BadInput("no-file", message, where, tr("Check the path."))
    if isinstance(error, IsADirectoryError | NotADirectoryError | FileExistsError):
        message = tr("“{path}” cannot be used as a file here.", path=name)
        return BadInput("bad-path", message, where, tr("Check the path."))
    if error.errno in (errno.ENOSPC, errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC):
        return BadInput("disk-full", tr("The disk is full."), where, tr("Make room and try again."))
    if error.errno == errno.EFBIG:
        message = tr("A file has become larger than this disk or account allows.")
        return BadInput("file-too-large", message, where, tr("Choose another disk, or make room."))
    if error.errno == errno.EIO:
        message = tr("The disk cannot be written or read.")
        return BadInput("disk-error", message, where, tr("Check the disk and try again."))
    return None


def place_of(error: BadInput) -> str:
    """Return where a fault is, as far as its sentence does not say so; TOML has keys on lines."""
    where, told = error.where, str(error)
    structured = str(where.file or "").lower().endswith(".toml")
    parts: list[Message | str] = [
        name for name in (where.file, where.layer) if name and not _named(name, told)
    ]
    if where.row is not None:
        line = tr("line {row}", row=where.row)
        parts.append(line if structured else tr("row {row}", row=where.row))
    if where.column and where.column not in told:
        key = tr("key {column}", column=where.column)
        parts.append(key if structured else tr("column {column}", column=where.column))
    if where.cell and where.cell not in told:
        parts.append(tr("cell {cell}", cell=where.cell))
    return str(tr(", ")).join(map(str, parts))


def _named(name: str, told: str) -> bool:
    return name in told or os.path.basename(name) in told  # noqa: PTH119 - may be no path at all
