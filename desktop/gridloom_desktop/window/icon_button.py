"""A small button with an icon."""

from PyQt6.QtWidgets import QToolButton, QWidget

from gridloom_desktop.window.following import Text, say
from gridloom_desktop.window.icons import icon


class IconButton(QToolButton):
    """A button that shows an icon by its name; what it does is told in its tool tip.

    One that is ``pale`` stands beside captions.
    """

    def __init__(
        self, name: str, title: Text, parent: QWidget | None = None, *, pale: bool = False
    ) -> None:
        super().__init__(parent)
        self.setIcon(icon(name, pale=pale))
        self.entitle(title)

    def show_icon(self, name: str) -> None:
        """Show another icon."""
        self.setIcon(icon(name))

    def entitle(self, title: Text) -> None:
        """Say what the button does, to the eye and to screen readers."""
        say(self.setToolTip, title)
        say(self.setAccessibleName, title)
