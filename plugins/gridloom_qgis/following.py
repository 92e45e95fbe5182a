"""Projects refer to files of workspaces, which each import replaces: QGIS is led to the new ones.

QGIS asks here before it opens the layers of a project; later it would call them unavailable.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from qgis.core import QgsPathResolver, QgsProject, QgsVectorLayer

from .manifest import ROW_KEY, file_of, tables_of

NO_ROW = f'"{ROW_KEY}" IS NULL'
"""Rows that a layer shows by their keys are none until they are asked anew, which the panel does
once it has the workspace open."""
FILE = re.compile(r"(?P<table>.+)\.(?P<change>\d+)-[0-9a-f]+-(?P<number>\d+)\.gpkg")
"""How a workspace names the file of a table: by the change that wrote it."""


class Following:
    """Leads QGIS to the newest files of workspaces until ``end``."""

    def __init__(self, project: QgsProject) -> None:
        self._project = project
        self._led: set[Path] = set()
        answers: Any = self._newest  # which the stubs do not know
        self._own: str | None = QgsPathResolver.setPathPreprocessor(answers)
        project.readProject.connect(self._empty)

    def end(self) -> None:
        """Lead QGIS no longer."""
        if self._own is not None:
            QgsPathResolver.removePathPreprocessor(self._own)
            self._project.readProject.disconnect(self._empty)
            self._own = None

    def _newest(self, source: str) -> str:
        newest = newest_of(source)
        if newest != source:
            self._led.add(file_of(newest))
        return newest

    def _empty(self) -> None:
        """Have layers that were led show no row by its key: other rows have these keys now."""
        led, self._led = self._led, set()
        for layer in self._project.mapLayers().values():
            if not isinstance(layer, QgsVectorLayer) or ROW_KEY not in layer.subsetString():
                continue
            if file_of(layer.source()) in led:
                layer.setSubsetString(NO_ROW)


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
    return f"{newest.as_posix()}{bar}{rest}"


def _newest(file: Path, table: str) -> Path | None:
    """Return the file that the manifest names for the same table; None where there is none."""
    folder = file.parent.parent
    layers = (one.get("layer") for one in tables_of(folder).values())
    for newest in (folder / layer for layer in layers if isinstance(layer, str)):
        found = FILE.fullmatch(newest.name)
        if found is not None and found["table"] == table:
            return newest
    return None
