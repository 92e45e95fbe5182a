"""The tools of the map as a strip of icons on it."""

from collections.abc import Iterable

from PyQt6.QtCore import QEvent, QObject, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QAction, QKeyEvent
from PyQt6.QtWidgets import QFrame, QMenu, QToolButton, QVBoxLayout, QWidget

from gridloom_desktop.window.icon_button import IconButton
from gridloom_layers.language import tr

INSET = 16
ICON = 18
SIDE = ICON + 12
MARGIN, GAP = 3, 1
FREE = 5 * INSET
"""Pixels of the map's height that are left to what else lies on it."""
MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class ToolStrip(QFrame):
    """Lies on the upper left corner of a map, with a button for each action.

    On a low map the last ones are in a menu. ``resized`` follows when another number has room.
    """

    resized = pyqtSignal()

    def __init__(self, canvas: QWidget, actions: Iterable[QAction]) -> None:
        super().__init__(canvas)
        self.setObjectName("toolstrip")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self._rows.setSpacing(GAP)
        self.actions_in_order = list(actions)
        self.buttons = [self._button(action) for action in self.actions_in_order]
        self.more, self.menu = IconButton("mdi6.chevron-down", tr("More tools"), self), QMenu(self)
        self.more.setMenu(self.menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._add(self.more)
        self.move(INSET, INSET)
        canvas.installEventFilter(self)
        self._give_way(canvas)
        self.show()

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self._add(button)
        return button

    def _add(self, button: QToolButton) -> None:
        button.setIconSize(QSize(ICON, ICON))
        button.setFixedSize(SIDE, SIDE)
        self._rows.addWidget(button)

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
        """Put into the menu what has no room on the map."""
        room = max((canvas.height() - FREE - 2 * MARGIN + GAP) // (SIDE + GAP), 2)
        shown = len(self.buttons) if room >= len(self.buttons) else room - 1
        self.menu.clear()
        self.menu.addActions(self.actions_in_order[shown:])
        for place, button in enumerate(self.buttons):
            button.setVisible(place < shown)
        self.more.setVisible(shown < len(self.buttons))
        before, _ = self.size(), self.adjustSize()
        if self.size() != before:
            self.resized.emit()

    def keyPressEvent(self, a0: QKeyEvent | None) -> None:  # noqa: N802
        """Go to the next tool by the arrows."""
        if a0 is None or (step := MOVES.get(Qt.Key(a0.key()))) is None:
            super().keyPressEvent(a0)
        else:
            self.focusNextPrevChild(step > 0)
