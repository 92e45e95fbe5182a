"""What is shown before a workspace is open."""

from PyQt6.QtCore import QEvent, Qt, pyqtSignal
from PyQt6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from gridloom_layers.language import tr


class StartPage(QWidget):
    """The name of the product and the way to open a workspace."""

    asked = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._text, self.open = QLabel(), QLabel(), QPushButton()
        self._title.setObjectName("welcome")
        self._text.setObjectName("caption")
        self._text.setWordWrap(True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.open.setObjectName("primary")
        column = QVBoxLayout(self)
        column.setSpacing(16)
        column.addStretch(2)
        column.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._text)
        column.addWidget(self.open, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.open.clicked.connect(self.asked)
        self.retranslate()

    def changeEvent(self, a0: QEvent | None) -> None:  # noqa: N802 - Qt's name
        """Follow a switch of language."""
        super().changeEvent(a0)
        if a0 is not None and a0.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Write everything in the current language."""
        self._title.setText(str(tr("Gridloom")))
        self._text.setText(
            str(
                tr(
                    "Where, how many, how distributed, how linked, where is it hot: "
                    "ask your city's layers, and hand over maps that open offline."
                )
            )
        )
        self.open.setText(str(tr("Open a workspace …")))
