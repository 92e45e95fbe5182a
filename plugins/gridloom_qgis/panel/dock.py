"""The dock: which workspace is open, its tabs, and a page to open one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.gui import QgsDockWidget, QgsMessageBar
from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QLabel, QProgressBar, QSizePolicy, QStackedWidget, QTabWidget, QToolBar, QVBoxLayout, QWidget,
)  # fmt: skip

from ..language import tr
from .contents import Contents
from .dropping import dropped_workspace
from .plain import as_markup, one_line
from .start_page import StartPage

if TYPE_CHECKING:
    from qgis.PyQt.QtGui import QDragEnterEvent, QDropEvent
    from qgis.PyQt.QtWidgets import QAction

    from .described import Workspace

NARROWEST = 240


class Dock(QgsDockWidget):
    """What is seen; it knows what was asked for and nothing of how it is done."""

    dropped = pyqtSignal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Gridloom"), parent)
        self.setObjectName("GridloomPanel")
        self.setAcceptDrops(True)
        self.bar = QgsMessageBar()
        self.tools = QToolBar()
        self.tools.setIconSize(QSize(16, 16))
        self.title = _line()
        self.about = _line()
        self.about.setEnabled(False)
        self.start = StartPage()
        self.contents = Contents()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.contents, tr("Contents"))
        self._pages = QStackedWidget()
        self._pages.addWidget(self.start)
        self._pages.addWidget(self.tabs)
        self._working = QProgressBar()
        self._working.setRange(0, 0)
        self._working.setTextVisible(False)
        self._working.setFixedHeight(3)
        self.setWidget(self._arranged())
        self.show_workspace(None)
        self.show_busy(False)

    def show_workspace(self, workspace: Workspace | None) -> None:
        """Show the name of the open workspace and its tabs, or the page to open one."""
        self._pages.setCurrentWidget(self.start if workspace is None else self.tabs)
        self.title.setVisible(workspace is not None)
        self.about.setVisible(workspace is not None)
        if workspace is None:
            self.start.refresh()
            return
        self.title.setText(one_line(workspace.name))
        self.title.setToolTip(as_markup(workspace.path))
        self.about.setText(tr("{crs} · data of {date}",
                              crs=workspace.crs, date=workspace.data_date))  # fmt: skip

    def show_busy(self, busy: bool) -> None:
        """Show that something is asked for."""
        self._working.setVisible(busy)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Take a workspace's folder."""
        if dropped_workspace(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Open it."""
        path = dropped_workspace(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.dropped.emit(path)

    def _arranged(self) -> QWidget:
        inside = QWidget()
        inside.setMinimumWidth(NARROWEST)
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(3, 3, 3, 3)
        layout.setSpacing(3)
        for part in (self.tools, self.title, self.about, self._working, self.bar):
            layout.addWidget(part)
        layout.addWidget(self._pages, 1)
        return inside


def _line() -> QLabel:
    line = QLabel()
    line.setTextFormat(Qt.TextFormat.PlainText)
    line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return line
