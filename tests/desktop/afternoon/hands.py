"""Mouse, keys and eyes of a user before a real window, and a clock for how it felt."""

import faulthandler
import re
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from PyQt6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PyQt6.QtGui import QDragEnterEvent, QDropEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QComboBox, QWidget

LEFT, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
TICK_MS = 5
LONG_S = 0.05
MOST_TABS = 200
FRAME = re.compile(r'File "[^"]*gridloom[^"]*/([^/"]+)", (line \d+ in .*)')


class Gap(NamedTuple):
    """How long the window did not come back to its events.

    ``passed`` by the clock; ``worked`` of processor time, all threads together, in which other
    programs have no part; ``where`` it was.
    """

    passed: float
    worked: float
    where: str


class Watch:
    """Measures how long the window's thread did not come back to its events, and where it was.

    Only within ``on()``: what the test itself does between two acts is not the window's.
    """

    def __init__(self) -> None:
        self._last: float | None = None
        self._work = 0.0
        self._main = threading.get_ident()
        self._seen: str = ""
        self._over = threading.Event()
        self.worst: dict[str, Gap] = {}
        self._what = ""
        self._timer = QTimer()
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    @contextmanager
    def on(self, what: str) -> Iterator[None]:
        """Measure while this is done."""
        self._what, self._seen = what, ""
        self._last, self._work = time.perf_counter(), time.process_time()
        try:
            yield
        finally:
            self._last = None

    def _tick(self) -> None:
        if self._last is None:
            return
        now, work = time.perf_counter(), time.process_time()
        gap = Gap(round(now - self._last, 3), round(work - self._work, 3), self._seen)
        self._last, self._work, self._seen = now, work, ""
        if gap.worked > self.worst.get(self._what, Gap(0, 0, "")).worked:
            self.worst[self._what] = gap

    def _look(self) -> None:
        """Note where the window's thread is when it does not come back."""
        while not self._over.wait(LONG_S / 5):
            last = self._last
            if last is None or self._seen or time.perf_counter() - last < LONG_S:
                continue
            self._seen = " < ".join(place_of(self._main)[:4]) or "Qt"

    def close(self) -> None:
        """Measure no more."""
        self._timer.stop()
        self._over.set()
        self._thread.join()


def place_of(thread: int) -> list[str]:
    """Return where a thread is in the program, innermost first.

    Written by ``faulthandler``, which holds no frame: one of a ``paintEvent`` that another thread
    holds a moment too long keeps its painter alive, and Qt crashes in what is painted next.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8") as file:
        faulthandler.dump_traceback(file)
        file.seek(0)
        stacks = file.read().split("\n\n")
    own = next((one for one in stacks if one.startswith(f"Thread 0x{thread:016x} ")), "")
    return [" ".join(found) for found in FRAME.findall(own)]


def click(widget: QWidget, at: QPoint | None = None, keys: Qt.KeyboardModifier = NO_KEY) -> None:
    """Click into the middle of a widget, or at a place in it."""
    QTest.mouseClick(widget, LEFT, keys, at or widget.rect().center())


def drag(widget: QWidget, start: QPoint, end: QPoint) -> None:
    """Press at one place, move in steps, let go at the other."""
    QTest.mouseMove(widget, start)
    QTest.mousePress(widget, LEFT, NO_KEY, start)
    for step in range(1, 9):
        QTest.mouseMove(widget, start + (end - start) * step / 8)
        QTest.qWait(15)
    QTest.mouseRelease(widget, LEFT, NO_KEY, end)


def press(key: Qt.Key, keys: Qt.KeyboardModifier = NO_KEY) -> None:
    """Press a key where the focus is."""
    QTest.keyClick(focused(), key, keys)


def write(text: str) -> None:
    """Write where the focus is."""
    QTest.keyClicks(focused(), text)


def focused() -> QWidget:
    """Return what has the focus."""
    widget = QApplication.focusWidget() or QApplication.activeWindow()
    assert widget is not None, "nothing has the focus"
    return widget


def tab_to(wanted: QWidget) -> int:
    """Press Tab until a widget has the focus; return how often."""
    passed = []
    for times in range(MOST_TABS):
        if (here := focused()) in (wanted, wanted.focusProxy()):
            return times
        if here in passed:
            break
        passed.append(here)
        press(Qt.Key.Key_Tab)
    names = [type(one).__name__ for one in passed]
    raise AssertionError(f"Tab does not lead to {wanted.objectName() or wanted}, only to {names}")


def choose(box: QComboBox, data: object) -> None:
    """Choose an entry of a box that has the focus with the arrow keys."""
    offered = [box.itemData(place) for place in range(box.count())]
    assert data in offered, f"{data} is not offered"
    place = offered.index(data)
    step = Qt.Key.Key_Down if place > box.currentIndex() else Qt.Key.Key_Up
    while box.currentIndex() != place:
        before = box.currentIndex()
        QTest.keyClick(box, step)
        assert box.currentIndex() != before, "the box does not follow the arrow keys"


def drop(window: QWidget, *places: Path) -> None:
    """Drop files, as a file manager does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(place)) for place in places])
    how = (Qt.DropAction.CopyAction, data, LEFT, NO_KEY)
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(600, 400), *how))
    QApplication.sendEvent(
        window, QDropEvent(QPointF(600, 400), Qt.DropAction.CopyAction, data, LEFT, NO_KEY)
    )


def when_asked(answer: Callable[[QWidget], None]) -> QTimer:
    """Answer the next modal dialog, whose loop does not return before."""
    timer = QTimer()
    timer.setInterval(50)

    def look() -> None:
        if (asked := QApplication.activeModalWidget()) is not None and asked.isVisible():
            timer.stop()
            answer(asked)

    timer.timeout.connect(look)
    timer.start()
    return timer


def come_to(window: QWidget) -> None:
    """Bring a window to the front: there is no window manager to do it."""
    assert QTest.qWaitForWindowExposed(window)
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    wait_for(lambda: QApplication.activeWindow() is window and focused().window() is window)


def wait_for(done: Callable[[], object], patience_s: float = 30) -> None:
    """Let the window work until something is so."""
    end = time.monotonic() + patience_s
    while not done():
        assert time.monotonic() < end, "it does not come"
        QTest.qWait(10)
