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
        """Keep the folder in projects of workspaces only: it may tell a name."""
        project, changed = self._project, self._project.isDirty()
        if self._told():
            project.writeEntry(SCOPE, HOME, project.absolutePath())
        else:
            project.removeEntry(SCOPE, HOME)
        project.setDirty(changed)

    def _settle(self) -> None:
        """Have all that names a workspace name the one that belongs to the project now."""
        known = {told: self._now(told) for told in self._told()}
        for one in self._named():
            told = one.customProperty(WORKSPACE_OF)
            if told:
                _rename(one, _folder(one) or known[told])
        opened, _ = self._project.readEntry(SCOPE, WORKSPACE, "")
        if opened and known[opened] != Path(opened):
            self._project.writeEntry(SCOPE, WORKSPACE, known[opened].as_posix())

    def _named(self) -> list[QgsMapLayer | QgsLayerTreeGroup]:
        groups = self._project.layerTreeRoot().findGroups(True)
        return [*self._project.mapLayers().values(), *groups]

    def _told(self) -> set[str]:
        """Return the workspaces that the project tells of."""
        opened, _ = self._project.readEntry(SCOPE, WORKSPACE, "")
        told = {one.customProperty(WORKSPACE_OF) for one in self._named()} | {opened}
        return {str(one) for one in told if one}

    def _now(self, told: str) -> Path:
        """Return where a workspace is now: where all its layers are, or beside the project."""
        layers = self._project.mapLayers().values()
        own = (one for one in layers if one.customProperty(WORKSPACE_OF) == told)
        folders = {folder for folder in map(_folder, own) if folder is not None}
        if not folders:
            return _beside(self._project, Path(told)) or Path(told)
        return folders.pop() if len(folders) == 1 else Path(told)


def _folder(one: QgsMapLayer | QgsLayerTreeGroup) -> Path | None:
    """Return the workspace whose file a layer shows."""
    return workspace_of(file_of(one.source())) if isinstance(one, QgsMapLayer) else None


def _rename(one: QgsMapLayer | QgsLayerTreeGroup, now: Path) -> None:
    if Path(one.customProperty(WORKSPACE_OF)) != now:
        one.setCustomProperty(WORKSPACE_OF, now.as_posix())


def _beside(project: QgsProject, told: Path) -> Path | None:
    """Return the workspace that lies to the project as ``told`` did when it was saved."""
    home, _ = project.readEntry(SCOPE, HOME, "")
    if not home or not project.absolutePath():
        return None
    try:
        way = os.path.relpath(told, home)
    except ValueError:  # another drive
        return None
    beside = Path(os.path.normpath(Path(project.absolutePath(), way)))
    return beside if tables_of(beside) else None
