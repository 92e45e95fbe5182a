"""The steps of a session in a list: a click goes back, or forth, to any of them."""

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QColor, QFont
from PyQt6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from gridloom_desktop.window.following import follow_colours, follow_language
from gridloom_desktop.window.model.steps import Steps
from gridloom_desktop.window.theme import theme
from gridloom_layers.language import tr

DONE = Qt.ItemDataRole.UserRole


class StepList(QListWidget):
    """Lists steps, the newest first; ``wanted`` is how many of them shall be done."""

    wanted = pyqtSignal(int)

    def __init__(self, steps: Steps, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps = steps
        self.setObjectName("steps")
        self.setSpacing(2)  # not padding, which wrapped lines do not reckon with
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.itemClicked.connect(self._want)
        self.itemActivated.connect(self._want)
        follow_language(self.follow)
        follow_colours(self.follow)

    def follow(self) -> None:
        """List the steps as they are now; the state that is shown is bold, what is undone pale."""
        self.clear()
        titles = [tr("As it was opened"), *(step.title for step in self._steps.all)]
        for number, title in reversed(list(enumerate(titles))):
            item = QListWidgetItem(str(title), self)
            item.setData(DONE, number)
            item.setToolTip(str(title))
            if number > self._steps.done:
                item.setForeground(QColor(theme().muted))
            if number == self._steps.done:
                font = QFont(self.font())
                font.setBold(True)
                item.setFont(font)
                self.setCurrentItem(item)

    def _want(self, item: QListWidgetItem) -> None:
        if (number := item.data(DONE)) != self._steps.done:
            self.wanted.emit(number)
