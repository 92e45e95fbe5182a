"""Files that appear whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gridloom_analytics.bilingual import Bilingual
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, listed, tr


@dataclass(frozen=True)
class ExportReport:
    """A file that left: how many rows it holds, how many of them have withheld figures.

    ``holds`` says in words what is in a file that has no rows, such as a picture of them.
    ``style`` is how QGIS draws a file that cannot carry its style itself, as its own XML.
    """

    file: Path
    rows: int
    suppressed: int = 0
    notes: tuple[Bilingual, ...] = ()
    holds: Message | None = None
    style: str | None = None

    def to_json(self) -> dict[str, object]:
        """Return the report for the JSON envelope."""
        return {
            "file": str(self.file),
            "rows": self.rows,
            "suppressed": self.suppressed,
            "notes": list(self.notes),
            "style": self.style,
        }


@contextmanager
def staged(out: Path) -> Iterator[Path]:
    """Yield a path beside ``out`` to write to; rename it to ``out`` when the block succeeds.

    A file that is there is replaced in one step. Whatever goes wrong, nothing half-written stays.
    """
    part = _beside(out)
    try:
        part.unlink()  # GDAL wants to make the file itself
        yield part
        part.chmod(0o666 & ~_umask())
        part.replace(out)
    except PermissionError as error:
        raise _unwritable(out) from error
    finally:
        part.unlink(missing_ok=True)


def check_place(out: Path) -> None:
    """Raise ``BadInput`` where a file could not be written, before the work for it is done."""
    _beside(out).unlink()
    try:
        if out.exists():
            out.open("r+b").close()  # one that is open in another program cannot be replaced
    except OSError as error:
        raise _unwritable(out) from error


def _beside(out: Path) -> Path:
    """Return a new empty file beside ``out``, on the same disk."""
    if out.is_dir():
        raise BadInput(
            "is-a-folder",
            tr("“{path}” is a folder.", path=str(out)),
            Where(file=str(out)),
            tr("Give the name of a file to write."),
        )
    try:
        descriptor, name = tempfile.mkstemp(out.suffix, f".{out.stem}.", out.parent)
        os.close(descriptor)
    except FileNotFoundError as error:
        raise _no_folder(out) from error
    except OSError as error:
        raise _unwritable(out) from error
    return Path(name)


@contextmanager
def staged_folder(out: Path) -> Iterator[Path]:
    """Yield a folder beside ``out`` to write files into; rename it when the block succeeds.

    A folder that is there must be empty: files of before and of now would mix.
    """
    if out.exists() and not (out.is_dir() and next(out.iterdir(), None) is None):
        raise BadInput(
            "already-there",
            tr("“{path}” is already there and is not an empty folder.", path=str(out)),
            Where(file=str(out)),
            tr("Give the name of a new folder."),
        )
    try:
        part = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    except FileNotFoundError as error:
        raise _no_folder(out) from error
    except OSError as error:
        raise _unwritable(out) from error
    try:
        yield part
        part.chmod(0o777 & ~_umask())
        if out.exists():
            out.rmdir()
        part.replace(out)
    except PermissionError as error:
        raise _unwritable(out) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _no_folder(out: Path) -> BadInput:
    return BadInput(
        "no-folder",
        tr("The folder “{path}” does not exist.", path=str(out.parent)),
        Where(file=str(out)),
        tr("Make it first, or choose another one."),
    )


def _unwritable(out: Path) -> BadInput:
    return BadInput(
        "no-permission",
        tr("“{path}” cannot be written.", path=str(out)),
        Where(file=str(out)),
        tr("Choose a folder of your own; if the file is open in another program, close it."),
    )


def check_ending(out: Path, endings: tuple[str, ...]) -> str:
    """Return the ending of ``out`` in lower case; refuse one that is none of ``endings``."""
    ending = out.suffix.lower()
    if ending in endings:
        return ending
    raise BadInput(
        "unknown-format",
        tr("“{name}” does not end in the name of a format that can be written.", name=out.name),
        Where(file=str(out)),
        tr("Use one of: {endings}.", endings=listed(endings)),
    )
