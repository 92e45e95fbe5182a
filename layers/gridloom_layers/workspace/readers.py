"""Who reads which commit of a workspace, so that only unread generations are swept."""

import contextlib
import uuid
import weakref
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout


class Reader:
    """A mark in ``readers/`` that keeps the files of one commit from being swept.

    The operating system drops the lock when the process ends, however it ends.
    Where the folder is read-only there is no mark.
    """

    def __init__(self, folder: Path, sequence: int) -> None:
        self._mark = folder / f"{sequence:09d}-{uuid.uuid4().hex}.lock"
        # of no thread: a window opens on one thread and closes on another
        self._lock = FileLock(self._mark, thread_local=False)
        with contextlib.suppress(OSError):
            folder.mkdir(exist_ok=True)
            self._lock.acquire(timeout=0)
        # also when it is let go of or the process ends: a command leaves no marks behind
        self._drop = weakref.finalize(self, _drop, self._lock, self._mark)

    def release(self) -> None:
        """Let the files of this commit go."""
        self._drop()


def _drop(lock: BaseFileLock, mark: Path) -> None:
    if lock.is_locked:
        lock.release()
        with contextlib.suppress(OSError):
            mark.unlink(missing_ok=True)


def oldest_read(folder: Path, newest: int) -> int:
    """Return the oldest commit that a living reader holds; ``newest`` where there is none."""
    return min((_sequence(mark) for mark in folder.glob("*.lock") if _alive(mark)), default=newest)


def _sequence(mark: Path) -> int:
    return int(mark.name.split("-")[0])


def _alive(mark: Path) -> bool:
    lock = FileLock(mark)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    lock.release()
    with contextlib.suppress(OSError):
        mark.unlink(missing_ok=True)
    return False
