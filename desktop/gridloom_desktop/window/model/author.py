"""Who edits: the name that was given last, kept with the user's settings."""

import getpass
from pathlib import Path

from platformdirs import user_config_path


def author_file() -> Path:
    """Return the file that keeps the name."""
    return user_config_path("gridloom", appauthor=False) / "author.txt"


def last_author() -> str:
    """Return the name that was given last, at first that of the account."""
    try:
        return author_file().read_text(encoding="utf-8").strip() or _account()
    except (OSError, ValueError):
        return _account()


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def remember_author(name: str) -> None:
    """Keep a name; where the settings cannot be written it is asked for again."""
    file = author_file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name.strip(), encoding="utf-8")
    except OSError:
        return
