"""What was edited in a row, or in all of a table: when, by whom, what, why."""

from collections.abc import Callable

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.manual.opening import offer_page
from gridloom_desktop.window.model.editing import Told
from gridloom_desktop.window.texts import shown
from gridloom_layers.language import Message, tr

SIZE = (820, 360)
SMALL = (420, 110)


class HistoryDialog(QDialog):
    """A list of edits, the newest first."""

    def __init__(self, parent: QWidget, title: Callable[[], Message], told: list[Told]) -> None:
        super().__init__(parent)
        offer_page(self, "correct")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._title, self._told = title, told
        self._heading, self._nothing = QLabel(), QLabel()
        self._heading.setObjectName("heading")
        self._nothing.setObjectName("caption")
        self.table = QTableWidget(len(told), 6)
        self.table.setTabKeyNavigation(False)
        self._fill()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        for widget in (self._heading, self._nothing, self.table):
            column.addWidget(widget)
        if not told:
            column.addStretch(1)
        self.resize(*(SIZE if told else SMALL))
        follow_language(self.retranslate)

    def _fill(self) -> None:
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        for row in range(len(self._told)):
            for place in range(self.table.columnCount()):
                self.table.setItem(row, place, QTableWidgetItem())
        rows, columns = self.table.verticalHeader(), self.table.horizontalHeader()
        if rows is not None and columns is not None:
            rows.hide()
            columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            columns.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
            columns.setMaximumSectionSize(240)
            columns.setSectionResizeMode(5, QHeaderView.ResizeMode.Stretch)
        self.table.setVisible(bool(self._told))
        self._nothing.setVisible(not self._told)

    def _write(self, row: int, one: Told) -> None:
        reason = one.reason or str(tr("withheld"))
        cells = (one.when, one.author, shown(one.what), one.old, one.new, reason)
        for place, text in enumerate(cells):
            if (item := self.table.item(row, place)) is not None:
                item.setText(text)
                item.setToolTip(text)

    def retranslate(self) -> None:
        """Write everything in the current language."""
        self.setWindowTitle(str(self._title()))
        self._heading.setText(str(self._title()))
        for row, one in enumerate(self._told):
            self._write(row, one)
        self._nothing.setText(str(tr("Nothing was edited here.")))
        headings = (tr("When"), tr("Author"), tr("What"), tr("Old value"), tr("New value"),
                    tr("Reason"))  # fmt: skip
        self.table.setHorizontalHeaderLabels([str(each) for each in headings])
