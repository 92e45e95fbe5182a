"""An action that opens a window, which is made at its first use and kept."""

from __future__ import annotations

from collections.abc import Callable

from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction, QDialog, QWidget


class Opening(QAction):
    """Opens what ``make`` returns; the window goes with the action."""

    def __init__(
        self, icon: QIcon, text: str, make: Callable[[], QDialog], parent: QWidget
    ) -> None:
        super().__init__(icon, text, parent)
        self._make = make
        self.window: QDialog | None = None
        self.triggered.connect(self.open)

    def open(self) -> None:
        """Show the window, in front of others."""
        if self.window is None:
            self.window = self._make()
            self.destroyed.connect(self.window.deleteLater)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
