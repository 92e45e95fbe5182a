"""Files that Gridloom released for QGIS: in the profile, for as long as a project shows them."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QLockFile, QObject

from ..manifest import file_of
from .referring import drop_lists_of_gone, files_of_saved, keep_files_of

if TYPE_CHECKING:
    from .described import Workspace

LOCK = "session.lock"


def is_of_commit(source: str, workspace: Workspace) -> bool:
    """Return whether a source is a file that was released at the commit of the workspace."""
    file = file_of(source)
    return file.stem.endswith(f"-{workspace.commit}") and file.is_file()


class Released(QObject):
    """The released files of a session, in a folder of its own.

    A file goes when the last layer that shows it leaves the project, and with the session (``end``,
    or the next one where QGIS died), unless a project that was saved refers to it.
    """

    def __init__(self, project: QgsProject, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._base = Path(QgsApplication.qgisSettingsDirPath()) / "gridloom" / "released"
        self._folder = self._base / uuid.uuid4().hex
        self._lock: QLockFile | None = None
        self._leaving: set[Path] = set()
        project.layersWillBeRemoved.connect(self._note)
        project.layersRemoved.connect(self._forget_left)
        project.projectSaved.connect(self._saved)
        self._sweep()

    def new_file(self, workspace: Workspace, ending: str) -> Path:
        """Return a file to be released at the commit of the workspace; its folder is made."""
        if self._lock is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock = _lock_of(self._folder)
            self._lock.tryLock(0)
        return self._folder / f"{uuid.uuid4().hex}-{workspace.commit}{ending}"

    def forget(self, files: Iterable[Path]) -> None:
        """Remove the released ones of files that no layer and no saved project refers to."""
        needed = self._shown() | files_of_saved(self._base)
        for file in set(files) - needed:
            if file.parent.parent == self._base:
                _remove(file)

    def end(self) -> None:
        """Remove what no saved project refers to, and watch the project no longer."""
        self._project.layersWillBeRemoved.disconnect(self._note)
        self._project.layersRemoved.disconnect(self._forget_left)
        self._project.projectSaved.disconnect(self._saved)
        if self._lock is not None:
            _empty(self._folder, files_of_saved(self._base))
            _let_go(self._lock, self._folder)

    def _shown(self) -> set[Path]:
        return {file_of(one.source()) for one in self._project.mapLayers().values()}

    def _note(self, leaving: list[str]) -> None:
        layers = filter(None, map(self._project.mapLayer, leaving))
        self._leaving |= {file_of(one.source()) for one in layers}

    def _forget_left(self, _layers: object) -> None:
        left, self._leaving = self._leaving, set()
        self.forget(left)

    def _saved(self) -> None:
        released = {one for one in self._shown() if one.parent.parent == self._base}
        self.forget(keep_files_of(self._project.fileName(), released, self._base))

    def _sweep(self) -> None:
        """Empty the folders of sessions that have ended; a lock tells those that live."""
        drop_lists_of_gone(self._base)
        needed = files_of_saved(self._base)
        for folder in self._base.iterdir() if self._base.is_dir() else ():
            lock = _lock_of(folder)
            if folder.is_dir() and lock.tryLock(0):
                _empty(folder, needed)
                _let_go(lock, folder)


def _lock_of(folder: Path) -> QLockFile:
    lock = QLockFile(str(folder / LOCK))
    lock.setStaleLockTime(0)  # however old: only where its process is no more
    return lock


def _let_go(lock: QLockFile, folder: Path) -> None:
    lock.unlock()
    with contextlib.suppress(OSError):
        folder.rmdir()  # where files are left that projects refer to, it stays


def _empty(folder: Path, needed: set[Path]) -> None:
    for file in list(folder.iterdir()):
        if file.name != LOCK and not any(file.name.startswith(one.name) for one in needed):
            _remove(file)


def _remove(file: Path) -> None:
    """Remove a file and what SQLite lays beside it; one that is open stays for the next sweep."""
    for one in list(file.parent.glob(f"{file.name}*")):
        with contextlib.suppress(OSError):
            one.unlink()
