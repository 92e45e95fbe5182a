"""What the panel shows while no workspace is open: how to open one, and the last ones."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..language import tr
from ..plain import as_markup, one_line
from .session import recent_workspaces

PATH = Qt.ItemDataRole.UserRole


class StartPage(QWidget):
    """``chosen`` has the path of a workspace, ``asked`` says that a folder is to be chosen."""

    chosen = pyqtSignal(object)
    asked = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        hint = QLabel(tr("Open a workspace of Gridloom, or drop its folder here."))
        hint.setTextFormat(Qt.TextFormat.PlainText)
        hint.setWordWrap(True)
        self.button = QPushButton(tr("Open Workspace…"))
        self.button.clicked.connect(lambda: self.asked.emit())
        self._heading = QLabel(tr("Recent workspaces"))
        self.recent = QListWidget()
        self.recent.itemActivated.connect(lambda item: self.chosen.emit(item.data(PATH)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        for part in (hint, self.button, self._heading, self.recent):
            layout.addWidget(part)
        layout.addStretch()

    def refresh(self) -> None:
        """List the workspaces that were opened last."""
        self.recent.clear()
        for path in recent_workspaces():
            item = QListWidgetItem(one_line(path.stem))
            item.setData(PATH, path)
            item.setToolTip(as_markup(path))
            self.recent.addItem(item)
        self._heading.setVisible(self.recent.count() > 0)
        self.recent.setVisible(self.recent.count() > 0)
