"""What a window showed of a workspace, kept in its folder beside the data.

It is no part of a commit: a text that only its writer understands, sealed where the workspace is
encrypted, as it may hold values of its records; and a picture, of which an encrypted workspace
has none.
"""

import contextlib
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from gridloom_layers.workspace.files import replace_text
from gridloom_layers.workspace.sealing import Seal

PLAIN = "window.json"
SEALED = "window.parquet"
COLUMN = "document"
PICTURE = "window.png"


def keep_view(folder: Path, seal: Seal, text: str) -> None:
    """Write the text, whole or not at all; what was kept in the other form goes."""
    if seal.encrypted:
        staging = folder / f"{SEALED}.new"
        pq.write_table(pa.table({COLUMN: [text]}), staging, **seal.writing())
        staging.replace(folder / SEALED)
    else:
        replace_text(folder / PLAIN, text)
    (folder / (PLAIN if seal.encrypted else SEALED)).unlink(missing_ok=True)


def kept_view(folder: Path, seal: Seal) -> str | None:
    """Return the text that was kept, None where there is none. Raises ``OSError``, ``ValueError``.

    A text that was kept before the workspace was encrypted is taken up too.
    """
    if seal.encrypted and (folder / SEALED).exists():
        return pq.read_table(folder / SEALED, **seal.reading()).column(COLUMN)[0].as_py()
    if (folder / PLAIN).exists():
        return (folder / PLAIN).read_text(encoding="utf-8")
    return None


def keep_picture(folder: Path, write: Callable[[Path], object]) -> None:
    """Have a picture written, whole or not at all. Raises ``OSError``."""
    staging = folder / f"{PICTURE}.new"
    try:
        write(staging)
        staging.replace(folder / PICTURE)
    finally:
        staging.unlink(missing_ok=True)


def forget_picture(folder: Path) -> None:
    """Let the picture go: what it shows is no longer so, or is nobody's business any more."""
    with contextlib.suppress(OSError):  # a read-only workspace keeps what it has
        (folder / PICTURE).unlink(missing_ok=True)


def kept_picture(folder: Path) -> Path | None:
    """Return the picture that was kept, None where there is none."""
    path = folder / PICTURE
    return path if path.exists() else None


def reseal_view(folder: Path, before: Seal, after: Seal) -> None:
    """Keep the text as the workspace is sealed now; one that cannot be read, and a picture, go."""
    forget_picture(folder)
    try:
        text = kept_view(folder, before)
    except (OSError, ValueError):
        text = None
    if text is not None:
        keep_view(folder, after, text)
    for name in (PLAIN, SEALED):
        if text is None or (name == PLAIN) == after.encrypted:
            (folder / name).unlink(missing_ok=True)
