"""Items of lists, trees and tables in a colour of the theme that there is when they are painted."""

from typing import Literal

from PyQt6.QtCore import QModelIndex, Qt
from PyQt6.QtGui import QColor, QPalette
from PyQt6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from gridloom_desktop.window.theme import theme

Ink = Literal["ink", "muted", "accent"]
INK = Qt.ItemDataRole.UserRole + 40
"""The role of an item under which it keeps its :data:`Ink`: a colour itself would stay as it is."""
WRITTEN = (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText)


class InkDelegate(QStyledItemDelegate):
    """Writes items in their ink; those that have none as the view does."""

    def initStyleOption(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem | None, index: QModelIndex
    ) -> None:
        """Take the colour from the theme."""
        super().initStyleOption(option, index)
        ink: Ink | None = index.data(INK)
        if option is not None and ink is not None:
            palette = QPalette(option.palette)
            for role in WRITTEN:
                palette.setColor(role, QColor(getattr(theme(), ink)))
            option.palette = palette
