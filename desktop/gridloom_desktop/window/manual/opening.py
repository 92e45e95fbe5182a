"""F1 opens the manual at the page of what the user is at."""

from functools import partial

from PyQt6.QtGui import QKeySequence, QShortcut
from PyQt6.QtWidgets import QWidget

from gridloom_desktop.window.command import Command, Commands
from gridloom_desktop.window.manual.manual_window import ManualWindow
from gridloom_desktop.window.map.canvas import MapCanvas
from gridloom_desktop.window.map.tooling import SELECTING
from gridloom_desktop.window.model.manual import CONTENTS
from gridloom_desktop.window.panels import Panels
from gridloom_layers.language import tr

MAP_PAGE, SELECTION_PAGE = "look-around", "select"


def open_manual(over: QWidget, page: str = CONTENTS) -> ManualWindow:
    """Show a page of the manual beside the window that ``over`` is in.

    The manual is a child of that window, so it can be read while a modal dialog is open too, and
    is closed with it.
    """
    top = over.window() or over
    manual = top.findChild(ManualWindow) or ManualWindow(top)
    manual.open_page(page)
    manual.show()
    manual.raise_()
    manual.activateWindow()
    return manual


def offer_page(dialog: QWidget, page: str) -> None:
    """Let F1 in a dialog open the manual at a page: shortcuts of the main window rest there."""
    shortcut = QShortcut(QKeySequence("F1"), dialog)
    shortcut.activated.connect(partial(open_manual, dialog, page))


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
