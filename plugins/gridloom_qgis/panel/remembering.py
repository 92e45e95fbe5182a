"""What the panel has open is kept in QGIS's project, and opened with it again."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProject

from ..moving import SCOPE, WORKSPACE

TAB = "/tab"


def remember(workspace: Path | None, tab: int) -> None:
    """Write into the project what is open; whether it needs saving stays as it is."""
    project = QgsProject.instance()
    changed = project.isDirty()
    if workspace is None:
        project.removeEntry(SCOPE, WORKSPACE)
    else:
        project.writeEntry(SCOPE, WORKSPACE, workspace.as_posix())
    project.writeEntry(SCOPE, TAB, tab)
    project.setDirty(changed)


def remembered() -> tuple[Path | None, int]:
    """Return the workspace and the tab that the project knows of."""
    project = QgsProject.instance()
    told, _ = project.readEntry(SCOPE, WORKSPACE, "")
    tab, _ = project.readNumEntry(SCOPE, TAB, 0)
    return (Path(told) if told else None), tab
