"""Files that can be made again from the data of a workspace: indexes, copies in another order.

Each is named by the digest of the data files it is made of. Those never change, a change of the
data has other files: so a derived file is either right or not found. Removing the folder loses
nothing but time.
"""

import contextlib
import hashlib
import json
import os
import time
import uuid
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from gridloom_layers.scratch import ScratchFolder

DERIVED = "derived"
MOST_BYTES = 8 << 30
"""What the derived files of a workspace may take; beyond it those unused for longest go."""
ABANDONED_SECONDS = 86_400
"""After so long nobody is still writing a file that has no name yet."""


class Derived:
    """The derived files of the workspace in ``folder``.

    Where the workspace cannot be written to they live in a temporary folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / DERIVED
        self._temporary: ScratchFolder | None = None

    def file(self, kind: str, of: Iterable[str], suffix: str, make: Callable[[Path], None]) -> Path:
        """Return the file of a ``kind`` made of the data files ``of``; make it where it is not.

        ``kind`` tells all that the file depends on beside these. It appears whole or not at all.
        """
        inputs = sorted(of)
        there = self.there(kind, inputs, suffix)
        return there or self._made(_name(kind, inputs, suffix), inputs, make)

    def there(self, kind: str, of: Iterable[str], suffix: str) -> Path | None:
        """Return the file of a ``kind`` made of the data files ``of``, None where it is not."""
        name = _name(kind, sorted(of), suffix)
        for folder in self._folders():
            if (folder / name).exists():
                with contextlib.suppress(OSError):  # a read-only workspace
                    (folder / name).touch()
                return folder / name
        return None

    def carry_over(self, kind: str, of: Iterable[str], to: Iterable[str], suffix: str) -> None:
        """Let a file made of the data files ``of``, if it is there, be that of the files ``to``.

        For who knows that these hold the same. Where the file system has no links, it is made
        again when it is asked for.
        """
        inputs = sorted(to)
        name = _name(kind, inputs, suffix)
        with contextlib.suppress(OSError):
            (self._folder / name).hardlink_to(self._folder / _name(kind, sorted(of), suffix))
            (self._folder / f"{name}.json").write_text(json.dumps(inputs), encoding="utf-8")

    def _folders(self) -> list[Path]:
        temporary = [Path(self._temporary.name)] if self._temporary else []
        return [self._folder, *temporary]

    def _made(self, name: str, inputs: list[str], make: Callable[[Path], None]) -> Path:
        folder = self.folder()
        staging = folder / f".{uuid.uuid4().hex}"
        try:
            make(staging)
            (folder / f"{name}.json").write_text(json.dumps(inputs), encoding="utf-8")
            try:
                staging.replace(folder / name)
            except PermissionError:  # Windows: another process has made and opened it meanwhile
                if not (folder / name).exists():
                    raise
        finally:
            staging.unlink(missing_ok=True)
        return folder / name

    def folder(self) -> Path:
        """Return the folder that new files are made in."""
        if self._temporary is None:
            try:
                self._folder.mkdir(exist_ok=True)
                probe = self._folder / f".{uuid.uuid4().hex}"
                probe.touch()
                probe.unlink()
            except OSError:
                self._temporary = ScratchFolder()
            else:
                return self._folder
        return Path(self._temporary.name)

    def sweep(self, current: Collection[str]) -> None:
        """Remove what is made of files that are not ``current``, and what is too much."""
        kept = []
        for note in self._folder.glob("*.json"):
            file = note.with_suffix("")
            about = _stat(file)
            if about is None or not _inputs(note) <= set(current):
                _remove(file)
            else:
                kept.append((about.st_mtime, about.st_size, file))
        for file in self._folder.glob(".*"):
            about = _stat(file)
            if about is not None and time.time() - about.st_mtime > ABANDONED_SECONDS:
                _remove(file)
        total = sum(size for _, size, _ in kept)
        for _, size, file in sorted(kept):
            if total <= MOST_BYTES:
                break
            total -= size
            _remove(file)


def _name(kind: str, inputs: list[str], suffix: str) -> str:
    digest = hashlib.sha256(json.dumps([kind, inputs]).encode()).hexdigest()[:32]
    return f"{kind.partition(' ')[0]}-{digest}{suffix}"


def _inputs(note: Path) -> set[str]:
    """Return what a file is made of; the empty name, which no file has, where it is not known."""
    try:
        return set(json.loads(note.read_text("utf-8")))
    except ValueError:  # torn by a crash
        return {""}


def _stat(file: Path) -> os.stat_result | None:
    """Return the state of a file; None where it is gone: who reads makes and names files too."""
    try:
        return file.stat()
    except OSError:
        return None


def _remove(file: Path) -> None:
    with contextlib.suppress(OSError):  # open elsewhere (Windows): the next sweep gets it
        file.unlink(missing_ok=True)
        file.with_name(f"{file.name}.json").unlink(missing_ok=True)
