"""Ctrl+C and SIGTERM: the work under way is cancelled, not killed."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from gridloom_layers.errors import Cancelled
from gridloom_layers.progress import Progress

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def stopped_by_signals(progress: Progress) -> Iterator[None]:
    """Let the first signal cancel ``progress``, and a second one stop where the work stands.

    The first lets the work end at its next report, with its files in order; the second raises in
    the main thread for work that reports too seldom. Off the main thread nothing changes.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asked = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise Cancelled
        asked = True
        progress.cancel()

    before = {number: signal.signal(number, stop) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def stopped_at_once() -> Iterator[None]:
    """Let a signal raise ``Cancelled`` in the main thread; for a loop that waits for input."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise Cancelled

    before = {number: signal.signal(number, stop) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
