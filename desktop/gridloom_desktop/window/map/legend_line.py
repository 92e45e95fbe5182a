"""A legend in one line: for maps that share it."""

from collections.abc import Sequence

from PyQt6.QtCore import QEvent, QRect, QSize, Qt
from PyQt6.QtGui import QColor, QPainter, QPaintEvent
from PyQt6.QtWidgets import QWidget

from gridloom_analytics.bilingual import Bilingual
from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.model.map_layer import LegendEntry
from gridloom_desktop.window.texts import shown

SWATCH, GAP, BETWEEN, INSET = 14, 6, 18, 12


class LegendLine(QWidget):
    """A title and the classes behind it, in as many lines as the width asks for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title: Bilingual | None = None
        self._entries: Sequence[LegendEntry] = ()
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        follow_language(self._lay_out)

    def show_legend(self, title: Bilingual, entries: Sequence[LegendEntry]) -> None:
        """Show the classes of what is called ``title``."""
        self._title, self._entries = title, entries
        self._lay_out()

    def _lay_out(self) -> None:
        self.setFixedHeight(self.heightForWidth(max(self.width(), 1)))
        told = ", ".join(shown(entry.label) for entry in self._entries)
        self.setAccessibleName(f"{shown(self._title)}: {told}" if self._title else "")
        self.update()

    def changeEvent(self, a0: QEvent | None) -> None:  # noqa: N802 - Qt's name
        """Take the room that another font needs."""
        super().changeEvent(a0)
        if a0 is not None and a0.type() == QEvent.Type.FontChange:
            self._lay_out()

    def _places(self, width: int) -> list[tuple[QRect, str, str | None]]:
        """Return where each text stands, and the colour of the square before it."""
        metrics, line = self.fontMetrics(), self.fontMetrics().height() + GAP
        texts: list[tuple[str, str | None]] = [(shown(self._title), None)] if self._title else []
        texts += [(shown(entry.label), entry.colour) for entry in self._entries]
        left, top, places = INSET, GAP, []
        for text, colour in texts:
            room = metrics.horizontalAdvance(text) + (SWATCH + GAP if colour else 0)
            if left > INSET and left + room > width - INSET:
                left, top = INSET, top + line
            places.append((QRect(left, top, room, metrics.height()), text, colour))
            left += room + BETWEEN
        return places

    def heightForWidth(self, a0: int) -> int:  # noqa: N802
        """Return the height that all classes take in a width; 0 where there are none."""
        places = self._places(a0)
        return places[-1][0].bottom() + GAP + 2 if places else 0

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the room in the width that there is."""
        return QSize(self.width(), self.heightForWidth(self.width()))

    def resizeEvent(self, a0: object) -> None:  # noqa: N802, ARG002
        """Take as many lines as the new width asks for."""
        self.setFixedHeight(self.heightForWidth(max(self.width(), 1)))

    def paintEvent(self, a0: QPaintEvent | None) -> None:  # noqa: N802
        """Draw the squares and their texts."""
        super().paintEvent(a0)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for place, text, colour in self._places(self.width()):
                room = QRect(place)
                if colour is not None:
                    middle = place.top() + (place.height() - SWATCH) // 2
                    painter.setPen(self.palette().mid().color())
                    painter.setBrush(QColor(colour))
                    painter.drawRect(place.left(), middle, SWATCH - 1, SWATCH - 1)
                    room.setLeft(place.left() + SWATCH + GAP)
                painter.setPen(self.palette().text().color())
                painter.drawText(
                    room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text
                )
