"""A line of text that gives way where there is little room."""

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QPainter, QPaintEvent
from PyQt6.QtWidgets import QLabel

LEAST = 40


class ElidedLabel(QLabel):
    """Shortens its text where it finds no room, and tells it whole in a tip."""

    def setText(self, a0: str | None) -> None:  # noqa: N802 - Qt's name
        """Show another text."""
        super().setText(a0)
        self.setToolTip(a0)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the room without which nothing could be read."""
        return QSize(LEAST, super().minimumSizeHint().height())

    def paintEvent(self, a0: QPaintEvent | None) -> None:  # noqa: N802, ARG002
        """Draw as much of the text as there is room for."""
        with QPainter(self) as painter:
            painter.setPen(self.palette().windowText().color())
            room = self.contentsRect()
            cut = self.fontMetrics().elidedText(
                self.text(), Qt.TextElideMode.ElideRight, room.width()
            )
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), cut)
