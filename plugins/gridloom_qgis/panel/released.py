"""Where files lie that Gridloom released for QGIS: in the profile, as projects refer to them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsApplication

if TYPE_CHECKING:
    from .described import Workspace
    from .entries import Entry


def released_file(workspace: Workspace, entry: Entry, where: str | None = None) -> Path:
    """Return the file of an answer at the commit of the workspace; its folder is made.

    Each commit has a file of its own: one that QGIS has open cannot be replaced everywhere.
    """
    told = "\n".join((entry.section, entry.name, where or ""))
    folder = _folder(workspace.path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{entry.section}-{_digest(told)}-{workspace.commit}.gpkg"


def forget(source: str, workspace: Path) -> None:
    """Remove a released file that no layer shows any more; anything else is left alone."""
    file = Path(source.split("|")[0])
    if file.parent == _folder(workspace):
        file.unlink(missing_ok=True)


def _folder(workspace: Path) -> Path:
    profile = Path(QgsApplication.qgisSettingsDirPath())
    return profile / "gridloom" / "released" / f"{workspace.stem[:40]}-{_digest(str(workspace))}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]
