"""Gridloom's own window, started beside QGIS; QGIS may end before it."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..calling.command import environment, find_command
from ..calling.faults import Broken, Fault, Refused
from ..language import current_language, tr

LOOKING_MS = 300
PATIENCE_MS = 60_000
"""A window that is up after so long has no fault left to tell of its start."""


class Window(QObject):
    """Starts ``gridloom desktop``; what keeps it from opening is told by ``failed``."""

    failed = pyqtSignal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._popen: subprocess.Popen[bytes] | None = None
        self._told: Any = None
        self._looked = 0
        self._timer = QTimer(self)
        self._timer.setInterval(LOOKING_MS)
        self._timer.timeout.connect(self._look)

    def open(self, workspace: Path) -> None:
        """Start the window on a workspace; raise no fault but tell it."""
        self._told = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the window may speak
        try:
            asked = [
                str(find_command()),
                "desktop",
                str(workspace),
                "--json",
                "--lang",
                current_language(),
            ]
            self._popen = _started(asked, self._told)
        except Fault as fault:
            self.failed.emit(fault)
            return
        except OSError as error:
            told = tr(
                "“{path}” cannot be started: {reason}.",
                path=error.filename or "gridloom",
                reason=error.strerror or error,
            )
            self.failed.emit(Broken(told))
            return
        self._looked = 0
        self._timer.start()

    def end(self) -> None:
        """Look after it no longer; the window stays."""
        self._timer.stop()
        self._popen = None

    def _look(self) -> None:
        self._looked += 1
        code = self._popen.poll() if self._popen is not None else 0
        if code is None and self._looked * LOOKING_MS < PATIENCE_MS:
            return
        self._timer.stop()
        if code:
            self.failed.emit(self._fault(code))

    def _fault(self, code: int) -> Fault:
        self._told.seek(0)
        words = self._told.read().decode("utf-8", "replace")
        try:
            return Refused(json.loads(words)["error"])
        except (LookupError, TypeError, ValueError):
            return Broken(tr("Gridloom ended unexpectedly (exit code {code}).", code=code), words)


def _started(asked: list[str], told: Any) -> subprocess.Popen[bytes]:
    """Start a program that outlives QGIS and has no console."""
    windows = sys.platform == "win32"
    flags = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP if windows else 0
    return subprocess.Popen(  # noqa: S603 - the command that the user has set up
        asked,
        stdin=subprocess.DEVNULL,
        stdout=told,
        stderr=subprocess.DEVNULL,
        env=environment(),
        start_new_session=not windows,
        creationflags=flags,
    )
