"""Working copies in a temporary folder, where opening the source itself would write beside it."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory


def working_folder() -> "TemporaryDirectory[str]":
    """Return a temporary folder that goes when it is let go of."""
    return TemporaryDirectory(prefix="gridloom-", ignore_cleanup_errors=True)


def copy_beside(path: Path, others: Iterable[Path]) -> tuple["TemporaryDirectory[str]", Path]:
    """Copy ``path`` and ``others`` into a temporary folder; return it and the copy of ``path``."""
    folder = working_folder()
    for source in {path, *others}:
        shutil.copyfile(source, Path(folder.name) / source.name)
    return folder, Path(folder.name) / path.name
