"""The colours of the window, light and dark. Widgets that paint ask for them when they paint."""

from dataclasses import dataclass
from typing import Literal

ThemeName = Literal["light", "dark"]


@dataclass(frozen=True)
class Theme:
    """Colours by what they are for, each as ``#rrggbb``.

    ``ink``, ``muted`` and ``faint`` are texts, ``paper`` what is written on, ``chrome`` what
    surrounds it, ``sunken`` what lies deeper; ``line`` parts things, ``border`` is around what can
    be used. ``accent`` marks what is chosen, ``accent_pale`` lies behind it. On the map ``hovered``
    outlines what is under the pointer, ``drawn`` is what a tool draws, ``echo`` marks a place.
    ``faint`` is for what cannot be used: texts that are to be read are ``ink`` or ``muted``.
    """

    name: ThemeName
    ink: str
    muted: str
    faint: str
    paper: str
    chrome: str
    sunken: str
    stripe: str
    line: str
    border: str
    handle: str
    accent: str
    accent_strong: str
    accent_pale: str
    accent_faint: str
    on_accent: str
    warning: str
    warning_pale: str
    fault: str
    selected: str
    hovered: str
    drawn: str
    echo: str
    pale_data: str


LIGHT = Theme(
    name="light",
    ink="#1d2733", muted="#5b6b7f", faint="#a3adba",
    paper="#ffffff", chrome="#f5f7fa", sunken="#e9edf2", stripe="#fafbfc",
    line="#d5dce5", border="#bcc7d4", handle="#c3ccd8",
    accent="#1f5fa8", accent_strong="#174a84", accent_pale="#e3edf8", accent_faint="#a9bfd8",
    on_accent="#ffffff",
    warning="#c8870a", warning_pale="#fdf4e1", fault="#b3261e",
    selected="#e8590c", hovered="#0b7285", drawn="#1c5fd4", echo="#c2255c",
    pale_data="#b9c6d6",
)  # fmt: skip
DARK = Theme(
    name="dark",
    ink="#e4e9f0", muted="#9aa8b8", faint="#66727f",
    paper="#1b2129", chrome="#232a34", sunken="#141920", stripe="#1f262f",
    line="#37414d", border="#4a5663", handle="#4a5663",
    accent="#6aa9f0", accent_strong="#8cc0fa", accent_pale="#223952", accent_faint="#3c5878",
    on_accent="#0f151c",
    warning="#e0a93a", warning_pale="#3a3019", fault="#ff8a80",
    selected="#ff9a3c", hovered="#4dd0e1", drawn="#6aa9f0", echo="#ff7aa8",
    pale_data="#4d5a69",
)  # fmt: skip
THEMES: dict[ThemeName, Theme] = {"light": LIGHT, "dark": DARK}
_current = [LIGHT]


def theme() -> Theme:
    """Return the colours that the window has now."""
    return _current[0]


def use_theme(name: ThemeName) -> None:
    """Give the window other colours from now on; :mod:`appearance` dresses the widgets in them."""
    _current[0] = THEMES[name]
