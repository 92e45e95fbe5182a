"""The buttons above the panel."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QAction, QMenu, QToolBar, QToolButton

from ..language import tr
from .plain import one_line
from .session import recent_workspaces


class Tools(QObject):
    """Open (with the last workspaces below), refresh, ask by a click, open in Gridloom."""

    chosen = pyqtSignal(object)

    def __init__(self, bar: QToolBar) -> None:
        super().__init__(bar)
        self.open = self._action(bar, "mActionFileOpen", tr("Open Workspace…"))
        self.refresh = self._action(bar, "mActionRefresh", tr("Read the Workspace Again"))
        self.refresh.setObjectName("GridloomRefresh")
        button = bar.widgetForAction(self.open)
        if isinstance(button, QToolButton):
            self._recent = QMenu(bar)
            self._recent.aboutToShow.connect(self._list_recent)
            button.setMenu(self._recent)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)

    def _action(self, bar: QToolBar, icon: str, title: str) -> QAction:
        action = QAction(QgsApplication.getThemeIcon(f"/{icon}.svg"), title, bar)
        bar.addAction(action)
        return action

    def _list_recent(self) -> None:
        self._recent.clear()
        for path in recent_workspaces():
            action = self._recent.addAction(one_line(path.stem).replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, path=path: self.chosen.emit(path))
