"""The buttons above the panel."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction, QMenu, QToolBar, QToolButton

from ..language import tr
from ..plain import one_line
from .session import recent_workspaces


class Tools(QObject):
    """Open (with the last workspaces below), refresh, ask by a click, write, open in Gridloom."""

    chosen = pyqtSignal(object)

    def __init__(self, bar: QToolBar, own: QIcon) -> None:
        super().__init__(bar)
        self._bar = bar
        self.open = self._action(_icon("mActionFileOpen"), tr("Open Workspace…"))
        self.refresh = self._action(_icon("mActionRefresh"), tr("Refresh"))
        self.linked = self._action(_icon("mActionIdentify"), tr("Ask for Linked Rows by a Click"))
        self.linked.setCheckable(True)
        self.measure = self._action(_icon("mIconExpression"), tr("Write a Measure…"))
        self.window = self._action(own, tr("Open in Gridloom"))
        self.close = QAction(tr("Close Workspace"), bar)
        self._recent = QMenu(bar)
        self._recent.aboutToShow.connect(self._list_recent)
        button = bar.widgetForAction(self.open)
        if isinstance(button, QToolButton):
            button.setMenu(self._recent)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.enable(False)

    def enable(self, opened: bool) -> None:
        """Enable what needs an open workspace."""
        for action in (self.refresh, self.linked, self.measure, self.window, self.close):
            action.setEnabled(opened)

    def _action(self, icon: QIcon, title: str) -> QAction:
        action = QAction(icon, title, self._bar)
        self._bar.addAction(action)
        return action

    def _list_recent(self) -> None:
        self._recent.clear()
        for path in recent_workspaces():
            action = self._recent.addAction(one_line(path.stem).replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, path=path: self.chosen.emit(path))
        self._recent.addSeparator()
        self._recent.addAction(self.close)


def _icon(name: str) -> QIcon:
    return QgsApplication.getThemeIcon(f"/{name}.svg")
