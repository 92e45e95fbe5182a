"""Whose window a workspace is open in, among all processes, and whether the last one was closed.

The first window on a workspace keeps its document there. Windows of other processes show the same
data and keep nothing, so that none writes over what another one shows; when the first is closed,
the next change in another makes that one the keeper. Edits of data are commits, whoever makes them.
"""

import contextlib
from pathlib import Path

from filelock import FileLock, Timeout

from gridloom_layers.language import Message, tr

MARK = "window.lock"


class Presence:
    """The mark of a window in its workspace, locked for as long as its process lives.

    ``keeps`` says whether this window keeps its document, ``after_crash`` that the one before it
    was not closed: its mark was there, and nobody held it.
    """

    def __init__(self, folder: Path) -> None:
        self._mark = folder / MARK
        self._lock = FileLock(self._mark, thread_local=False)
        self.after_crash = was_left_open(folder)
        self.keeps = self.take()

    def take(self) -> bool:
        """Become the window that keeps its document, if no other one is; say whether it is."""
        try:
            if not self._lock.is_locked:
                self._lock.acquire(timeout=0)
            self.keeps = True
        except Timeout:
            self.keeps = False
        except OSError:  # read-only, or gone: writing tells
            self.keeps = True
        return self.keeps

    def said(self, name: str) -> Message | None:
        """Return what the user should know of it when the workspace opens, None for nothing."""
        if not self.keeps:
            return tr(
                "“{name}” is open in another program too: which layers this window shows is not "
                "kept; changes of data are.",
                name=name,
            )
        if self.after_crash:
            return tr("“{name}” was not closed properly; it is as it was last.", name=name)
        return None

    def close(self) -> None:
        """Take the mark away: the window was closed properly."""
        if self._lock.is_locked:
            self._lock.release()
            with contextlib.suppress(OSError):
                self._mark.unlink(missing_ok=True)


def was_left_open(folder: Path) -> bool:
    """Say whether the last window on a workspace ended without being closed."""
    mark = folder / MARK
    try:
        if not mark.exists():
            return False
        with FileLock(mark, timeout=0):
            pass
    except (Timeout, OSError):
        return False
    with contextlib.suppress(OSError):
        mark.touch()  # releasing may take it away
    return True
