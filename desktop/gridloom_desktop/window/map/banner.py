"""A line of text at the upper edge of a map."""

from PyQt6.QtCore import QEvent, QObject, Qt
from PyQt6.QtWidgets import QLabel, QWidget

from gridloom_desktop.window.following import follow_language
from gridloom_layers.language import Message

INSET = 16


class Banner(QLabel):
    """Tells what the map shows for the moment; hidden where there is nothing to tell."""

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self.setObjectName("banner")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._message: Message | None = None
        canvas.installEventFilter(self)
        follow_language(self.retranslate)
        self.hide()

    def tell(self, message: Message | None) -> None:
        """Tell this; None: nothing."""
        self._message = message
        self.setVisible(message is not None)
        self.retranslate()

    def retranslate(self) -> None:
        """Tell it in the current language."""
        self.setText(str(self._message or ""))
        self._place()

    def _place(self) -> None:
        self.adjustSize()
        canvas = self.parentWidget()
        if canvas is not None:
            self.move(max(INSET, (canvas.width() - self.width()) // 2), INSET)

    def eventFilter(self, a0: QObject | None, a1: QEvent | None) -> bool:  # noqa: N802 - Qt's name
        """Stay in the middle."""
        if a1 is not None and a1.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(a0, a1)
