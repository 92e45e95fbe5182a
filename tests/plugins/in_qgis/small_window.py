"""A window with what the plugin asks of QGIS's: real widgets, a real canvas, no QGIS around it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from qgis.core import QgsProject
from qgis.gui import QgsLayerTreeMapCanvasBridge, QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtCore import QEventLoop, QSize
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QApplication, QMainWindow, QMenu, QTextBrowser, QToolBar

from gridloom_qgis.calling.conversation import Conversation
from gridloom_qgis.calling.faults import Fault
from gridloom_qgis.messages import tell
from gridloom_qgis.panel.panel import Panel


class SmallWindow(QMainWindow):
    """Stands where QGIS hands its interface to a plugin."""

    def __init__(self) -> None:
        super().__init__()
        self.canvas = QgsMapCanvas(self)
        self.setCentralWidget(self.canvas)
        self.bar = QgsMessageBar(self)
        self.menu = QMenu("Plugins", self)
        self.toolbar = QToolBar(self)
        self.drops: list[Any] = []
        self.tables: list[Any] = []
        root = QgsProject.instance().layerTreeRoot()
        self.bridge = QgsLayerTreeMapCanvasBridge(root, self.canvas, self)
        self.resize(900, 600)

    def mainWindow(self) -> SmallWindow:  # noqa: N802
        return self

    def mapCanvas(self) -> QgsMapCanvas:  # noqa: N802
        return self.canvas

    def messageBar(self) -> QgsMessageBar:  # noqa: N802
        return self.bar

    def iconSize(self, _docked: bool) -> QSize:  # noqa: N802
        return QSize(16, 16)

    def addPluginToMenu(self, _name: str, action: Any) -> None:  # noqa: N802
        self.menu.addAction(action)

    def removePluginMenu(self, _name: str, action: Any) -> None:  # noqa: N802
        self.menu.removeAction(action)

    def addToolBarIcon(self, action: Any) -> None:  # noqa: N802
        self.toolbar.addAction(action)

    def removeToolBarIcon(self, action: Any) -> None:  # noqa: N802
        self.toolbar.removeAction(action)

    def registerCustomDropHandler(self, handler: Any) -> None:  # noqa: N802
        self.drops.append(handler)

    def unregisterCustomDropHandler(self, handler: Any) -> None:  # noqa: N802
        self.drops.remove(handler)

    def showAttributeTable(self, layer: Any) -> None:  # noqa: N802
        self.tables.append(layer)

    def tell(self, fault: Fault) -> None:
        """Show what went wrong, as the plugin has it shown."""
        tell(self.bar, fault)

    def messages(self) -> list[str]:
        """Return what the bar says, as it is read."""
        return [one.toPlainText() for one in self.bar.findChildren(QTextBrowser)]


def until(condition: Callable[[], Any], seconds: float = 60) -> Any:
    """Let Qt work until something is so, and return it."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, "it never became so"
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
    return found


def settled(panel: Any) -> None:
    """Wait until nothing is asked for any more, and the list shows what is on the map."""
    until(lambda: not panel.asker.waiting and not panel.opening.is_busy)
    until(lambda: not panel.layers.is_settling)


@contextmanager
def opened_panel(window: SmallWindow, conversation: Conversation, city: Path) -> Iterator[Panel]:
    """Yield the panel with a city open in it; take it and what it put on the map away again."""
    made = Panel(window, conversation, QIcon(), window.tell)
    made.open(city)
    until(lambda: made.session.workspace)
    settled(made)
    yield made
    made.remove()
    QgsProject.instance().clear()
