"""Waiting for QGIS in its own loop of events."""

from __future__ import annotations

import time
from collections.abc import Callable

from qgis.PyQt.QtCore import QEventLoop
from qgis.PyQt.QtWidgets import QApplication


def wait_until(condition: Callable[[], bool], limit_s: float = 120.0) -> None:
    """Let QGIS work until a condition holds."""
    deadline = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
