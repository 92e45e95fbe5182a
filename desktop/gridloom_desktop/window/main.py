"""The window as a program."""

import os
import sys
from contextlib import closing
from functools import cache
from pathlib import Path

from PyQt6.QtCore import QEvent
from PyQt6.QtWidgets import QApplication

from gridloom_desktop.window.appearance import dress
from gridloom_desktop.window.fault_hooks import FaultHooks
from gridloom_desktop.window.qt_texts import speak
from gridloom_desktop.window.workstation import Workstation
from gridloom_layers.errors import BadInput
from gridloom_layers.language import current_language, tr


def main(workspace: Path | None = None) -> int:
    """Show the window, on a workspace if one is given, until it is closed; return its exit code.

    Raises ``BadInput`` where there is no screen. Importing this module fails with ``ImportError``
    where PyQt6 is not installed.
    """
    app = application()
    with closing(FaultHooks(app)), closing(Workstation(app)) as workstation:
        if workspace is not None:
            workstation.open(workspace)
        else:
            workstation.start()
        code = app.exec()
    # No event loop does it any more: widgets that outlive the application end in a fault.
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return code


def application() -> QApplication:
    """Return the process's one application, dressed."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        dress(running)
        speak(current_language())
        return running
    if not has_screen():
        raise BadInput(
            "no-display",
            tr("There is no screen to show the window on."),
            hint=tr("Run it in a desktop session, or use the commands of “gridloom” instead."),
        )
    app = _made()
    dress(app)
    speak(current_language())
    return app


@cache
def _made() -> QApplication:
    """Return a new application; it is kept, as with the last reference all of Qt's objects end."""
    app = QApplication(["gridloom"])
    app.setApplicationName("Gridloom")
    return app


def has_screen() -> bool:
    """Say whether a window can be shown: Qt ends the process where it finds no display."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
