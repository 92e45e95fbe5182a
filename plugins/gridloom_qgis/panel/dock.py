"""The dock: which workspace is open, its tabs, and a page to open one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QLabel,
    QProgressBar,
    QSizePolicy,
    QStackedWidget,
    QTabWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from ..language import tr
from ..plain import as_markup, one_line
from .changed import Changed
from .contents import Contents
from .dropping import dropped_workspace
from .linked_tab import LinkedTab
from .reports_tab import ReportsTab
from .start_page import StartPage

if TYPE_CHECKING:
    from qgis.PyQt.QtGui import QDragEnterEvent, QDropEvent

    from .described import Workspace

NARROWEST = 240
THIN = 3


class Dock(QgsDockWidget):
    """What is seen; it knows what was asked for and nothing of how it is done."""

    dropped = pyqtSignal(object)
    refresh_asked = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Gridloom"), parent)
        self.setObjectName("GridloomPanel")
        self.setAcceptDrops(True)
        self.changed = Changed()
        self.changed.button.clicked.connect(lambda: self.refresh_asked.emit())
        self.tools = QToolBar()
        self.title = _line()
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.about = _line()
        self.start = StartPage()
        self.contents = Contents()
        self.reports = ReportsTab()
        self.linked = LinkedTab()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.contents, tr("Contents"))
        self.tabs.addTab(self.reports, tr("Reports"))
        self.tabs.addTab(self.linked, tr("Linked"))
        self._pages = QStackedWidget()
        self._pages.addWidget(self.start)
        self._pages.addWidget(self.tabs)
        self._working = _working()
        self.doing = _line()
        self.setWidget(self._arranged())
        self.show_workspace(None)

    def show_workspace(self, workspace: Workspace | None) -> None:
        """Show a workspace in the tabs, or the page to open one."""
        self.show_outdated(False)
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
        self.contents.show_workspace(workspace)
        self.reports.show_workspace(workspace)

    def show_busy(self, busy: bool) -> None:
        """Show that something is asked for."""
        self._working.setVisible(busy)

    def show_doing(self, doing: str) -> None:
        """Say what is being done; nothing where the text is empty."""
        self.doing.setText(one_line(doing, 100))

    def show_outdated(self, outdated: bool) -> None:
        """Say that the workspace has changed, and offer to read it again."""
        self.changed.setVisible(outdated)

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
        for part in (self.tools, self.title, self.about, self._working, self.changed):
            layout.addWidget(part)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self.doing)
        return inside


def _line() -> QLabel:
    line = QLabel()
    line.setTextFormat(Qt.TextFormat.PlainText)
    line.setMargin(1)
    line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return line


def _working() -> QProgressBar:
    """Return a bar that is thin and keeps its place while nothing is asked for."""
    bar = QProgressBar()
    bar.setRange(0, 0)
    bar.setTextVisible(False)
    bar.setFixedHeight(THIN)
    policy = bar.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    bar.setSizePolicy(policy)
    bar.hide()
    return bar
