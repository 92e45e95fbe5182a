"""Durable files: written beside, flushed, renamed into place; and what tells them apart."""

import hashlib
import os
import time
from pathlib import Path

ATTEMPTS, PAUSE = 100, 0.02
"""Times and seconds to wait for a file that a reader holds open (Windows)."""


def flush(path: Path) -> None:
    """Force a closed file's content to the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def flush_folder(path: Path) -> None:
    """Force a folder's entries to the disk; Windows does this by itself and has no such call."""
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_text(path: Path, text: str) -> None:
    """Replace a text file in one atomic, durable step; nothing is left beside it that fails."""
    staging = path.with_name(f"{path.name}.new")
    try:
        staging.write_text(text, encoding="utf-8")
        flush(staging)
        _replace(staging, path)
    except OSError:
        staging.unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


def _replace(source: Path, target: Path) -> None:
    """Rename over ``target``; on Windows wait while a reader has it open for an instant."""
    for _ in range(ATTEMPTS if os.name == "nt" else 0):
        try:
            source.replace(target)
        except PermissionError:
            time.sleep(PAUSE)
        else:
            return
    source.replace(target)


def append_line(path: Path, line: str) -> None:
    """Append a line to a file, durably."""
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
        file.flush()
        os.fsync(file.fileno())


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
