"""What the user likes, on this computer: language, colours, name, what was open last."""

import json
from collections.abc import Callable
from pathlib import Path

from platformdirs import user_config_dir
from psygnal import Signal
from pydantic import BaseModel, ConfigDict

from gridloom_desktop.window.theme import ThemeName
from gridloom_layers.language import Language
from gridloom_layers.workspace.files import replace_text

FILE = "window.json"
MOST_RECENT = 10


class Settings(BaseModel):
    """What is kept. ``layout`` is how the window's parts were arranged, as Qt tells it (base64).

    ``recent`` are the workspaces that were opened, the last one first; ``author`` signs edits;
    ``qgis`` is the program that the user chose, where it is in no usual place.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    language: Language | None = None
    theme: ThemeName = "light"
    author: str = ""
    recent: tuple[str, ...] = ()
    layout: str = ""
    qgis: str = ""


def settings_path() -> Path:
    """Return the file of the settings."""
    return Path(user_config_dir("gridloom", appauthor=False)) / FILE


def read_settings() -> Settings:
    """Return the settings that are kept; those of a file that cannot be read are the usual ones."""
    try:
        return Settings.model_validate(json.loads(settings_path().read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return Settings()


class Preferences:
    """The settings of the program, kept with each change. ``changed`` follows it.

    ``refuse`` is told where they cannot be written; they hold for this session all the same.
    """

    changed = Signal(Settings)

    def __init__(self, refuse: Callable[[OSError], object]) -> None:
        self.settings = read_settings()
        self._refuse = refuse

    def change(self, **changes: object) -> None:
        """Change settings and keep them."""
        self.settings = self.settings.model_copy(update=changes)
        try:
            settings_path().parent.mkdir(parents=True, exist_ok=True)
            replace_text(settings_path(), self.settings.model_dump_json(indent=1))
        except OSError as error:
            self._refuse(error)
        self.changed.emit(self.settings)

    def opened(self, workspace: Path) -> None:
        """Put a workspace first among those opened last."""
        path = str(workspace.resolve())
        others = [one for one in self.settings.recent if one != path]
        self.change(recent=(path, *others)[:MOST_RECENT])

    def forget(self, workspace: str) -> None:
        """Take a workspace out of the list; the workspace itself stays."""
        self.change(recent=tuple(one for one in self.settings.recent if one != workspace))
