"""Whether workspaces that were opened last are still there, asked where nobody waits for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from PyQt6 import sip
from PyQt6.QtCore import QObject, pyqtSignal

from gridloom_desktop.window.model.presence import was_left_open

PATIENCE_S = 0.5


@dataclass(frozen=True)
class Found:
    """What became of a workspace: is it there, and did its last window end without being closed."""

    there: bool
    left_open: bool


class Recents(QObject):
    """Looks at workspaces, each on a thread of its own; ``found(path, Found)`` tells of each.

    A folder on a network that is away may answer after minutes: neither the window nor the other
    folders wait for it.
    """

    found = pyqtSignal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads: dict[str, Thread] = {}

    def look(self, paths: Iterable[str]) -> None:
        """Look at these; at one that has not answered yet no second time."""
        for path in paths:
            before = self._threads.get(path)
            if before is None or not before.is_alive():
                thread = Thread(target=self._look, args=(path,), name="recents", daemon=True)
                self._threads[path] = thread
                thread.start()

    def _look(self, path: str) -> None:
        found = Found(_is_there(path), was_left_open(Path(path)))
        if not sip.isdeleted(self):
            self.found.emit(path, found)

    def close(self) -> None:
        """Wait for those that answer soon; the others end with the process."""
        for thread in self._threads.values():
            thread.join(PATIENCE_S)


def _is_there(path: str) -> bool:
    try:
        return Path(path).exists()
    except OSError:  # no permission, or a drive that is away
        return False
