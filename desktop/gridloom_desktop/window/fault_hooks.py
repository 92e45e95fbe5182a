"""Faults that nobody caught: in slots, in threads, in finalizers, in Qt, in native code.

None of them ends the process: a slot that raises would, as PyQt aborts where nobody is told of it.
"""

import faulthandler
import sys
import threading
from typing import IO

from PyQt6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    pyqtSignal,
    qInstallMessageHandler,
)
from PyQt6.QtWidgets import QApplication

from gridloom_desktop.window.failures import log_path, note_in_log, tell, write_to_log

CRASH_FILE = "crash.log"
QUIET = (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)
HARMLESS = ("This plugin does not support propagateSizeHints",)
"""What Qt warns of where there is no screen."""


class FaultHooks(QObject):
    """Takes over the hooks of Python and Qt until it is closed.

    Faults of slots and of threads are told in a box and logged; those in finalizers, which nobody
    waits for, and warnings of Qt are logged. A crash of native code leaves the stacks of all
    threads in ``crash.log`` beside the log.
    """

    _happened = pyqtSignal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        queued = Qt.ConnectionType.QueuedConnection
        self._happened.connect(self._tell, queued)  # pyright: ignore[reportCallIssue] - stub
        self._before = sys.excepthook, threading.excepthook, sys.unraisablehook
        sys.excepthook = self._take_slot
        threading.excepthook = self._take_thread
        sys.unraisablehook = self._take_unraisable
        self._of_qt = qInstallMessageHandler(_take_message)
        self._crashes = _crash_file()
        if self._crashes is not None:
            faulthandler.enable(self._crashes)

    def _take_slot(self, kind: type[BaseException], error: BaseException, _: object) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, error.__traceback__)
        else:
            self._tell(error)

    def _take_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            self._happened.emit(args.exc_value)

    def _take_unraisable(self, unraisable: "sys.UnraisableHookArgs") -> None:
        if unraisable.exc_value is not None:
            write_to_log(unraisable.exc_value)

    def _tell(self, error: BaseException) -> None:
        window = QApplication.activeModalWidget() or QApplication.activeWindow()
        tell(window, error)

    def close(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
        qInstallMessageHandler(self._of_qt)
        if self._crashes is not None:
            faulthandler.disable()
            self._crashes.close()


def _take_message(kind: QtMsgType, _: QMessageLogContext, text: str | None) -> None:
    if kind not in QUIET and text and not text.startswith(HARMLESS):
        note_in_log("qt", text)


def _crash_file() -> IO[str] | None:
    """Open the file for stacks; without one a crash leaves nothing but its signal."""
    if faulthandler.is_enabled():
        return None  # somebody looks at crashes already
    try:
        log_path().parent.mkdir(parents=True, exist_ok=True)
        return log_path().with_name(CRASH_FILE).open("a", encoding="utf-8")
    except OSError:
        return None
