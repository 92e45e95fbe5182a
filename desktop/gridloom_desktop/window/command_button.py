"""A command as a push button."""

from PyQt6.QtCore import QEvent
from PyQt6.QtWidgets import QPushButton, QWidget

from gridloom_desktop.window.command import Command
from gridloom_desktop.window.menus import icon


class CommandButton(QPushButton):
    """Does a command; its text and icon follow language and colours."""

    def __init__(self, command: Command, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._command = command
        self.clicked.connect(lambda _: command.do())
        self.retranslate()

    def changeEvent(self, e: QEvent | None) -> None:  # noqa: N802 - Qt's name
        """Follow a switch of language or colours."""
        super().changeEvent(e)
        if e is not None and e.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self.retranslate()

    def retranslate(self) -> None:
        """Write the text in the current language."""
        self.setText(str(self._command.title()))
        self.setIcon(icon(self._command.icon))
