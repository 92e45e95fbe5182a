"""Projects refer to files of workspaces, which each import replaces: QGIS is led to the new ones.

QGIS asks here before it opens the layers of a project; later it would call them unavailable.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from qgis.core import QgsPathResolver, QgsProject

from .manifest import tables_of

BY_KEY = re.compile(r"\|subset=.*row_key.*", re.DOTALL)
NO_ROW = '|subset="row_key" IS NULL'
"""Keys are those of one file: rows that a layer shows by them are none until they are asked anew,
which the panel does once it has the workspace open."""
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
    own = FILE.fullmatch(Path(told).name)
    if own is None:
        return source
    file = Path(QgsProject.instance().absolutePath(), told)
    newest = _newest(file, own["table"])
    if newest is None or newest == file:
        return source
    return f"{newest.as_posix()}{BY_KEY.sub(NO_ROW, bar + rest)}"


def _newest(file: Path, table: str) -> Path | None:
    """Return the file that the manifest names for the same table; None where there is none."""
    folder = file.parent.parent
    layers = (one.get("layer") for one in tables_of(folder).values())
    for newest in (folder / layer for layer in layers if isinstance(layer, str)):
        found = FILE.fullmatch(newest.name)
        if found is not None and found["table"] == table:
            return newest
    return None
