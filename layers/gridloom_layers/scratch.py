"""Folders for what is needed while work lasts: they go with it, or after it was killed.

They may hold rows with personal data, so what a killed process has left in the folder of
temporary files is removed by the next one that works.
"""

import contextlib
import shutil
import tempfile
import time
from pathlib import Path

from filelock import FileLock, Timeout

PREFIX, MARK = "gridloom-", "in-use.lock"
YOUNG_SECONDS = 60
"""Before that a folder may belong to a process that has not yet locked its mark."""


class ScratchFolder(tempfile.TemporaryDirectory[str]):
    """A temporary folder with a mark that is locked for as long as its process lives."""

    def __init__(self) -> None:
        _remove_abandoned(Path(tempfile.gettempdir()))
        super().__init__(prefix=PREFIX, ignore_cleanup_errors=True)
        mark = Path(self.name) / MARK
        self._lock = FileLock(mark)
        try:
            self._lock.acquire(timeout=0)
        except (OSError, Timeout):  # a place without locks: nobody can tell, so nobody removes it
            mark.unlink(missing_ok=True)

    def cleanup(self) -> None:
        """Remove the folder."""
        self._lock.release()
        super().cleanup()


def _remove_abandoned(place: Path) -> None:
    for mark in place.glob(f"{PREFIX}*/{MARK}"):
        with contextlib.suppress(OSError, Timeout):  # in use, or another user's
            if mark.stat().st_mtime > time.time() - YOUNG_SECONDS:
                continue
            with FileLock(mark, timeout=0):
                pass
            shutil.rmtree(mark.parent, ignore_errors=True)
