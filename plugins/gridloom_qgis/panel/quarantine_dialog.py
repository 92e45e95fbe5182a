"""The rows that imports set aside: where they came from, why, and what stood there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.gui import QgsFilterLineEdit
from qgis.PyQt.QtCore import QModelIndex, QSortFilterProxyModel, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from ..language import tr
from ..plain import one_line
from .lines import Line, number, show_lines, tree_of_lines
from .quarantine_rows import Quarantine, QuarantineModel, ShownRows

if TYPE_CHECKING:
    from .described import Workspace

MOST = 2000
"""Rows that are listed; a file has all."""
LOOKED_AT = 40
"""Rows by which the width of columns is chosen."""


class QuarantineDialog(QDialog):
    """``save_asked`` asks for a file of all rows."""

    save_asked = pyqtSignal()

    def __init__(
        self, workspace: Workspace, told: Quarantine, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Quarantine of “{name}”", name=one_line(workspace.name, 60)))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._told = told
        self.proxy = ShownRows(self)
        self.proxy.setSourceModel(QuarantineModel(told.rows, self))
        self.table = _table(self.proxy)
        self.table.selectionModel().currentRowChanged.connect(self._show_row)
        self.imports = QComboBox()
        self.imports.addItem(tr("All imports"), None)
        for one in told.imports:
            title = f"{workspace.called(one['table'])}: {one['source']}"
            self.imports.addItem(one_line(title, 80), one["number"])
        self.imports.currentIndexChanged.connect(self._filter)
        self.search = QgsFilterLineEdit()
        self.search.setShowSearchIcon(True)
        self.search.setPlaceholderText(tr("Search"))
        self.search.textChanged.connect(self.proxy.setFilterFixedString)
        self.search.textChanged.connect(self._count)
        self.row = tree_of_lines(values=True)
        self.count = QLabel()
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self._arrange()
        self.show_import(None)

    def show_import(self, import_number: int | None) -> None:
        """Show the rows of one import, or of all."""
        place = self.imports.findData(import_number)
        self.imports.setCurrentIndex(max(place, 0))
        self._filter()

    def _filter(self) -> None:
        self.proxy.only(self.imports.currentData())
        self.table.selectRow(0)
        self._count()

    def _count(self) -> None:
        shown = number(self.proxy.rowCount())
        self.count.setText(
            tr("{shown} of {total} rows", shown=shown, total=number(self._told.total))
        )

    def _show_row(self, index: QModelIndex, _before: QModelIndex) -> None:
        """Show what stood in the row, column by column."""
        place = self.proxy.mapToSource(index).row()
        stood = self._told.rows[place].stood if place >= 0 else ()
        show_lines(self.row, [Line(name, value, counted=False) for name, value in stood])

    def _arrange(self) -> None:
        above = QHBoxLayout()
        above.addWidget(self.imports, 1)
        above.addWidget(self.search, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.table)
        split.addWidget(self.row)
        split.setSizes([320, 180])
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Close)
        save = buttons.addButton(tr("Save As…"), QDialogButtonBox.ButtonRole.ActionRole)
        save.clicked.connect(lambda: self.save_asked.emit())
        buttons.rejected.connect(self.reject)
        below = QHBoxLayout()
        below.addWidget(self.count, 1)
        below.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.addLayout(above)
        layout.addWidget(split, 1)
        layout.addLayout(below)
        self.resize(860, 560)


def _table(model: QSortFilterProxyModel) -> QTableView:
    table = QTableView()
    table.setModel(model)
    table.setSortingEnabled(True)
    table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setAlternatingRowColors(True)
    table.verticalHeader().hide()
    table.horizontalHeader().setStretchLastSection(True)
    table.horizontalHeader().setResizeContentsPrecision(LOOKED_AT)
    table.resizeColumnsToContents()
    return table
