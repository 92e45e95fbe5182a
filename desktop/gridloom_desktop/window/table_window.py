"""A table of a result in a window of its own: titles, plain numbers, sorted by a click."""

from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PyQt6.QtWidgets import QDialog, QHeaderView, QTableView, QVBoxLayout, QWidget

from gridloom_desktop.window.following import follow_language, say
from gridloom_desktop.window.labels import label
from gridloom_desktop.window.texts import shown
from gridloom_layers.language import tr, tr_n

if TYPE_CHECKING:
    import pandas as pd

    from gridloom_desktop.window.model.tables import ToldTable

LARGE = (760, 520)
WIDEST_COLUMN = 320
MISSING = ("None", "nan", "NaT", "<NA>")
"""What pandas has for missing values."""


class FrameModel(QAbstractTableModel):
    """The rows of a frame that may be seen, as texts."""

    def __init__(self, table: "ToldTable", parent: QWidget) -> None:
        super().__init__(parent)
        self._frame, self._titles = table.frame, table.columns
        follow_language(self.retranslate)

    def retranslate(self) -> None:
        """Show titles and values in the current language."""
        self.layoutChanged.emit()

    def rowCount(self, parent: QModelIndex | None = None) -> int:  # noqa: N802 - Qt's name
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._frame)

    def columnCount(self, parent: QModelIndex | None = None) -> int:  # noqa: N802
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(self._frame.columns)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the text of a cell, numbers to the right."""
        value = self._frame.iat[index.row(), index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _text(value)
        if role == Qt.ItemDataRole.TextAlignmentRole and _is_number(value):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(  # noqa: N802
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return what a column is called."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        return shown(self._titles[str(self._frame.columns[section])])

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort the rows by a column, missing values last."""
        if column < 0:
            return
        name, rising = self._frame.columns[column], order == Qt.SortOrder.AscendingOrder
        self.layoutAboutToBeChanged.emit()
        self._frame = self._frame.sort_values(name, ascending=rising, kind="stable", key=_sortable)
        self.layoutChanged.emit()


def _sortable(column: "pd.Series") -> "pd.Series":
    """Return a column that can be sorted: one of anything goes by its texts."""
    return column.astype("string") if column.dtype == object else column


def _is_number(value: object) -> bool:
    return not isinstance(value, bool | str) and hasattr(value, "__float__")


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return shown(value)
    if str(value) in MISSING:
        return "–"
    if isinstance(value, bool) or (hasattr(value, "dtype") and value.dtype == bool):
        return str(tr("yes") if value else tr("no"))
    if not _is_number(value):
        return str(value)
    number = float(value)
    if number.is_integer() and abs(number) < 1e15:
        return f"{number:,.0f}"
    return f"{number:,.6g}" if abs(number) < 1e6 else f"{number:,.1f}"


def show_table(table: "ToldTable", parent: QWidget) -> QDialog:
    """Show a table that passed the gate."""
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    say(dialog.setWindowTitle, lambda: shown(table.title))
    dialog.resize(*LARGE)
    view = QTableView(dialog)
    view.setModel(FrameModel(table, dialog))
    view.setAlternatingRowColors(True)
    view.setTabKeyNavigation(False)
    view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    if header := view.horizontalHeader():
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setMaximumSectionSize(WIDEST_COLUMN)
    view.setSortingEnabled(True)
    view.resizeColumnsToContents()
    count = label(tr_n("{count:,} row", "{count:,} rows", len(table.frame)), "caption")
    column = QVBoxLayout(dialog)
    column.addWidget(view)
    column.addWidget(count)
    dialog.show()
    return dialog
