"""The commands of a window as menu bar and tool bar."""

from collections.abc import Iterable
from itertools import groupby

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QAction, QKeySequence
from PyQt6.QtWidgets import (
    QMainWindow,
    QMenu,
    QMenuBar,
    QSizePolicy,
    QToolBar,
    QToolButton,
    QWidget,
)

from gridloom_desktop.window.command import PLACES, Command, Place
from gridloom_desktop.window.icons import icon
from gridloom_desktop.window.mnemonics import mark_menu
from gridloom_layers.language import tr

PUBLISH_ICON = "mdi6.export-variant"
BAR_HEIGHT = 50
"""Pixels of the tool bar, with tools or without."""


class Menus:
    """Menus and tool bar of a window; ``fill`` makes them of its commands.

    They take up their room before that, so that the map does not move.
    """

    def __init__(self, window: QMainWindow) -> None:
        self.commands: dict[str, Command] = {}
        self.actions: dict[str, QAction] = {}
        self._window = window
        self.menus: dict[Place, QMenu] = {place: QMenu(window) for place in PLACES}
        self.bar = QMenuBar(window)
        self.tools = self._make_bars()
        self._publish: QToolButton | None = None

    def _make_bars(self) -> QToolBar:
        for menu in self.menus.values():
            menu.aboutToShow.connect(self.update_state)
            self.bar.addMenu(menu)
        self._window.setMenuBar(self.bar)
        bar = QToolBar(self._window)
        bar.setObjectName("tools")
        bar.setMovable(False)
        bar.setIconSize(QSize(18, 18))
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        bar.setMinimumHeight(BAR_HEIGHT)
        self._window.addToolBar(bar)
        return bar

    def fill(self, commands: Iterable[Command]) -> None:
        """Offer these commands; done once."""
        self.commands = {command.name: command for command in commands}
        self.actions = {one.name: _action(self._window, one) for one in self.commands.values()}
        for place in PLACES:
            self._fill_menu(place)
        self._fill_bar(self.tools)

    def _in(self, place: Place) -> list[Command]:
        return [one for one in self.commands.values() if one.place == place]

    def _fill_menu(self, place: Place) -> None:
        menu = self.menus[place]
        for number, (_, group) in enumerate(groupby(self._in(place), key=lambda one: one.group)):
            if number:
                menu.addSeparator()
            menu.addActions([self.actions[one.name] for one in group])

    def _fill_bar(self, bar: QToolBar) -> None:
        shown = [one for one in self.commands.values() if one.bar and one.place != "help"]
        for number, (_, group) in enumerate(groupby(shown, key=lambda one: one.place)):
            if number:
                bar.addSeparator()
            bar.addActions([self.actions[one.name] for one in group])
        bar.addWidget(self._publish_button())
        room = QWidget()
        room.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(room)
        bar.addActions([self.actions[one.name] for one in self._in("help") if one.bar])
        for command in self.commands.values():
            button = bar.widgetForAction(self.actions[command.name])
            if command.terse and isinstance(button, QToolButton):
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)

    def _publish_button(self) -> QToolButton:
        button = self._publish = QToolButton()
        button.setMenu(self.menus["publish"])
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIcon(icon(PUBLISH_ICON))
        return button

    def update_state(self) -> None:
        """Offer what can be done now, under the titles that it has now."""
        for name, command in self.commands.items():
            action = self.actions[name]
            action.setEnabled(command.is_enabled())
            if command.switch:
                action.setChecked(command.is_on())
            self._entitle(action, str(command.title()))
        if self._publish is not None:
            self._publish.setEnabled(any(one.is_enabled() for one in self._in("publish")))

    def _entitle(self, action: QAction, text: str) -> None:
        if action.iconText() == text:
            return  # asked with each move of a brush
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setText(text.replace("&", "&&"))  # one marks a letter, once its menu is opened
        action.setIconText(text)
        action.setToolTip(f"{text} ({keys})" if keys else text)

    def retranslate(self) -> None:
        """Write everything in the current language."""
        for place, menu in self.menus.items():
            menu.setTitle(str(PLACES[place]))
        mark_menu(self.bar)
        if self._publish is not None:
            self._publish.setText(str(tr("Publish")))
        self.update_state()


def _action(window: QMainWindow, command: Command) -> QAction:
    action = QAction(icon(command.icon), "", window)
    action.setObjectName(command.name)
    action.setCheckable(command.switch)
    action.triggered.connect(lambda _: command.do())
    if command.keys:
        action.setShortcut(QKeySequence(command.keys))
    return action
