"""An axis of time with counts as bars, over which a period is moved with the mouse or the keys."""

import math
from typing import Literal

import numpy as np
import numpy.typing as npt
from PyQt6.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.model.charts.ticks import day_ticks
from gridloom_desktop.window.model.time.axis import DAY, TimeAxis
from gridloom_desktop.window.theme import theme
from gridloom_layers.language import tr

Part = Literal["begin", "end", "whole"]
Counts = npt.NDArray[np.int64]
BELOW, ABOVE = 17, 3
"""Pixels for the texts below the bars, and the room above them."""
GRIP = 6
"""How near to an end of the period the mouse must be to take it, in pixels."""
TICK_ROOM = 70
INSET = 8
MARK_WIDTH = 0.4
"""Of a bar: those on a scale of their own stand in front of the others."""


class Timeline(QWidget):
    """Bars over an axis, those of the period in colour, with what is selected of each inside.

    ``dragged(first, after)`` follows the mouse, ``dropped()`` when it lets go; ``stepped(slices)``
    is a key that moves the period, ``widened(slices)`` one that changes its length.
    """

    dragged = pyqtSignal(int, int)
    dropped = pyqtSignal()
    stepped = pyqtSignal(int)
    widened = pyqtSignal(int)
    switched = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._axis: TimeAxis | None = None
        self._counts: Counts = np.zeros(0, np.int64)
        self.marked: Counts | None = None
        self._alone = False
        self.period = range(0)
        self._held: tuple[Part, int, range] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        follow_language(self.retranslate)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the size that is usual."""
        return QSize(400, 58)

    def show_axis(self, axis: TimeAxis | None, counts: Counts) -> None:
        """Show other bars; None: no axis."""
        self._axis, self._counts, self.marked = axis, counts, None
        self.update()

    def mark(self, marked: Counts | None, *, alone: bool = False) -> None:
        """Show what is selected of each slice (None: nothing), on a scale of its own if ``alone``.

        What one area of many has would not be seen on that of all.
        """
        self.marked, self._alone = marked, alone
        self.update()

    def show_period(self, period: range) -> None:
        """Show a period in colour."""
        self.period = period
        self.update()

    def retranslate(self) -> None:
        """Tell screen readers what it is."""
        self.setAccessibleName(str(tr("Period that is shown")))

    # Where things are

    @property
    def _wide(self) -> float:
        return max(self.width() - 2 * INSET, 1) / max(len(self._counts), 1)

    def left_of(self, number: int) -> float:
        """Return where a slice begins, in pixels from the left."""
        return INSET + number * self._wide

    def slice_under(self, x: float) -> int:
        """Return the slice at a place, the nearest one beside the axis."""
        return min(max(math.floor((x - INSET) / self._wide), 0), max(len(self._counts) - 1, 0))

    def _part_under(self, x: float) -> Part | None:
        begin, end = self.left_of(self.period.start), self.left_of(self.period.stop)
        inner = min(GRIP, (end - begin) / 4)  # a narrow period can be moved too
        if -GRIP <= x - begin <= inner:
            return "begin"
        if -inner <= x - end <= GRIP:
            return "end"
        return "whole" if begin < x < end else None

    # The mouse

    def mousePressEvent(self, a0: QMouseEvent | None) -> None:  # noqa: N802
        """Take the period, or one of its ends; elsewhere, bring the period there."""
        if a0 is None or self._axis is None or a0.button() != Qt.MouseButton.LeftButton:
            return
        x = a0.position().x()
        part, under = self._part_under(x), self.slice_under(x)
        if part is None:
            self._tell(self._moved_to(under - len(self.period) // 2, self.period))
            part = "whole"
        self._held = part, under, self.period

    def mouseMoveEvent(self, a0: QMouseEvent | None) -> None:  # noqa: N802
        """Move what was taken; else show what could be."""
        if a0 is None or self._axis is None:
            return
        x = a0.position().x()
        if self._held is None:
            over = self._part_under(x)
            shapes = {"whole": Qt.CursorShape.OpenHandCursor, None: Qt.CursorShape.ArrowCursor}
            self.setCursor(shapes.get(over, Qt.CursorShape.SizeHorCursor))
            return
        part, start, before = self._held
        by = self.slice_under(x) - start
        if part == "whole":
            self._tell(self._moved_to(before.start + by, before))
        elif part == "begin":
            self._tell(range(max(min(before.start + by, before.stop - 1), 0), before.stop))
        else:
            last = min(max(before.stop + by, before.start + 1), len(self._counts))
            self._tell(range(before.start, last))

    def mouseReleaseEvent(self, a0: QMouseEvent | None) -> None:  # noqa: N802, ARG002
        """Let go."""
        if self._held is not None:
            self._held = None
            self.dropped.emit()

    def _moved_to(self, first: int, period: range) -> range:
        first = min(max(first, 0), len(self._counts) - len(period))
        return range(first, first + len(period))

    def _tell(self, period: range) -> None:
        if period != self.period:
            self.show_period(period)
            self.dragged.emit(period.start, period.stop)

    def keyPressEvent(self, a0: QKeyEvent | None) -> None:  # noqa: N802
        """Step with the arrows, widen with Shift, go to the ends, play with Space."""
        if a0 is None:
            return
        ways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageDown: 10,
                Qt.Key.Key_PageUp: -10, Qt.Key.Key_Home: -len(self._counts),
                Qt.Key.Key_End: len(self._counts)}  # fmt: skip
        if a0.key() == Qt.Key.Key_Space:
            self.switched.emit()
        elif a0.key() not in ways:
            super().keyPressEvent(a0)
        elif a0.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.widened.emit(ways[Qt.Key(a0.key())])
        else:
            self.stepped.emit(ways[Qt.Key(a0.key())])

    # The picture

    def paintEvent(self, a0: QPaintEvent | None) -> None:  # noqa: N802, ARG002
        """Paint the bars, the period, and round days below."""
        if self._axis is None:
            return
        with QPainter(self) as painter:
            self._paint_period(painter)
            self._paint_bars(painter)
            self._paint_ticks(painter, self._axis)

    def _paint_period(self, painter: QPainter) -> None:
        c, height = theme(), self.height() - BELOW
        begin, end = self.left_of(self.period.start), self.left_of(self.period.stop)
        painter.fillRect(QRectF(begin, 0, end - begin, height), QColor(c.accent_pale))
        painter.setPen(QColor(c.accent))
        for x in (begin, end):
            painter.drawLine(QPointF(x, 0), QPointF(x, height))
        if self.hasFocus():
            painter.drawLine(QPointF(begin, 0), QPointF(end, 0))

    def _paint_bars(self, painter: QPainter) -> None:
        c, base = theme(), self.height() - BELOW
        most, room = max(int(self._counts.max(initial=0)), 1), base - ABOVE
        marks = self.marked if self.marked is not None else np.zeros_like(self._counts)
        full = max(int(marks.max(initial=0)), 1) if self._alone else most
        gap = 1 if self._wide >= 3 else 0
        plain, chosen, picked = QColor(c.pale_data), QColor(c.accent), QColor(c.selected)
        for number, count in enumerate(self._counts.tolist()):
            height = max(room * count / most, 1.5 if count else 0)
            bar = QRectF(self.left_of(number), base - height, self._wide - gap, height)
            painter.fillRect(bar, chosen if number in self.period else plain)
            if marked := int(marks[number]):
                bar.setTop(base - max(room * marked / full, 1.5))
                bar.setWidth(bar.width() * (MARK_WIDTH if self._alone else 1))
                painter.fillRect(bar, picked)
        painter.setPen(QColor(c.line))
        painter.drawLine(QPointF(INSET, base), QPointF(self.width() - INSET, base))

    def _paint_ticks(self, painter: QPainter, axis: TimeAxis) -> None:
        c, base, metrics = theme(), self.height() - BELOW, self.fontMetrics()
        low, high = (float(one) / DAY for one in (axis.edges[0], axis.edges[-1]))
        wide = self.width() - 2 * INSET
        font = painter.font()
        font.setPixelSize(11)
        painter.setFont(font)
        for day, text in zip(*day_ticks(low, high, max(wide // TICK_ROOM, 1)), strict=True):
            slice_ = int(np.searchsorted(axis.edges, day * DAY))
            x = self.left_of(min(slice_, axis.size))
            room = metrics.horizontalAdvance(text)
            painter.setPen(QColor(c.line))
            painter.drawLine(QPointF(x, base), QPointF(x, base + 3))
            painter.setPen(QColor(c.muted))
            left = min(max(x - room / 2, 0), self.width() - room)
            painter.drawText(QRectF(left, base + 2, room, BELOW - 2), text)
