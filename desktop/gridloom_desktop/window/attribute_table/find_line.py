"""The line in which a text is searched for in the table."""

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from gridloom_desktop.window.following import follow_language
from gridloom_layers.language import Message, tr


class FindLine(QWidget):
    """Asks for a text: ``searched`` for a new one, ``moved`` by ±1 among what was found."""

    searched = pyqtSignal(str)
    moved = pyqtSignal(int)
    left = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text, self._told = QLineEdit(), QLabel()
        self._title, self._before, self._next = QLabel(), QPushButton("▲"), QPushButton("▼")
        self._column, self._searched = "", ""
        self._said: Message | None = None
        self._told.setObjectName("caption")
        self.text.returnPressed.connect(self._go_on)
        self._before.clicked.connect(lambda: self.moved.emit(-1))
        self._next.clicked.connect(lambda: self.moved.emit(1))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for part in (self._title, self.text, self._before, self._next, self._told):
            row.addWidget(part, 1 if part is self.text else 0)
        self.hide()
        follow_language(self.retranslate)

    def open(self, column: str) -> None:
        """Ask for a text in a column."""
        self._column, self._searched = column, ""
        self.tell(None)
        self.show()
        self.text.setFocus()
        self.text.selectAll()

    def tell(self, said: Message | None) -> None:
        """Say what was found."""
        self._said = said
        self.retranslate()

    def _go_on(self) -> None:
        text = self.text.text().strip()
        if text and text == self._searched:
            self.moved.emit(1)
        elif text:
            self._searched = text
            self.searched.emit(text)

    def keyPressEvent(self, a0: QKeyEvent | None) -> None:  # noqa: N802 - Qt's name
        """Leave by Escape."""
        if a0 is not None and a0.key() == Qt.Key.Key_Escape:
            self.hide()
            self.left.emit()
            return
        super().keyPressEvent(a0)

    def retranslate(self) -> None:
        """Write everything in the current language."""
        self._title.setText(str(tr("Find in “{column}”", column=self._column)))
        self.text.setPlaceholderText(str(tr("a key, or a part of the text; Enter goes on")))
        self._told.setText("" if self._said is None else str(self._said))
        for button, text in ((self._before, tr("Previous")), (self._next, tr("Next"))):
            button.setToolTip(str(text))
            button.setAccessibleName(str(text))
