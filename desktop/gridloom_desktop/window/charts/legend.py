"""What a chart is called, the legend of all and of the selected rows, and its caption."""

from html import escape

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QResizeEvent
from PyQt6.QtWidgets import QLabel, QSizePolicy, QWidget

from gridloom_desktop.window.charts import look
from gridloom_desktop.window.following import follow_colours

SQUARES = 48
"""Pixels of the two squares and of what is between the parts of a legend."""


class ShortLabel(QLabel):
    """A line that is shortened where there is no room for it, and told whole in a tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_line(self, text: str) -> None:
        """Show another line."""
        self.whole = text
        self.setToolTip(text)
        self._shorten()

    def resizeEvent(self, a0: QResizeEvent | None) -> None:  # noqa: N802 - Qt's name
        """Show as much of the line as has room now."""
        super().resizeEvent(a0)
        self._shorten()

    def _shorten(self) -> None:
        end = Qt.TextElideMode.ElideRight
        self.setText(self.fontMetrics().elidedText(self.whole, end, self.width()))


class Legend(QLabel):
    """Two coloured squares with what they stand for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self._lines: tuple[str, ...] = ()
        follow_colours(self._write)

    def show_lines(self, every: str, marked: str) -> None:
        """Say what stands for all rows and for the selected ones; nothing if it is empty."""
        self._lines = tuple(one for one in (every, marked) if one)
        self._write()

    def _write(self) -> None:
        colours = look.every(), look.chosen()
        parts = [_entry(*one) for one in zip(colours, self._lines, strict=False)]
        one_line = SQUARES + self.fontMetrics().horizontalAdvance("".join(self._lines))
        self.setText(("<br>" if one_line > self.width() else " &nbsp; ").join(parts))

    def resizeEvent(self, a0: QResizeEvent | None) -> None:  # noqa: N802
        """Write both beside each other where there is room."""
        super().resizeEvent(a0)
        self._write()


def _entry(colour: QColor, text: str) -> str:
    return f'<span style="color:{colour.name()}">■</span> {escape(text)}'
