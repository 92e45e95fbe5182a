"""Watching the workspace of a window: the work of other programs is followed, its loss told."""

from collections.abc import Mapping

from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from gridloom_desktop.window.background import Background
from gridloom_desktop.window.failures import write_to_log
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.model.watching import Sign, differing, news, sign_of, tables_now
from gridloom_desktop.window.operations import Operations
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import TableInfo

LOOK_MS = 1000


class Watching(QObject):
    """Looks each second whether the manifest is another one; ``said`` gives a sentence of it.

    It looks on a thread of its own, as a drive that was unplugged may answer late, and reads the
    new commit on the store's.
    """

    said = pyqtSignal(object)

    def __init__(self, session: Session, operations: Operations, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._operations = session, operations
        self._sign = sign_of(session.store.path)
        self._followed: dict[str, TableInfo] = dict(session.store.tables)
        self._worker = Background("watching", self)
        session.data_changed.connect(self._take_note)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        if not self._worker.busy:
            path = self._session.store.path
            self._worker.submit(lambda _: sign_of(path), self._compare, write_to_log)

    def _compare(self, now: Sign) -> None:
        before, self._sign = self._sign, now
        happened = news(before, now)
        name = self._session.store.name
        if happened == "gone":
            self.said.emit(tr("The workspace “{name}” is no longer where it was.", name=name))
        elif happened == "back":
            self.said.emit(tr("The workspace “{name}” is there again.", name=name))
        if happened in ("back", "changed"):
            self._operations.read(self._read, self._follow)

    def _read(self, _: Progress) -> Mapping[str, TableInfo]:
        return tables_now(self._session.store)

    def _follow(self, tables: Mapping[str, TableInfo]) -> None:
        """Follow what others changed; what this window did itself is followed already."""
        changed = differing(self._followed, tables)
        if changed or self._session.renamed_measures:
            self._session.follow_data(changed)
            name = self._session.store.name
            self.said.emit(tr("Another program has changed “{name}”: this is how it is now.",
                              name=name))  # fmt: skip

    def _take_note(self, changed: frozenset[str]) -> None:
        tables = self._session.store.tables
        for name in changed:
            self._followed.pop(name, None)
            if name in tables:
                self._followed[name] = tables[name]

    def end(self) -> None:
        """Look no more."""
        self._timer.stop()
        self._worker.close()
