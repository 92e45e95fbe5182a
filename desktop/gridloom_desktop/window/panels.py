"""The panels around the map: to the left, to the right and below, in tabs; each can be hidden."""

from dataclasses import dataclass
from functools import partial
from typing import Literal

from PyQt6.QtCore import QByteArray, QObject, Qt, pyqtSignal
from PyQt6.QtWidgets import QApplication, QDockWidget, QMainWindow, QTabWidget, QWidget

from gridloom_desktop.window.command import Command, Commands
from gridloom_desktop.window.model.preferences import Preferences
from gridloom_layers.language import Message, tr

Side = Literal["left", "right", "bottom"]
AREAS: dict[Side, Qt.DockWidgetArea] = {
    "left": Qt.DockWidgetArea.LeftDockWidgetArea,
    "right": Qt.DockWidgetArea.RightDockWidgetArea,
    "bottom": Qt.DockWidgetArea.BottomDockWidgetArea,
}
SIZES = {"left": 290, "right": 372, "bottom": 280}
"""Pixels that a side takes to begin with: its width, or its height."""
LEAST = {"left": 250, "right": 335, "bottom": 0}
"""Pixels of width under which a side cannot be read."""
SIDE_TITLES: dict[Side, Message] = {
    "left": tr("Panel to the left"),
    "right": tr("Panel to the right"),
    "bottom": tr("Panel below"),
}
ICONS = {
    "left": "mdi6.dock-left", "right": "mdi6.dock-right", "bottom": "mdi6.dock-bottom",
}  # fmt: skip
KEYS = {"left": "Ctrl+Alt+1", "right": "Ctrl+Alt+2", "bottom": "Ctrl+Alt+3"}


@dataclass(frozen=True)
class Panel:
    """A widget beside the map, under the title of its tab. ``keys`` bring it to the front.

    ``page`` is the page of the manual that tells of it.
    """

    name: str
    title: Message
    widget: QWidget
    side: Side
    keys: str = ""
    page: str = ""


class Panels(QObject):
    """Arranges the panels of a window, as they were left last; those below are hidden at first.

    The sides are there before the panels, so that the map does not move when these come.
    ``visited`` gives the side on which a command has brought a panel to the front: it is to have
    the focus, which it is not where a panel only shows something new.
    """

    visited = pyqtSignal(QWidget)

    def __init__(self, window: QMainWindow, preferences: Preferences) -> None:
        super().__init__(window)
        self._window, self._preferences = window, preferences
        self.panels: dict[str, Panel] = {}
        self._tabs: dict[Side, QTabWidget] = {}
        self._docks: dict[Side, QDockWidget] = {}
        window.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
        window.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        for side in AREAS:
            self._make(side)
        self._begin()

    def _make(self, side: Side) -> None:
        tabs = self._tabs[side] = QTabWidget()
        tabs.setMinimumWidth(LEAST[side])
        dock = self._docks[side] = QDockWidget()
        dock.setObjectName(side)  # by which the layout is restored
        dock.setTitleBarWidget(QWidget())
        dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        dock.setWidget(tabs)
        self._window.addDockWidget(AREAS[side], dock)

    def add(self, panel: Panel) -> None:
        """Put a panel behind those that are on its side."""
        self.panels[panel.name] = panel
        self._tabs[panel.side].addTab(panel.widget, str(panel.title))

    def _begin(self) -> None:
        self._docks["bottom"].hide()
        for side, dock in self._docks.items():
            across = side != "bottom"
            way = Qt.Orientation.Horizontal if across else Qt.Orientation.Vertical
            self._window.resizeDocks([dock], [SIZES[side]], way)
        if layout := self._preferences.settings.layout:
            self._window.restoreState(QByteArray.fromBase64(layout.encode()))

    def end(self) -> None:
        """Remember how the panels are arranged."""
        state = self._window.saveState().toBase64().data().decode()
        if state != self._preferences.settings.layout:
            self._preferences.change(layout=state)

    def show(self, name: str) -> None:
        """Bring a panel to the front."""
        panel = self.panels[name]
        self._docks[panel.side].show()
        self._tabs[panel.side].setCurrentWidget(panel.widget)

    def visit(self, name: str) -> None:
        """Bring a panel to the front, to work in it."""
        self.show(name)
        self.visited.emit(self._docks[self.panels[name].side])

    @property
    def docks(self) -> tuple[QDockWidget, ...]:
        """The sides, from left to right and below, hidden or not."""
        return tuple(self._docks.values())

    def is_shown(self, name: str) -> bool:
        """Say whether a panel is in front."""
        panel = self.panels[name]
        tabs = self._tabs[panel.side]
        return not self._docks[panel.side].isHidden() and tabs.currentWidget() is panel.widget

    def page_in_focus(self) -> str:
        """Return the manual's page of the panel that has the focus; empty where none has."""
        focus = QApplication.focusWidget()
        pages = (
            panel.page
            for panel in self.panels.values()
            if focus is not None and (focus is panel.widget or panel.widget.isAncestorOf(focus))
        )
        return next(pages, "")

    def toggle(self, side: Side) -> None:
        """Hide a side, or show it again."""
        self._docks[side].setVisible(self._docks[side].isHidden())

    def _is_open(self, side: Side) -> bool:
        return not self._docks[side].isHidden()

    def retranslate(self) -> None:
        """Write the tabs in the current language."""
        for panel in self.panels.values():
            tabs = self._tabs[panel.side]
            tabs.setTabText(tabs.indexOf(panel.widget), str(panel.title))

    def commands(self) -> Commands:
        """Return what can be done."""
        sides = [
            Command(
                f"side-{side}", "view", partial(_title, SIDE_TITLES[side]), ICONS[side],
                partial(self.toggle, side), KEYS[side], group="sides", switch=True,
                is_on=partial(self._is_open, side),
            )
            for side in self._docks
        ]  # fmt: skip
        fronts = [
            Command(
                f"panel-{panel.name}", "view", partial(_title, panel.title), ICONS[panel.side],
                partial(self.visit, panel.name), panel.keys, group="panels",
            )
            for panel in self.panels.values()
        ]  # fmt: skip
        return [*sides, *fronts]


def _title(title: Message) -> Message:
    return title
