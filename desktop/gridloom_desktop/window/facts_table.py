"""Facts as a table of two columns, as high as they are."""

from collections.abc import Sequence

from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from gridloom_desktop.window.model.identifying import Fact
from gridloom_desktop.window.texts import shown
from gridloom_desktop.window.theme import theme

WIDEST_NAME = 135


class FactsTable(QTableWidget):
    """Shows field and value of each fact."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 2, parent)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(True)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        if rows is not None and columns is not None:  # an empty header is false
            rows.hide()
            columns.hide()
            columns.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
            columns.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
            columns.setMaximumSectionSize(WIDEST_NAME)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show facts in the current language."""
        self.setVisible(bool(facts))
        self.setRowCount(len(facts))
        for row, fact in enumerate(facts):
            name, value = QTableWidgetItem(shown(fact.title)), shown(fact.value)
            name.setForeground(QColor(theme().muted))
            cell = QTableWidgetItem(value or "–")
            cell.setToolTip(value)
            self.setItem(row, 0, name)
            self.setItem(row, 1, cell)
        self.resizeRowsToContents()
