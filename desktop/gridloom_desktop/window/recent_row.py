"""A line of the start page: a workspace that was opened last, or one that is not there any more."""

from functools import partial
from pathlib import Path

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QResizeEvent
from PyQt6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from gridloom_desktop.window.icon_button import IconButton
from gridloom_layers.language import tr

LEAST, GAP = 120, 6
OFF = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class RecentRow(QWidget):
    """Opens a workspace (``chosen``); the cross beside it, or Delete, takes it off the list.

    One that is not there is pale and only taken off.
    """

    chosen = pyqtSignal(str)
    taken_off = pyqtSignal(str)

    def __init__(self, path: str, there: bool) -> None:
        super().__init__()
        text = f"{name_of(path)}   ·   {Path(path).parent}"
        self._path = path
        self._text = text if there else str(tr("{workspace}   ·   not there", workspace=text))
        self.open, self.off = QPushButton(), IconButton("mdi6.close", tr("Take off the list"))
        self.open.setObjectName("link")
        self.open.setToolTip(path)
        self.open.setAccessibleName(self._text)
        self.open.setMinimumWidth(LEAST)
        self.open.setEnabled(there)
        self.open.clicked.connect(partial(self.chosen.emit, path))
        self.off.clicked.connect(partial(self.taken_off.emit, path))
        self.setFocusProxy(self.open if there else self.off)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self.open, 1)
        row.addWidget(self.off)

    def resizeEvent(self, a0: QResizeEvent | None) -> None:  # noqa: N802 - Qt's name
        """Shorten the folder where it finds no room: a line must not make the page wider."""
        super().resizeEvent(a0)
        room = self.width() - self.off.sizeHint().width() - 2 * GAP
        cut = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideMiddle, room)
        self.open.setText(cut.replace("&", "&&"))  # one marks a letter as a key

    def keyPressEvent(self, a0: QKeyEvent | None) -> None:  # noqa: N802
        """Take the line off by Delete."""
        if a0 is not None and a0.key() in OFF:
            self.taken_off.emit(self._path)
        else:
            super().keyPressEvent(a0)


def name_of(path: str) -> str:
    """Return what a workspace is called, by its folder."""
    return Path(path).name.removesuffix(".gridloom")
