"""What is run and what it prints, as in a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtGui import QFontDatabase
from qgis.PyQt.QtWidgets import QPlainTextEdit, QWidget

from .recipe import told

MOST_LINES = 5_000


class Terminal(QPlainTextEdit):
    """A text that is only read; it follows its end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setMaximumBlockCount(MOST_LINES)
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))

    def show_commands(self, commands: Sequence[Sequence[str]]) -> None:
        """Show these commands and nothing else."""
        self.setPlainText("\n\n".join(f"> {told(list(command))}" for command in commands))

    def add(self, line: str) -> None:
        """Add a line at the end."""
        self.appendPlainText(line)
