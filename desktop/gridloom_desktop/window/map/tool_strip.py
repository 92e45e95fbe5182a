"""The tools of the map as a strip of icons on it."""

from collections.abc import Iterable

from PyQt6.QtCore import QEvent, QObject, QSize, Qt
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QFrame, QToolButton, QVBoxLayout, QWidget

INSET = 16
ICON = 18


class ToolStrip(QFrame):
    """Lies on the upper left corner of a map, with a button for each action."""

    def __init__(self, canvas: QWidget, actions: Iterable[QAction]) -> None:
        super().__init__(canvas)
        self.setObjectName("toolstrip")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(3, 3, 3, 3)
        rows.setSpacing(1)
        for action in actions:
            button = QToolButton()
            button.setDefaultAction(action)
            button.setIconSize(QSize(ICON, ICON))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            button.setFixedSize(ICON + 12, ICON + 12)
            rows.addWidget(button)
        self.move(INSET, INSET)
        self.adjustSize()
        canvas.installEventFilter(self)
        self._give_way(canvas)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Where it lies on the map: (left, top, width, height)."""
        place = self.geometry()
        return place.x(), place.y(), place.width(), place.height()

    def eventFilter(self, a0: QObject | None, a1: QEvent | None) -> bool:  # noqa: N802 - Qt's name
        """Follow the size of the map."""
        if a1 is not None and a1.type() == QEvent.Type.Resize and isinstance(a0, QWidget):
            self._give_way(a0)
        return super().eventFilter(a0, a1)

    def _give_way(self, canvas: QWidget) -> None:
        """Hide where the map is too low for it."""
        self.setVisible(canvas.height() > self.height() + 5 * INSET)
