"""Language and colours of all windows, switched at run time and remembered."""

from PyQt6.QtWidgets import QApplication

from gridloom_desktop.window.appearance import dress
from gridloom_desktop.window.command import Command, Commands
from gridloom_desktop.window.following import tell_colours, tell_language
from gridloom_desktop.window.model.preferences import Preferences
from gridloom_desktop.window.qt_texts import speak
from gridloom_desktop.window.theme import ThemeName, theme, use_theme
from gridloom_layers.language import Language, Message, current_language, tr, use_language


def switch_language(language: Language) -> None:
    """Show everything in ``language``."""
    use_language(language)
    speak(language)
    if isinstance(app := QApplication.instance(), QApplication):
        dress(app)
    tell_language()


def switch_theme(name: ThemeName) -> None:
    """Show everything in these colours."""
    use_theme(name)
    if isinstance(app := QApplication.instance(), QApplication):
        dress(app)
    tell_colours()


class Looks:
    """Offers the other language and the other colours, and remembers what was chosen."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences

    def begin(self) -> None:
        """Show everything as it was chosen last."""
        settings = self._preferences.settings
        if settings.theme != theme().name:
            switch_theme(settings.theme)
        if settings.language not in (None, current_language()):
            switch_language(settings.language)

    def switch_to_other_language(self) -> None:
        """Show everything in the other language."""
        other: Language = "en" if current_language() == "zh" else "zh"
        switch_language(other)
        self._preferences.change(language=other)

    def switch_to_other_theme(self) -> None:
        """Show everything in the other colours."""
        other: ThemeName = "light" if theme().name == "dark" else "dark"
        switch_theme(other)
        self._preferences.change(theme=other)

    def commands(self) -> Commands:
        """Return what can be done."""
        return [
            Command(
                "theme", "help", _other_theme, "mdi6.theme-light-dark",
                self.switch_to_other_theme, bar=True, terse=True,
            ),
            Command(
                "language", "help", _other_language, "mdi6.translate",
                self.switch_to_other_language, "Ctrl+L", bar=True,
            ),
        ]  # fmt: skip


def _other_language() -> str:
    """Return the other language's own name for itself, which is never translated."""
    return "English" if current_language() == "zh" else "中文"


def _other_theme() -> Message:
    return tr("Light") if theme().name == "dark" else tr("Dark")
