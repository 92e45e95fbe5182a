"""Which released files the saved projects refer to: kept in the profile, one list a project."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

ENDING = ".json"


def files_of_saved(base: Path) -> set[Path]:
    """Return the files that saved projects refer to."""
    return {file for kept in base.glob(f"*{ENDING}") for file in _read(kept)[1]}


def drop_lists_of_gone(base: Path) -> None:
    """Forget projects that are gone; one that is just being saved is not there yet."""
    for kept in base.glob(f"*{ENDING}"):
        if not _read(kept)[0].is_file():
            kept.unlink(missing_ok=True)


def keep_files_of(project: str, files: Iterable[Path], base: Path) -> set[Path]:
    """Note to which files a project refers that was saved; return those of before."""
    digest = hashlib.sha256(project.encode("utf-8", "replace")).hexdigest()[:16]
    kept = base / f"{digest}{ENDING}"
    before = _read(kept)[1] if kept.is_file() else set()
    if files:
        told = {"project": project, "files": sorted(map(str, files))}
        base.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    else:
        kept.unlink(missing_ok=True)
    return before


def _read(kept: Path) -> tuple[Path, set[Path]]:
    """Return a project and its files; where the list is damaged, none that exists."""
    try:
        told = json.loads(kept.read_text(encoding="utf-8"))
        return Path(told["project"]), set(map(Path, told["files"]))
    except (OSError, ValueError, LookupError, TypeError):
        return Path(), set()
