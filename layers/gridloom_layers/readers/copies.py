"""Working copies in a temporary folder, where opening the source itself would write beside it."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from gridloom_layers.scratch import ScratchFolder


def copy_beside(path: Path, others: Iterable[Path]) -> tuple[ScratchFolder, Path]:
    """Copy ``path`` and ``others`` into a temporary folder; return it and the copy of ``path``."""
    folder = ScratchFolder()
    for source in {path, *others}:
        shutil.copyfile(source, Path(folder.name) / source.name)
    return folder, Path(folder.name) / path.name
