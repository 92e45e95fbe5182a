"""Projects refer to files of workspaces, which each import replaces: QGIS is led to the new ones.

QGIS asks here before it opens the layers of a project; later it would call them unavailable.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from qgis.core import QgsPathResolver, QgsProject

FILE = re.compile(r"(?P<table>.+)\.(?P<change>\d+)-[0-9a-f]+-(?P<number>\d+)\.gpkg")
"""How a workspace names the file of a table: by the change that wrote it."""


class Following:
    """Leads QGIS to the newest files of workspaces until ``end``."""

    def __init__(self) -> None:
        answers: Any = newest_of  # which the stubs do not know
        self._own: str | None = QgsPathResolver.setPathPreprocessor(answers)

    def end(self) -> None:
        """Lead QGIS no longer."""
        if self._own is not None:
            QgsPathResolver.removePathPreprocessor(self._own)
            self._own = None


def newest_of(source: str) -> str:
    """Return a source that names a file which its workspace has replaced with the new file.

    All others are returned as they are. What is relative lies beside the project.
    """
    told, bar, rest = source.partition("|")
    if not told.endswith(".gpkg") or FILE.fullmatch(Path(told).name) is None:
        return source
    file = Path(QgsProject.instance().absolutePath(), told)
    try:
        newest = file if file.exists() else _newest(file)
    except OSError:  # of a disk that is not there now, say
        return source
    return source if newest == file else f"{newest.as_posix()}{bar}{rest}"


def _newest(file: Path) -> Path:
    """Return the last file of the same table; the same file where there is none."""
    own = FILE.fullmatch(file.name)
    if own is None or not (file.parent.parent / "manifest.json").is_file():
        return file
    found = filter(None, (FILE.fullmatch(one.name) for one in file.parent.iterdir()))
    written = [
        (int(one["change"]), int(one["number"]), one[0])
        for one in found
        if one["table"] == own["table"]
    ]
    return file.with_name(max(written)[2]) if written else file
