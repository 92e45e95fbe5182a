"""The bar that says that personal values are readable, and masks them again."""

from datetime import datetime, timedelta

from PyQt6.QtCore import QTimer, pyqtSignal
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from gridloom_desktop.window.following import follow_colours, follow_language
from gridloom_desktop.window.theme import theme
from gridloom_layers.language import tr


class UnmaskedBar(QFrame):
    """Stands above a table while its masked values are open; ``ended`` tells that they close."""

    ended = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("unmasked")
        self._text, self._end = QLabel(), QPushButton()
        self._reason, self._until = "", ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.stop)
        self._end.clicked.connect(self.stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 5, 8, 5)
        row.addWidget(self._text, 1)
        row.addWidget(self._end)
        follow_colours(self.recolour)
        follow_language(self.retranslate)
        self.hide()

    def recolour(self) -> None:
        """Be red, in the colours of the window as they are now."""
        c = theme()
        self.setStyleSheet(
            f"QFrame#unmasked {{ background: {c.fault}; border-radius: 5px; }}"
            f"QLabel {{ color: {c.paper}; font-weight: 600; }}"
        )

    def start(self, reason: str, seconds: float) -> None:
        """Show the bar for so many seconds."""
        self._reason = reason
        self._until = f"{datetime.now() + timedelta(seconds=seconds):%H:%M}"
        self._timer.start(int(seconds * 1000))
        self.retranslate()
        self.show()

    def stop(self) -> None:
        """Take the bar away, and tell that values are to be masked again."""
        running = self._timer.isActive() or self.isVisible()
        self.quit()
        if running:
            self.ended.emit()

    def quit(self) -> None:
        """Take the bar away without a word."""
        self._timer.stop()
        self.hide()

    def retranslate(self) -> None:
        """Write everything in the current language."""
        told = tr("Personal values are readable until {time}. Reason: {reason}",
                  time=self._until, reason=self._reason)  # fmt: skip
        self._text.setText(str(told))
        self._end.setText(str(tr("Mask again")))
