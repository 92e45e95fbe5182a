"""A map with a title above it."""

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gridloom_analytics.bilingual import Bilingual
from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.map.canvas import MapCanvas
from gridloom_desktop.window.texts import shown

INSET = 10


class TitledMap(QWidget):
    """A canvas with a title; a title that is too long is told in full by a tip."""

    def __init__(self, canvas: MapCanvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = canvas
        self._title: Bilingual = {"zh": "", "en": ""}
        self.label = QLabel()
        self.label.setObjectName("maptitle")
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setContentsMargins(INSET, 5, INSET, 5)
        self.label.setMinimumWidth(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.label)
        rows.addWidget(canvas, 1)
        follow_language(self.retranslate)

    def set_title(self, title: Bilingual) -> None:
        """Call the map so."""
        self._title = title
        self.retranslate()

    def resizeEvent(self, a0: QResizeEvent | None) -> None:  # noqa: N802 - Qt's name
        """Write as much of the title as there is room for."""
        super().resizeEvent(a0)
        self.retranslate()

    def retranslate(self) -> None:
        """Write the title in the current language."""
        room = self.width() - 2 * INSET
        whole = shown(self._title)
        elided = self.label.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideMiddle, room)
        self.label.setText(elided)
        self.label.setToolTip(shown(self._title))
        self.canvas.setAccessibleName(shown(self._title))
