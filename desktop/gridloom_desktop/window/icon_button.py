"""A small button with an icon, in the colours of the theme."""

from PyQt6.QtCore import QEvent
from PyQt6.QtWidgets import QToolButton, QWidget

from gridloom_desktop.window.menus import icon
from gridloom_layers.language import Message


class IconButton(QToolButton):
    """A button that shows an icon by its name; what it does is told in its tool tip."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.setIcon(icon(name))

    def show_icon(self, name: str) -> None:
        """Show another icon."""
        self._name = name
        self.setIcon(icon(name))

    def entitle(self, title: Message) -> None:
        """Say what the button does, to the eye and to screen readers."""
        self.setToolTip(str(title))
        self.setAccessibleName(str(title))

    def changeEvent(self, a0: QEvent | None) -> None:  # noqa: N802 - Qt's name
        """Follow a switch of colours."""
        super().changeEvent(a0)
        if a0 is not None and a0.type() == QEvent.Type.PaletteChange:
            self.setIcon(icon(self._name))
