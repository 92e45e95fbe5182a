"""Buttons in rows, as wide as their titles."""

from collections.abc import Sequence

from PyQt6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

GAP = 6


def button_rows(*rows: Sequence[QWidget]) -> QWidget:
    """Return a widget with these rows of buttons, one below the other."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GAP)
    for widgets in rows:
        row = QHBoxLayout()
        row.setSpacing(GAP)
        for widget in widgets:
            row.addWidget(widget)
        row.addStretch(1)
        column.addLayout(row)
    return holder
