"""Switching the language of all windows."""

from gridloom_desktop.window.appearance import set_font
from gridloom_desktop.window.command import Command, Commands
from gridloom_desktop.window.qt_texts import speak
from gridloom_layers.language import Language, current_language, use_language


def switch_language(language: Language) -> None:
    """Show everything in ``language``; Qt tells all widgets to write themselves anew."""
    use_language(language)
    set_font(language)
    speak(language)


def switch_to_other_language() -> None:
    """Show everything in the other language."""
    switch_language("en" if current_language() == "zh" else "zh")


def _other_language() -> str:
    """Return the other language's own name for itself, which is never translated."""
    return "English" if current_language() == "zh" else "中文"


class Languages:
    """Offers the other language."""

    def commands(self) -> Commands:
        """Return what can be done."""
        return [
            Command(
                "language", "help", _other_language, "mdi6.translate",
                switch_to_other_language, "Ctrl+L", bar=True,
            )
        ]  # fmt: skip
