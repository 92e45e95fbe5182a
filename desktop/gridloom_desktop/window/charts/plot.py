"""A chart that can be brushed with the mouse and with the keys, and shows what is selected.

It holds no selection: it tells what was brushed, and shows the rows that it is told.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from PyQt6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainterPath, QWheelEvent
from PyQt6.QtWidgets import QGraphicsPathItem, QToolTip, QWidget

from gridloom_analytics.selecting import How
from gridloom_desktop.window.charts import look
from gridloom_desktop.window.charts.axis import Ticker, numbers
from gridloom_desktop.window.charts.surface import Surface
from gridloom_desktop.window.model.charts.making import ReadyChart
from gridloom_desktop.window.model.charts.wording import Pick
from gridloom_layers.language import Message

OVER = 100.0
"""How far in front of all marks the brush is."""
STILL = 4
"""Pixels that a click may move."""
NEXT = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
UPWARDS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
Shift, Control, Alt = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


def how(keys: Qt.KeyboardModifier) -> How:
    """Return what brushing does with these keys held: Shift adds, Ctrl or Alt removes.

    Shift with one of these keeps what is in both.
    """
    removes = bool(keys & (Control | Alt))
    if keys & Shift:
        return "within" if removes else "add"
    return "remove" if removes else "replace"


class LinkedPlot(Surface):
    """A chart of one kind.

    ``brushing`` tells while the mouse is held which :class:`Pick` it is over; ``brushed`` the pick
    that was made, with how it joins what is selected; ``cleared`` asks for nothing to be selected.
    """

    brushing = pyqtSignal(object, str)
    brushed = pyqtSignal(object, str)
    cleared = pyqtSignal()
    upright = False
    """Whether the stops that the keys go through are one above the other."""

    def __init__(
        self,
        chart: ReadyChart,
        below: Ticker | None = numbers,
        left: Ticker | None = numbers,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(below, left, parent)
        self.chart = chart
        self.free = False
        self._from: QPointF | None = None
        self._to = QPointF()
        self._path: list[QPointF] = []
        self._keys = Qt.KeyboardModifier.NoModifier
        self._asked = False
        self._stops: tuple[int, int] | None = None
        self._marks = (QGraphicsPathItem(), QGraphicsPathItem())
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for mark in self._marks:
            mark.setZValue(OVER)
        self.draw(*self._marks)

    # What the kinds of charts say.

    def show_marked(self, marked: Any) -> None:
        """Show what is drawn of the selected rows: what ``marked`` of the chart's kind returned."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Take the window's language."""

    def legends(self) -> tuple[Message | str, Message | str]:
        """Return what else the legend says of all rows, and of the selected ones."""
        return "", ""

    def boxed(self, box: QRectF) -> Pick | None:
        """Return what a rectangle holds, in terms of the axes; None for nothing."""
        raise NotImplementedError

    def clicked(self, place: QPointF) -> Pick | None:
        """Return what is at a place, in terms of the axes; None for nothing."""
        return self.boxed(QRectF(place, place))

    def lassoed(self, outline: npt.NDArray[np.float64]) -> Pick | None:
        """Return what an outline (k, 2) holds; of most kinds what its box does."""
        (left, bottom), (right, top) = outline.min(axis=0), outline.max(axis=0)
        return self.boxed(QRectF(QPointF(left, bottom), QPointF(right, top)))

    def outline(self, box: QRectF) -> QRectF:
        """Return what of the chart a brush over ``box`` takes: the kinds snap it to their bins."""
        return box

    def told(self, place: QPointF) -> str:
        """Return what is at a place of the chart, in words; nothing where there is nothing."""
        raise NotImplementedError

    @property
    def stops(self) -> int:
        """How many stops the keys go through."""
        return 0

    def stop(self, first: int, last: int) -> tuple[Pick, QRectF]:
        """Return what some neighbouring stops hold, and where they are."""
        raise NotImplementedError

    # The mouse.

    def mousePressEvent(self, ev: QMouseEvent | None) -> None:  # noqa: N802 - Qt's name
        """Begin to brush."""
        if ev is not None and ev.button() == Qt.MouseButton.LeftButton:
            self.setFocus()
            self._from = self._to = ev.position()
            self._path = [ev.position()]
            self._stops = None
            QToolTip.hideText()

    def mouseMoveEvent(self, ev: QMouseEvent | None) -> None:  # noqa: N802
        """Brush on, or tell what the mouse is over."""
        if ev is None:
            return
        if self._from is None:
            text = self.told(self.at(ev.position()))
            QToolTip.showText(ev.globalPosition().toPoint(), text, self)
            return
        self._to = ev.position()
        self._path.append(self._to)
        self._keys = ev.modifiers()
        if not self._asked:  # once for all moves that wait: the last one counts
            self._asked = True
            QTimer.singleShot(0, self._follow)

    def _follow(self) -> None:
        self._asked = False
        if self._from is None or self._is_click:
            return
        self._draw_brush()
        if pick := self._pick():
            self.brushing.emit(pick, how(self._keys))

    def mouseReleaseEvent(self, ev: QMouseEvent | None) -> None:  # noqa: N802
        """End a brush: what it is over is picked, nothing where it is over nothing."""
        if ev is None or self._from is None or ev.button() != Qt.MouseButton.LeftButton:
            return
        self._to = ev.position()
        pick = self._pick()
        self._let_go()
        if pick is not None:
            self.brushed.emit(pick, how(ev.modifiers()))
        elif how(ev.modifiers()) == "replace":
            self.cleared.emit()

    def _let_go(self) -> None:
        self._from, self._path = None, []
        self._marks[0].setPath(QPainterPath())

    @property
    def _is_click(self) -> bool:
        return self._from is not None and (self._to - self._from).manhattanLength() < STILL

    def _pick(self) -> Pick | None:
        if self._is_click:
            return self.clicked(self.at(self._to))
        if self.free and len(self._path) > 2:
            places = [self.at(one) for one in self._path]
            return self.lassoed(np.array([(one.x(), one.y()) for one in places]))
        return self.boxed(self._box())

    def _box(self) -> QRectF:
        return QRectF(self.at(self._path[0]), self.at(self._to)).normalized()

    def _draw_brush(self) -> None:
        path = QPainterPath()
        if self.free:
            path.moveTo(self.at(self._path[0]))
            for place in self._path[1:]:
                path.lineTo(self.at(place))
            path.closeSubpath()
        else:
            path.addRect(self.outline(self._box()))
        self._paint(0, path)

    def _paint(self, number: int, path: QPainterPath) -> None:
        fill = look.brush()
        fill.setAlphaF(0.1)
        self._marks[number].setPen(look.line(look.brush()))
        self._marks[number].setBrush(fill)
        self._marks[number].setPath(path)

    def leaveEvent(self, ev: QEvent | None) -> None:  # noqa: N802
        """Say nothing more of what the mouse was over."""
        QToolTip.hideText()
        super().leaveEvent(ev)

    def wheelEvent(self, ev: QWheelEvent | None) -> None:  # noqa: N802
        """Let the panel scroll: a chart shows all of its values."""
        if ev is not None:
            ev.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent | None) -> None:  # noqa: N802
        """Leave the menu to the frame."""
        if event is not None:
            event.ignore()

    # The keys.

    def keyPressEvent(self, ev: QKeyEvent | None) -> None:  # noqa: N802
        """Arrows move to a neighbouring bin, with Shift they widen; Enter picks, Esc clears."""
        if ev is None:
            return
        key, step = ev.key(), (UPWARDS if self.upright else NEXT).get(Qt.Key(ev.key()))
        if key == Qt.Key.Key_Escape:
            self._escape()
        elif step is not None and self.stops:
            self._move(step, widen=bool(ev.modifiers() & Shift))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._stops:
            self.brushed.emit(self.stop(*sorted(self._stops))[0], how(ev.modifiers()))
        else:
            super().keyPressEvent(ev)

    def _escape(self) -> None:
        brushing = self._from is not None
        self._let_go()
        self._stops = None
        self._marks[1].setPath(QPainterPath())
        if brushing:
            self.brushing.emit(None, "replace")
        else:
            self.cleared.emit()

    def _move(self, step: int, *, widen: bool) -> None:
        anchor, end = self._stops or (-1 if step > 0 else self.stops,) * 2
        end = min(max(end + step, 0), self.stops - 1)
        self._stops = (anchor if widen and self._stops else end, end)
        path = QPainterPath()
        path.addRect(self.stop(*sorted(self._stops))[1])
        self._paint(1, path)
        place = self.stop(end, end)[1].center()
        QToolTip.showText(
            self.mapToGlobal(self.on(place.x(), place.y()).toPoint()), self.told(place), self
        )
