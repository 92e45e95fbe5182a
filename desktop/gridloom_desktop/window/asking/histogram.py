"""How the values of a field are spread, small: a range is drawn over it with the mouse."""

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from gridloom_desktop.window.model.asking.fields import Spread
from gridloom_desktop.window.theme import theme

HEIGHT, LABELS = 52, 16
SHORTEST = 0.02
"""Of the width: a shorter draw is a click."""


class Histogram(QWidget):
    """Bars over the range of a field, those in the chosen range in colour.

    ``drawn(low, high)`` follows a range that was drawn with the mouse.
    """

    drawn = pyqtSignal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spread: Spread | None = None
        self._ends = ("", "")
        self._chosen = (float("-inf"), float("inf"))
        self._start: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.hide()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the size that is usual."""
        return QSize(200, HEIGHT)

    def show_spread(self, spread: Spread | None, low: str, high: str) -> None:
        """Show bars, and what the ends of their range are called; None hides it."""
        self._spread, self._ends = spread, (low, high)
        self.setVisible(spread is not None)
        self.update()

    def choose(self, low: float, high: float) -> None:
        """Colour the bars from one value to another."""
        self._chosen = (low, high)
        self.update()

    def paintEvent(self, a0: QPaintEvent | None) -> None:  # noqa: ARG002, N802
        """Paint bars, base line and the ends of the range."""
        if self._spread is None:
            return
        c = theme()
        with QPainter(self) as painter:
            base = self.height() - LABELS
            width = self.width() / len(self._spread.bars)
            most = max(self._spread.bars) or 1
            for number, count in enumerate(self._spread.bars):
                height = max(base * count / most, 1.5 if count else 0.0)
                bar = QRectF(number * width, base - height, max(width - 1, 1), height)
                painter.fillRect(bar, QColor(c.accent if self._is_chosen(number) else c.pale_data))
            painter.setPen(QColor(c.line))
            painter.drawLine(QPointF(0, base), QPointF(self.width(), base))
            painter.setPen(QColor(c.muted))
            font = painter.font()
            font.setPixelSize(11)
            painter.setFont(font)
            below = QRectF(0, base, self.width(), LABELS)
            painter.drawText(below, Qt.AlignmentFlag.AlignLeft, self._ends[0])
            painter.drawText(below, Qt.AlignmentFlag.AlignRight, self._ends[1])

    def _is_chosen(self, number: int) -> bool:
        """Whether the middle of a bar lies in the chosen range."""
        spread = self._spread
        if spread is None:
            return False
        middle = spread.low + (number + 0.5) * (spread.high - spread.low) / len(spread.bars)
        return self._chosen[0] <= middle <= self._chosen[1]

    def mousePressEvent(self, a0: QMouseEvent | None) -> None:  # noqa: N802
        """Begin a range."""
        self._start = self._value_at(a0)

    def mouseMoveEvent(self, a0: QMouseEvent | None) -> None:  # noqa: N802
        """Show the range that is drawn."""
        end = self._value_at(a0)
        if self._start is not None and end is not None:
            self.choose(*sorted((self._start, end)))

    def mouseReleaseEvent(self, a0: QMouseEvent | None) -> None:  # noqa: N802
        """Tell the range, unless it was a click."""
        start, end, spread = self._start, self._value_at(a0), self._spread
        self._start = None
        if start is None or end is None or spread is None:
            return
        if abs(end - start) >= SHORTEST * (spread.high - spread.low):
            self.drawn.emit(*sorted((start, end)))

    def _value_at(self, event: QMouseEvent | None) -> float | None:
        if event is None or self._spread is None:
            return None
        share = min(max(event.position().x() / max(self.width(), 1), 0.0), 1.0)
        return self._spread.low + share * (self._spread.high - self._spread.low)
