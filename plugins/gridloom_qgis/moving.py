"""Projects that were moved or copied with their workspaces are of the workspaces beside them.

QGIS saves the files of layers relative to the project, but what layers say of themselves as it is.
"""

from __future__ import annotations

import os
from pathlib import Path

from qgis.core import QgsLayerTreeGroup, QgsMapLayer, QgsProject

from .manifest import file_of, tables_of, workspace_of
from .properties import WORKSPACE_OF

SCOPE, WORKSPACE, HOME = "gridloom", "/workspace", "/home"
"""What a project says: the workspace that the panel has open, and the folder it was saved in."""


class Moving:
    """Watches QGIS's project until ``end``; made before what reads where workspaces are."""

    def __init__(self, project: QgsProject) -> None:
        self._project = project
        project.readProject.connect(self._settle)
        project.writeProject.connect(self._note)
        self._settle()

    def end(self) -> None:
        """Watch the project no longer."""
        self._project.readProject.disconnect(self._settle)
        self._project.writeProject.disconnect(self._note)

    def _note(self) -> None:
        changed = self._project.isDirty()
        self._project.writeEntry(SCOPE, HOME, self._project.absolutePath())
        self._project.setDirty(changed)

    def _settle(self) -> None:
        """Have all that names a workspace name the one that belongs to the project now."""
        project, known = self._project, {}
        named = (*project.mapLayers().values(), *project.layerTreeRoot().findGroups(True))
        opened, _ = project.readEntry(SCOPE, WORKSPACE, "")
        for told in {opened, *(one.customProperty(WORKSPACE_OF) for one in named)} - {"", None}:
            known[told] = _moved(project, Path(told)) or Path(told)
        for one in named:
            _rename(one, known)
        if opened and known[opened] != Path(opened):
            project.writeEntry(SCOPE, WORKSPACE, known[opened].as_posix())


def _rename(one: QgsMapLayer | QgsLayerTreeGroup, known: dict[str, Path]) -> None:
    told = one.customProperty(WORKSPACE_OF)
    if told and known[told] != Path(told):
        one.setCustomProperty(WORKSPACE_OF, known[told].as_posix())


def _moved(project: QgsProject, told: Path) -> Path | None:
    """Return where a workspace is now: where its layers are read from, or beside the project."""
    for layer in project.mapLayers().values():
        if layer.customProperty(WORKSPACE_OF) == told.as_posix():
            folder = workspace_of(file_of(layer.source()))
            if folder is not None:
                return folder
    home, _ = project.readEntry(SCOPE, HOME, "")
    if not home or not project.absolutePath():
        return None
    beside = Path(os.path.normpath(Path(project.absolutePath(), os.path.relpath(told, home))))
    return beside if tables_of(beside) else None
