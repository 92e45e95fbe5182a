"""Folders of workspaces that are dropped onto the panel or onto QGIS's map."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.gui import QgsCustomDropHandler

from .session import is_workspace

if TYPE_CHECKING:
    from qgis.PyQt.QtCore import QMimeData


def dropped_workspace(data: QMimeData) -> Path | None:
    """Return the workspace among what is dragged; None where there is none."""
    files = (Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    return next((path for path in files if is_workspace(path)), None)


class DropHandler(QgsCustomDropHandler):
    """Opens a workspace that is dropped anywhere into QGIS's window."""

    def __init__(self, take: Callable[[Path], None]) -> None:
        super().__init__()
        self._take = take

    def handleFileDrop(self, file: str) -> bool:  # noqa: N802
        """Return whether the file was a workspace, which is opened then."""
        path = Path(file)
        if not is_workspace(path):
            return False
        self._take(path)
        return True
