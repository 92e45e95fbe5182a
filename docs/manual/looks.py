"""Every window, dialog and panel as it looks: in a language, in colours, at a size.

``python -m docs.manual.looks CITY OUT zh dark 1280x800`` writes a PNG for each into ``OUT``;
``QT_SCALE_FACTOR=2`` takes them as a fine screen shows them. ``CITY`` is as for the pictures of the
manual. They are looked at by people, and are no part of the manual.
"""

import os
import sys
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PyQt6.QtWidgets import QApplication, QWidget

from docs.manual.pictures import close_dialogs, copied, own_home, park_dialogs, whole
from docs.manual.scenes import SCENES
from docs.manual.scenes.analysing import hot_spots_result
from docs.manual.scenes.correcting import correct
from docs.manual.scenes.driving import act, show_only
from docs.manual.scenes.looking import identify
from gridloom_desktop.window.city_window import CityWindow
from gridloom_desktop.window.looks import switch_theme
from gridloom_desktop.window.main import application
from gridloom_desktop.window.new_workspace import NewWorkspaceDialog
from gridloom_desktop.window.screenshot import opened_window, wait_until_idle
from gridloom_desktop.window.start_page import StartPage
from gridloom_desktop.window.theme import ThemeName
from gridloom_layers.language import Language, use_language

Prepare = Callable[[CityWindow], None]
PANELS = ("layers", "analysis", "result", "feature", "ask", "history", "tasks", "tables", "charts")


def _panel(name: str, window: CityWindow) -> None:
    window.panels.show(name)


def _printed(window: CityWindow) -> None:
    hot_spots_result(window)
    act(window, "print")


def _edits(window: CityWindow) -> None:
    correct(window)
    close_dialogs(window)
    act(window, "edits")


def _told(window: CityWindow) -> None:
    hot_spots_result(window)
    window.panels.show("history")


def _linked(window: CityWindow) -> None:
    identify(window)
    window.panels.show("feature")


def _made(window: CityWindow) -> None:
    NewWorkspaceDialog(window).open()


def _multiplied(window: CityWindow) -> None:
    show_only(window, "event", "district")
    act(window, "time")
    act(window, "multiples")


FURTHER: dict[str, Prepare] = {
    **{f"panel-{name}": partial(_panel, name) for name in PANELS},
    "print": _printed,
    "edits": _edits,
    "history": _told,
    "feature": _linked,
    "new-workspace": _made,
    "multiples": _multiplied,
    "manual": lambda window: act(window, "manual"),
}


def take_all(
    workspace: Path, out: Path, language: Language, theme: ThemeName, size: tuple[int, int]
) -> None:
    """Take a picture of each; what cannot be taken is told and passed over."""
    out.mkdir(parents=True, exist_ok=True)
    use_language(language)
    scenes = {name: scene[0] for name, scene in SCENES.items()} | FURTHER
    _save(StartPage(), out / "start.png", theme)
    for name, prepare in scenes.items():
        with own_home() as home, opened_window(copied(workspace, home), *size) as window:
            switch_theme(theme)
            try:
                prepare(window)
                wait_until_idle(window)
            except Exception:  # noqa: BLE001 - a tool for the eye: the others are worth taking
                print(name, traceback.format_exc())  # noqa: T201
            park_dialogs(window)
            whole(window).save(str(out / f"{name}.png"))
            close_dialogs(window)


def _save(widget: QWidget, out: Path, theme: ThemeName) -> None:
    switch_theme(theme)
    widget.show()
    QApplication.processEvents()
    widget.grab().save(str(out))
    widget.close()
    widget.deleteLater()


if __name__ == "__main__":
    city, folder, spoken, colours, wanted = sys.argv[1:6]
    wide, high = map(int, wanted.split("x"))
    app = application()
    take_all(Path(city), Path(folder), spoken, colours, (wide, high))  # pyright: ignore[reportArgumentType]
