"""The rows that imports set aside: where they came from, why, and what stood there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from qgis.gui import QgsFilterLineEdit
from qgis.PyQt.QtCore import QModelIndex, QSortFilterProxyModel, Qt, pyqtSignal
from qgis.PyQt.QtGui import QStandardItem, QStandardItemModel
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

from ..language import spoken, tr
from .lines import Line, number, show_lines, tree_of_lines
from .plain import as_markup, one_line

if TYPE_CHECKING:
    from .described import Workspace

ROW = Qt.ItemDataRole.UserRole
IMPORT = Qt.ItemDataRole.UserRole + 1
MOST = 5000
"""Rows that are listed; a file has all."""


class QuarantineDialog(QDialog):
    """``save_asked`` asks for a file of all rows."""

    save_asked = pyqtSignal()

    def __init__(
        self, workspace: Workspace, told: dict[str, Any], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Quarantine of “{name}”", name=one_line(workspace.name, 60)))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._total = sum(sum(one["quarantined"].values()) for one in told["imports"])
        self.proxy = _Rows(self)
        self.proxy.setSourceModel(_model(told, self))
        self.table = _table(self.proxy)
        self.table.selectionModel().currentRowChanged.connect(self._show_row)
        self.imports = QComboBox()
        self.imports.addItem(tr("All imports"), None)
        for one in told["imports"]:
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
        self.count.setText(tr("{shown} of {total} rows", shown=shown, total=number(self._total)))

    def _show_row(self, index: QModelIndex, _before: QModelIndex) -> None:
        """Show what stood in the row, column by column."""
        row = index.siblingAtColumn(0).data(ROW) or ()
        show_lines(self.row, [Line(name, str(value), counted=False) for name, value in row])

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


class _Rows(QSortFilterProxyModel):
    """Rows of an import that have a text in any of their columns."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._import: int | None = None
        self.setFilterKeyColumn(-1)
        self.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)

    def only(self, import_number: int | None) -> None:
        """Show the rows of one import, or of all."""
        self._import = import_number
        self.invalidateFilter()

    def filterAcceptsRow(self, row: int, parent: QModelIndex) -> bool:  # noqa: N802
        """Return whether a row is shown."""
        first = self.sourceModel().index(row, 0, parent)
        if self._import is not None and first.data(IMPORT) != self._import:
            return False
        return super().filterAcceptsRow(row, parent)


def _model(told: dict[str, Any], parent: QWidget) -> QStandardItemModel:
    headings = (tr("Source"), tr("Sheet"), tr("Row"), tr("Cell"), tr("Finding"), tr("Column"),
                tr("Value"))  # fmt: skip
    model = QStandardItemModel(0, len(headings), parent)
    model.setHorizontalHeaderLabels(headings)
    for row in told["rows"]:
        reason = spoken(told["words"].get(row["reason"], {})) or row["reason"]
        cells = (row["source"], row["sheet"], row["source_row"], row["cell"], reason,
                 row["column"], row["value"])  # fmt: skip
        model.appendRow(_items(cells, row))
    return model


def _items(cells: Sequence[Any], row: dict[str, Any]) -> list[QStandardItem]:
    items = []
    for cell in cells:
        item = QStandardItem()
        item.setEditable(False)
        if isinstance(cell, int):
            item.setData(cell, Qt.ItemDataRole.DisplayRole)
        elif cell is not None:
            item.setText(one_line(cell))
            item.setToolTip(as_markup(cell))
        items.append(item)
    items[0].setData(tuple(row["row"].items()), ROW)  # a dictionary would be sorted
    items[0].setData(row["import"], IMPORT)
    return items


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
    table.resizeColumnsToContents()
    return table
