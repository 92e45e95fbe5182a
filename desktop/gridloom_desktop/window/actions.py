"""What can be done, in menus and in the tool bar."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import qtawesome
from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QAction, QIcon, QKeySequence
from PyQt6.QtWidgets import QMenu, QMenuBar, QSizePolicy, QToolBar, QToolButton, QWidget

from gridloom_desktop.window.appearance import ACCENT, FAINT, INK
from gridloom_desktop.window.publish_dialog import ENDINGS, kind_title
from gridloom_layers.language import Message, current_language, tr

if TYPE_CHECKING:
    from gridloom_desktop.window.city_window import CityWindow


@dataclass(frozen=True)
class Tool:
    """One action: its text, icon, shortcut, and whether it needs a workspace."""

    text: Callable[[], Message | str]
    icon: str
    do: Callable[[], Any]
    keys: str = ""
    city: bool = False


class Tools:
    """The actions of a window with their texts, in the menu bar and in the tool bar."""

    def __init__(self, window: "CityWindow") -> None:
        self._window = window
        self._tools = _tools(window)
        self.actions = {name: self._action(tool) for name, tool in self._tools.items()}
        self._publish = QMenu(window)
        self._publish.addActions([self.actions[kind] for kind in ENDINGS])
        self._file, self._view, self._button = QMenu(window), QMenu(window), QToolButton()
        self._fill_menus()
        self._fill_bar()
        self.update_state()

    def _action(self, tool: Tool) -> QAction:
        action = QAction(_icon(tool.icon), "", self._window)
        action.triggered.connect(lambda _: tool.do())
        if tool.keys:
            action.setShortcut(QKeySequence(tool.keys))
        return action

    def _fill_menus(self) -> None:
        bar = QMenuBar(self._window)
        for menu, names in (
            (self._file, ("open", "", "quit")),
            (self._view, ("zoom-all", "zoom-in", "zoom-out", "", "language")),
        ):
            for name in names:
                if name:
                    menu.addAction(self.actions[name])
                else:
                    menu.addSeparator()
        self._file.insertMenu(self.actions["quit"], self._publish)
        bar.addMenu(self._file)
        bar.addMenu(self._view)
        self._window.setMenuBar(bar)

    def _fill_bar(self) -> None:
        bar = QToolBar(self._window)
        bar.setMovable(False)
        bar.setIconSize(QSize(18, 18))
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        bar.addAction(self.actions["open"])
        bar.addSeparator()
        for name in ("zoom-all", "zoom-in", "zoom-out"):
            bar.addAction(self.actions[name])
        bar.addSeparator()
        bar.addAction(self.actions["analyse"])
        self._button.setMenu(self._publish)
        self._button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._button.setIcon(_icon("mdi6.export-variant"))
        bar.addWidget(self._button)
        room = QWidget()
        room.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(room)
        bar.addAction(self.actions["language"])
        self._window.addToolBar(bar)

    def update_state(self) -> None:
        """Offer what can be done now."""
        city = self._window.city
        for name, tool in self._tools.items():
            self.actions[name].setEnabled(city is not None or not tool.city)
        publishable = (
            city is not None and bool(city.published_result()) and not self._window.working
        )
        for kind in ENDINGS:
            self.actions[kind].setEnabled(publishable)
        self._button.setEnabled(publishable)

    def retranslate(self) -> None:
        """Write everything in the current language."""
        for name, tool in self._tools.items():
            action, text = self.actions[name], str(tool.text())
            action.setText(text)
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"{text} ({keys})" if keys else text)
        self._file.setTitle(str(tr("File")))
        self._view.setTitle(str(tr("View")))
        self._publish.setTitle(str(tr("Publish")))
        self._button.setText(str(tr("Publish")))


def _icon(name: str) -> QIcon:
    return qtawesome.icon(name, color=INK, color_active=ACCENT, color_disabled=FAINT)


def _tools(window: "CityWindow") -> dict[str, Tool]:
    zoom = window.canvas.zoom
    tools = {
        "open": Tool(
            lambda: tr("Open …"), "mdi6.folder-open-outline", window.choose_workspace, "Ctrl+O"
        ),
        "quit": Tool(lambda: tr("Quit"), "mdi6.exit-to-app", window.close, "Ctrl+Q"),
        "zoom-all": Tool(
            lambda: tr("Zoom to all"), "mdi6.fit-to-screen-outline", window.zoom_to_all,
            "Ctrl+0", city=True,
        ),
        "zoom-in": Tool(
            lambda: tr("Zoom in"), "mdi6.magnify-plus-outline", partial(zoom, 1.6), "Ctrl++",
            city=True,
        ),
        "zoom-out": Tool(
            lambda: tr("Zoom out"), "mdi6.magnify-minus-outline", partial(zoom, 1 / 1.6),
            "Ctrl+-", city=True,
        ),
        "analyse": Tool(
            lambda: tr("Analysis"), "mdi6.chart-bubble", window.show_analyses, "Ctrl+R", city=True
        ),
        "language": Tool(
            _other_language, "mdi6.translate", window.switch_to_other_language, "Ctrl+L"
        ),
    }  # fmt: skip
    icons = {"web-map": "mdi6.web", "sheet": "mdi6.map-outline", "workbook": "mdi6.table"}
    for kind in ENDINGS:
        tools[kind] = Tool(
            partial(kind_title, kind), icons[kind], partial(window.leaving.publish, kind), city=True
        )
    return tools


def _other_language() -> str:
    """Return the other language's own name for itself, which is never translated."""
    return "English" if current_language() == "zh" else "中文"
