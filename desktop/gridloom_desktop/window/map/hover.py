"""What is under the pointer: outlined, and told in a small tip."""

from collections.abc import Callable
from functools import partial

from PyQt6.QtCore import QObject, Qt, QTimer
from PyQt6.QtWidgets import QLabel

from gridloom_analytics.bilingual import Bilingual
from gridloom_desktop.window.background import Background
from gridloom_desktop.window.failures import write_to_log
from gridloom_desktop.window.map.canvas import MapCanvas
from gridloom_desktop.window.map.tools.tool import DRAG_START
from gridloom_desktop.window.model.hovering import Hovered
from gridloom_desktop.window.texts import shown

Find = Callable[[float, float, float], Hovered | None]
"""Finds what lies at a place of the plane, within a tolerance; called in a thread of its own."""
AskName = Callable[[Hovered, Callable[[Hovered], object]], None]
"""Asks what a feature is called, and gives it again with its name when that is known."""
REST_MS = 35
"""The pointer must rest so long: a hand that crosses the map asks nothing."""
BESIDE = 16


class Hover(QObject):
    """Follows the pointer over a map with an outline and a tip; never while a button is held."""

    def __init__(self, canvas: MapCanvas, find: Find, ask_name: AskName | None = None) -> None:
        super().__init__(canvas)
        self._canvas, self._find, self._ask_name = canvas, find, ask_name
        self._worker = Background("hover", self)
        self._place: tuple[float, float] | None = None
        self._found: Hovered | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._ask)
        self.tip = QLabel(canvas)
        self.tip.setTextFormat(Qt.TextFormat.PlainText)
        self.tip.setObjectName("maptip")
        self.tip.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.tip.hide()
        canvas.pointed.connect(self._move)
        canvas.departed.connect(self.clear)
        canvas.moved.connect(self.clear)

    def clear(self) -> None:
        """Tell of nothing."""
        self._rest.stop()
        self._place = None
        self._tell(None)

    def close(self) -> None:
        """End the thread."""
        self._rest.stop()
        self._worker.close()

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._rest.isActive() or self._worker.busy

    def _move(self, x: float, y: float) -> None:
        if self._canvas.pressed or not self._canvas.tool.shows_tips:
            self.clear()
            return
        self._place = x, y
        if not self._rest.isActive():
            self._rest.start()

    def _ask(self) -> None:
        view = self._canvas.view
        if self._place is None or view is None or self._worker.busy:
            return
        asked = self._place
        work = partial(self._look, asked, DRAG_START / view.scale)
        self._worker.submit(work, partial(self._answer, asked), write_to_log)

    def _look(self, place: tuple[float, float], tolerance: float, _: object) -> Hovered | None:
        return self._find(*place, tolerance)

    def _answer(self, asked: tuple[float, float], found: Hovered | None) -> None:
        if self._place is None:  # the pointer has left meanwhile
            return
        self._tell(found)
        if self._place != asked:
            self._rest.start()

    def _tell(self, found: Hovered | None) -> None:
        before, self._found = self._found, found
        if found is None:
            if before is not None:
                self._canvas.hover([])
            self.tip.hide()
            return
        if before is None or (before.layer, before.row) != (found.layer, found.row):
            self._canvas.hover(found.rings)
            self._write(found)
            if self._ask_name is not None:
                self._ask_name(found, self._entitle)
        self._put()

    def _entitle(self, named: Hovered) -> None:
        """Write the name of what is still under the pointer."""
        found = self._found
        if found is not None and (found.layer, found.row) == (named.layer, named.row):
            self._found = named
            self._write(named)
            self._put()

    def _write(self, found: Hovered) -> None:
        self.tip.setText(_lines(found.title, found.value))
        self.tip.adjustSize()

    def _put(self) -> None:
        """Put the tip beside the pointer, within the map."""
        if self._place is None:
            return
        at = self._canvas.position(*self._place)
        left, top = at.x() + BESIDE, at.y() + BESIDE
        if left + self.tip.width() > self._canvas.width():
            left = at.x() - BESIDE - self.tip.width()
        if top + self.tip.height() > self._canvas.height():
            top = at.y() - BESIDE - self.tip.height()
        self.tip.move(max(left, 0), max(top, 0))
        self.tip.show()
        self.tip.raise_()


def _lines(title: Bilingual, value: Bilingual) -> str:
    return "\n".join(text for text in (shown(title), shown(value)) if text)
