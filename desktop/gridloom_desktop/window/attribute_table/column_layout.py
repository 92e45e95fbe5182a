"""How the columns of a table stand: their widths, which are hidden, in which order."""

from PyQt6.QtCore import QObject, Qt, pyqtSignal
from PyQt6.QtWidgets import QHeaderView, QTableView

from gridloom_desktop.window.attribute_table.rows_model import RowsModel
from gridloom_desktop.window.model.rows.view import ColumnsView

NARROWEST, WIDEST = 64, 320
ROOM = 22
"""Beside the widest text of a column."""


class ColumnLayout(QObject):
    """The columns of a view, named by their fields; ``changed`` tells of what the user did."""

    changed = pyqtSignal()

    def __init__(self, view: QTableView, heads: QHeaderView, rows: RowsModel) -> None:
        super().__init__(view)
        self._view, self._heads, self._rows = view, heads, rows
        self._widths: dict[str, int] = {}
        self._taking = False
        heads.sectionResized.connect(self._resized)
        heads.sectionMoved.connect(self._moved)

    def _names(self) -> list[str]:
        return [column.name for column in self._rows.columns]

    def _resized(self, column: int, _: int, width: int) -> None:
        if width and not self._taking:
            self._widths[self._names()[column]] = width
            self.changed.emit()

    def _moved(self, *_: int) -> None:
        if not self._taking:
            self.changed.emit()

    def fit(self) -> None:
        """Make columns as wide as title and what is in sight of them, but those of own width."""
        view, rows, metrics = self._view, self._rows, self._view.fontMetrics()
        self._taking = True
        for place, name in enumerate(self._names()):
            if name not in self._widths:
                head = str(rows.headerData(place, Qt.Orientation.Horizontal))
                texts = (rows.text(row, place) for row in rows.sight)
                widest = max(map(metrics.horizontalAdvance, (head + "▲", *texts)))
                view.setColumnWidth(place, min(max(widest + ROOM, NARROWEST), WIDEST))
        self._taking = False

    def fit_anew(self) -> None:
        """Forget which widths the user gave."""
        self._widths.clear()
        self.fit()
        self.changed.emit()

    def hide(self, column: int, *, on: bool = True) -> None:
        """Hide a column, or show it again."""
        self._taking = True  # a hidden column has no width, which is none that the user gave
        self._view.setColumnHidden(column, on)
        self._taking = False
        self.changed.emit()

    def told(self) -> ColumnsView:
        """Return how the columns stand."""
        heads, names = self._heads, self._names()
        order = tuple(names[heads.logicalIndex(place)] for place in range(heads.count()))
        return ColumnsView(
            widths=tuple(sorted(self._widths.items())),
            hidden=tuple(name for at, name in enumerate(names) if self._view.isColumnHidden(at)),
            order=() if list(order) == names else order,
        )

    def take(self, columns: ColumnsView) -> None:
        """Let the columns stand so; fields that are gone are passed over."""
        names, heads = self._names(), self._heads
        self._taking = True
        self._widths = {name: width for name, width in columns.widths if name in names}
        for name, width in self._widths.items():
            self._view.setColumnWidth(names.index(name), width)
        for at, name in enumerate(names):
            self._view.setColumnHidden(at, name in columns.hidden)
        for to, name in enumerate(name for name in columns.order or names if name in names):
            heads.moveSection(heads.visualIndex(names.index(name)), to)
        self._taking = False
        self.fit()
