"""A field of the status line: it reads as text until it is clicked, then it can be typed in."""

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QFocusEvent, QKeyEvent
from PyQt6.QtWidgets import QLineEdit, QWidget

ROOM = 26
"""Beside the text: the frame, and the cursor."""


class WordField(QLineEdit):
    """Shows a text; ``entered`` gives what was typed instead, Escape brings the shown one back.

    While it is being edited, what is to be shown waits.
    """

    entered = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ""
        self.setFrame(False)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus | Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_MacShowFocusRect, False)
        self.setObjectName("wordfield")
        self.returnPressed.connect(self._enter)

    def show_text(self, text: str) -> None:
        """Show a text, now or when the editing is over."""
        self._shown = text
        if not self.hasFocus():
            self.setText(text)
            self.setFixedWidth(self.fontMetrics().horizontalAdvance(text) + ROOM)

    @property
    def shown(self) -> str:
        """The text that is shown when nobody types."""
        return self._shown

    def _enter(self) -> None:
        typed = self.text()
        self.clearFocus()
        if typed.strip() and typed != self._shown:
            self.entered.emit(typed)

    def focusInEvent(self, a0: QFocusEvent | None) -> None:  # noqa: N802 - Qt's name
        """Begin to edit: all is selected, so that typing replaces it."""
        super().focusInEvent(a0)
        self.selectAll()

    def focusOutEvent(self, a0: QFocusEvent | None) -> None:  # noqa: N802
        """Show the text again."""
        super().focusOutEvent(a0)
        self.show_text(self._shown)

    def keyPressEvent(self, a0: QKeyEvent | None) -> None:  # noqa: N802
        """Give up at Escape."""
        if a0 is not None and a0.key() == Qt.Key.Key_Escape:
            self.clearFocus()
        else:
            super().keyPressEvent(a0)
