"""Files that can be made again from the data of a workspace: indexes, copies in another order.

Each is named by the digest of the data files it is made of. Those never change, a change of the
data has other files: so a derived file is either right or not found. Its name ends with the digest
of its own bytes: small ones are compared with it whenever they are opened, all of them by
``check``, and what is damaged is made again. Removing the folder of a workspace that nobody has
open loses nothing but time.
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
from gridloom_layers.workspace.files import digest_of, flush

DERIVED = "derived"
MOST_BYTES = 8 << 30
"""What the derived files of a workspace may take; beyond it those unused for longest go."""
ABANDONED_SECONDS = 86_400
"""After so long nobody is still writing a file that has no name yet."""
SMALL = 1 << 20
"""Bytes of a file that is compared with its digest in a millisecond."""
DIGITS = 32
"""Hexadecimal digits of a SHA-256 that are enough for a name."""


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
        return there or self._made(_name(kind, inputs), suffix, inputs, make)

    def there(self, kind: str, of: Iterable[str], suffix: str) -> Path | None:
        """Return the file of a ``kind`` made of the data files ``of``, None where it is not."""
        name = _name(kind, of)
        for folder in self._folders():
            for file in sorted(folder.glob(f"{name}.*{suffix}")):
                about = _stat(file)
                if about is None:
                    continue
                if about.st_size <= SMALL and not _whole(file):
                    _remove(file)
                    continue
                with contextlib.suppress(OSError):  # a read-only workspace
                    file.touch()
                return file
        return None

    def carry_over(self, kind: str, of: Iterable[str], to: Iterable[str], suffix: str) -> None:
        """Let a file made of the data files ``of``, if it is there, be that of the files ``to``.

        For who knows that these hold the same. Where the file system has no links, it is made
        again when it is asked for.
        """
        old, inputs = self.there(kind, of, suffix), sorted(to)
        if old is None:
            return
        new = old.with_name(old.name.replace(_name(kind, of), _name(kind, inputs)))
        with contextlib.suppress(OSError):
            _note_of(new).write_text(json.dumps(inputs), encoding="utf-8")
            new.hardlink_to(old)

    def _folders(self) -> list[Path]:
        temporary = [Path(self._temporary.name)] if self._temporary else []
        return [self._folder, *temporary]

    def _made(
        self, name: str, suffix: str, inputs: list[str], make: Callable[[Path], None]
    ) -> Path:
        folder = self.folder()
        staging = folder / f".{uuid.uuid4().hex}"
        try:
            make(staging)
            if staging.stat().st_size > SMALL:  # it is not compared when it is opened
                flush(staging)
            file = folder / f"{name}.{_digest(staging)}{suffix}"
            _note_of(file).write_text(json.dumps(inputs), encoding="utf-8")
            try:
                staging.replace(file)
            except PermissionError:  # Windows: another process has made and opened it meanwhile
                if not file.exists():
                    raise
        finally:
            staging.unlink(missing_ok=True)
        return file

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

    def name_of(self, file: Path) -> str:
        """Return the name of a derived file that others are made of, as that of a data file."""
        inside = file.parent == self._folder
        return f"{DERIVED}/{file.name}" if inside else str(file.resolve())

    def mend(self) -> int:
        """Remove the files whose bytes are not those that were written; return how many."""
        faulty = [file for file in self._noted() if file.exists() and not _whole(file)]
        for file in faulty:
            _remove(file)
        return sum(not file.exists() for file in faulty)

    def _noted(self) -> list[Path]:
        """Return the files that there are notes of; some may be gone."""
        return [note.with_suffix("") for note in self._folder.glob("*.json")]

    def sweep(self, current: Collection[str]) -> None:
        """Remove what is made of files that are not ``current``, and what is too much."""
        kept = []
        inputs = {file: _inputs(_note_of(file)) for file in self._noted()}
        fresh = [file for file, made_of in inputs.items() if made_of <= set(current)]
        known = {*current, *map(self.name_of, fresh)}  # a snapshot has indexes too
        for file, made_of in inputs.items():
            about = _stat(file)
            if about is None or not made_of <= known:
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


def _name(kind: str, of: Iterable[str]) -> str:
    text = json.dumps([kind, sorted(of)])
    return f"{kind.partition(' ')[0]}-{hashlib.sha256(text.encode()).hexdigest()[:DIGITS]}"


def _digest(file: Path) -> str:
    return digest_of(file)[:DIGITS]


def _whole(file: Path) -> bool:
    """Tell whether a file has the bytes that its name tells."""
    try:
        return _digest(file) == file.stem.rpartition(".")[2]
    except OSError:  # gone meanwhile
        return False


def _note_of(file: Path) -> Path:
    """Return the path of the note beside a file: what it is made of."""
    return file.with_name(f"{file.name}.json")


def _inputs(note: Path) -> set[str]:
    """Return what a file is made of; the empty name, which no file has, where it is not known."""
    try:
        return set(json.loads(note.read_text("utf-8")))
    except (OSError, ValueError):  # removed by who reads meanwhile, or torn by a crash
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
        _note_of(file).unlink(missing_ok=True)
