"""The workspace that the panel has open: opened, read anew, watched for other commits."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QFileSystemWatcher, QObject, QTimer, pyqtSignal

from ..calling.faults import Fault
from ..language import tr
from ..manifest import MANIFEST
from ..plain import one_line
from .described import Workspace, read

if TYPE_CHECKING:
    from .asking import Asker

RECENT = "gridloom/recent"
MOST_RECENT = 8
SETTLED_MS = 300
"""A commit renames a file; what follows within this time is the same commit."""
Mark = tuple[int, int, int]


def is_workspace(path: Path) -> bool:
    """Return whether a folder looks like a workspace."""
    return (path / MANIFEST).is_file()


def recent_workspaces() -> list[Path]:
    """Return the workspaces opened last that are still there, the last one first."""
    kept = QgsSettings().value(RECENT, []) or []
    paths = [kept] if isinstance(kept, str) else kept
    return [Path(path) for path in paths if is_workspace(Path(path))]


class Session(QObject):
    """One open workspace, or none.

    ``opened`` comes with each newly opened one, ``renewed`` when the same one was read again,
    ``outdated`` when there is another commit, ``lost`` with a fault when the folder is gone.
    """

    opened = pyqtSignal(object)
    renewed = pyqtSignal(object)
    closed = pyqtSignal()
    outdated = pyqtSignal()
    lost = pyqtSignal(object)

    def __init__(self, asker: Asker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asker = asker
        self.workspace: Workspace | None = None
        self._mark: Mark | None = None
        self._watcher = QFileSystemWatcher(self)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLED_MS)
        self._settling.timeout.connect(self._look)
        self._watcher.fileChanged.connect(self._settling.start)
        self._watcher.directoryChanged.connect(self._settling.start)

    def open(self, path: Path) -> None:
        """Open a workspace in the background."""
        mark = _mark(path)
        title = tr("Open “{name}”", name=one_line(path.stem, 60))
        self._asker.ask(
            title, ["describe", str(path)], lambda told: self._take(told, mark), read=read
        )

    def refresh(self) -> None:
        """Read the open workspace again."""
        if self.workspace is not None:
            self.open(self.workspace.path)

    def close(self) -> None:
        """Let the workspace go."""
        self.workspace = self._mark = None
        self._watch(None)
        self.closed.emit()

    def _take(self, workspace: Workspace, mark: Mark | None) -> None:
        same = self.workspace is not None and self.workspace.path == workspace.path
        self.workspace, self._mark = workspace, mark
        self._watch(workspace.path)
        _remember(workspace.path)
        (self.renewed if same else self.opened).emit(workspace)
        self._look()

    def _watch(self, path: Path | None) -> None:
        watched = self._watcher.files() + self._watcher.directories()
        if watched:
            self._watcher.removePaths(watched)
        if path is not None:
            # a folder that is moved is told by the one that it lay in
            self._watcher.addPaths([str(path.parent), str(path), str(path / MANIFEST)])

    def _look(self) -> None:
        """Tell where the manifest is another file than the one that was read."""
        if self.workspace is None:
            return
        self._watch(self.workspace.path)  # a renamed file is watched no longer
        mark = _mark(self.workspace.path)
        if mark is None:
            gone = tr("“{path}” is not there any more.", path=one_line(self.workspace.path))
            self.close()
            self.lost.emit(Fault(gone, tr("Open the workspace where it is now.")))
        elif mark != self._mark:
            self.outdated.emit()


def _mark(path: Path) -> Mark | None:
    try:
        found = (path / MANIFEST).stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _remember(path: Path) -> None:
    others = [str(one) for one in recent_workspaces() if one != path]
    QgsSettings().setValue(RECENT, [str(path), *others][:MOST_RECENT])
