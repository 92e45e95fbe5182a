"""The manual as commands of a window: F1 opens it at the page of what is at hand."""

from PyQt6.QtWidgets import QWidget

from gridloom_desktop.window.command import Command, Commands
from gridloom_desktop.window.manual.opening import open_manual
from gridloom_desktop.window.map.canvas import MapCanvas
from gridloom_desktop.window.map.tooling import SELECTING
from gridloom_desktop.window.panels import Panels
from gridloom_layers.language import tr

MAP_PAGE, SELECTION_PAGE = "look-around", "select"


class Helping:
    """Offers the manual in a window on a workspace."""

    def __init__(self, window: QWidget, panels: Panels, canvas: MapCanvas) -> None:
        self._window, self._panels, self._canvas = window, panels, canvas

    def open(self) -> None:
        """Open the manual at the page of the panel with the focus, else of the map's tool."""
        map_page = SELECTION_PAGE if self._canvas.tool.name in SELECTING else MAP_PAGE
        open_manual(self._window, self._panels.page_in_focus() or map_page)

    def open_contents(self) -> None:
        """Open the manual at its contents."""
        open_manual(self._window)

    def commands(self) -> Commands:
        """Return what can be done."""
        return [
            Command(
                "help", "help", lambda: tr("Help on this"), "mdi6.help-circle-outline",
                self.open, "F1",
            ),
            Command(
                "manual", "help", lambda: tr("Manual"), "mdi6.book-open-variant",
                self.open_contents, "Shift+F1",
            ),
        ]  # fmt: skip
