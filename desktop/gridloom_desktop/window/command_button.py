"""A command as a push button."""

from PyQt6.QtWidgets import QPushButton, QWidget

from gridloom_desktop.window.command import Command
from gridloom_desktop.window.following import follow_colours, follow_language
from gridloom_desktop.window.icons import icon


class CommandButton(QPushButton):
    """Does a command, under its title."""

    def __init__(self, command: Command, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setIcon(icon(command.icon))
        self.clicked.connect(lambda _: command.do())
        self._title = command.title
        follow_language(self.entitle)
        follow_colours(self.entitle)  # one of them is called by the colours it leads to

    def entitle(self) -> None:
        """Write what the command is called now."""
        self.setText(str(self._title()))
