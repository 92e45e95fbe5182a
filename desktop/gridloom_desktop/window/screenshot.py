"""Pictures of the real window, for the documentation."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PyQt6.QtCore import QCoreApplication, QEventLoop

from gridloom_desktop.window.city_window import CityWindow
from gridloom_desktop.window.main import application
from gridloom_desktop.window.workstation import Workstation
from gridloom_layers.language import Language, use_language

PATIENCE_S = 120.0


def take_screenshot(
    workspace: Path,
    out: Path,
    *,
    language: Language = "zh",
    width: int = 1280,
    height: int = 800,
    prepare: Callable[[CityWindow], None] | None = None,
) -> None:
    """Open a workspace in a window of this size and save its picture as PNG.

    ``prepare`` may act in the window first (run an analysis, click a feature); the picture is
    taken once all work is done, map and charts are painted. Works on a screen, under Xvfb, and with
    ``QT_QPA_PLATFORM=offscreen``.
    """
    use_language(language)
    with opened_window(workspace, width, height) as window:
        if prepare is not None:
            prepare(window)
            wait_until_idle(window)
        window.grab().save(str(out), "PNG")


@contextmanager
def opened_window(workspace: Path, width: int, height: int) -> Iterator[CityWindow]:
    """Open a window of this size on a workspace; it is painted, and closed at the end."""
    app = application()
    workstation = Workstation()
    try:
        workstation.open(workspace)
        wait_while(lambda: workstation.busy)
        window = workstation.windows[0]
        window.showNormal()
        window.resize(width, height)
        wait_until_idle(window)
        yield window
    finally:
        workstation.close()
        workstation.deleteLater()
        app.processEvents()


def wait_until_idle(window: CityWindow) -> None:
    """Let the window work until nothing is under way; raise ``TimeoutError`` after two minutes."""
    wait_while(lambda: window.busy)


def wait_while(is_busy: Callable[[], bool]) -> None:
    """Let the program work while this is so; raise ``TimeoutError`` after two minutes."""
    end = time.monotonic() + PATIENCE_S
    quiet = 0
    while quiet < 3:  # an answer may lead to more work in the next round
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        quiet = 0 if is_busy() else quiet + 1
        if time.monotonic() > end:
            raise TimeoutError("the window is still busy")
        time.sleep(0.005)
