"""Rows that imports set aside, as a table reads them; made of an answer in any thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, QSortFilterProxyModel, Qt

from ..language import spoken, tr
from ..plain import as_markup, one_line

NOWHERE = QModelIndex()


@dataclass(frozen=True)
class RowAside:
    """A row: the import it is of, what the table shows of it, and all that stood in it."""

    import_number: int
    cells: tuple[Any, ...]
    stood: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Quarantine:
    """The first rows of a quarantine, how many there are of each import, and of all."""

    rows: Sequence[RowAside]
    imports: Sequence[dict[str, Any]]
    total: int


def read_quarantine(told: dict[str, Any]) -> Quarantine:
    """Return what ``gridloom quarantine`` told, in words."""
    words = told["words"]
    return Quarantine(
        [_row(row, spoken(words.get(row["reason"], {})) or row["reason"]) for row in told["rows"]],
        list(told["imports"]),
        sum(sum(one["quarantined"].values()) for one in told["imports"]),
    )


def _row(row: dict[str, Any], finding: str) -> RowAside:
    cells = (row["source"], row["sheet"], row["source_row"], row["cell"], finding, row["column"],
             row["value"])  # fmt: skip
    stood = tuple((str(name), str(value)) for name, value in row["row"].items())
    shown = (one if isinstance(one, int) or one is None else one_line(one) for one in cells)
    return RowAside(int(row["import"]), tuple(shown), stood)


class QuarantineModel(QAbstractTableModel):
    """The rows as a table of Qt's."""

    def __init__(self, rows: Sequence[RowAside], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows = rows
        self._headings = (tr("Source"), tr("Sheet"), tr("Row"), tr("Cell"), tr("Finding"),
                          tr("Column"), tr("Value"))  # fmt: skip

    def rowCount(self, parent: QModelIndex = NOWHERE) -> int:  # noqa: N802
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex = NOWHERE) -> int:  # noqa: N802
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell, or the whole of it for its tool tip."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self.rows[index.row()].cells[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            cell = self.rows[index.row()].cells[index.column()]
            return None if cell is None else as_markup(cell)
        return None

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the heading of a column."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._headings[section]
        return None


class ShownRows(QSortFilterProxyModel):
    """Rows of an import that have a text in any of their columns."""

    def __init__(self, parent: QObject | None = None) -> None:
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
        model = self.sourceModel()
        if not isinstance(model, QuarantineModel):
            return False
        if self._import is not None and model.rows[row].import_number != self._import:
            return False
        return super().filterAcceptsRow(row, parent)
