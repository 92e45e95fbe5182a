"""Where files lie that Gridloom released for QGIS: in the profile, as projects refer to them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsApplication

if TYPE_CHECKING:
    from .described import Workspace


def released_file(workspace: Workspace, ending: str, *told: str) -> Path:
    """Return the file of what is told, at the commit of the workspace; its folder is made.

    Each commit has files of its own: one that QGIS has open cannot be replaced everywhere.
    """
    folder = _folder(workspace.path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{_digest(chr(10).join(told))}-{workspace.commit}{ending}"


def is_of_commit(source: str, workspace: Workspace) -> bool:
    """Return whether a source is a file that was released at the commit of the workspace."""
    file = Path(source.split("|")[0])
    return file.stem.endswith(f"-{workspace.commit}") and file.is_file()


def forget(source: str, workspace: Path) -> None:
    """Remove a released file that no layer shows any more; anything else is left alone."""
    file = Path(source.split("|")[0])
    if file.parent == _folder(workspace):
        for one in (file, file.with_suffix(".qlr")):
            one.unlink(missing_ok=True)


def _folder(workspace: Path) -> Path:
    profile = Path(QgsApplication.qgisSettingsDirPath())
    return profile / "gridloom" / "released" / f"{workspace.stem[:40]}-{_digest(str(workspace))}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]
