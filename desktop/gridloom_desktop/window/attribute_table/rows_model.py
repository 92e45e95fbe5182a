"""The rows of a table as Qt's model: pages that are here, and wishes for those that are not."""

from typing import Any

import numpy as np
import numpy.typing as npt
from PyQt6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, pyqtSignal

from gridloom_desktop.window.model.rows.columns import Column
from gridloom_desktop.window.model.rows.pages import ROWS_A_PAGE, Page, PageReader, Pages, Spread
from gridloom_desktop.window.model.rows.view import SortKey
from gridloom_desktop.window.texts import shown

NO_VALUE = "—"
"""The text of a cell that is empty."""
STILL_READ = ""
"""The text of a cell whose page comes."""
RISING, FALLING = "▲", "▼"
SMALL = "₁₂₃₄₅₆₇₈₉"
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class RowsModel(QAbstractTableModel):
    """Shows a spread of rows. What is not read yet is empty and comes by itself.

    ``arrived`` tells that rows in sight may have come, ``failed`` what went wrong with reading.
    """

    arrived = pyqtSignal()
    failed = pyqtSignal(object)
    _delivered = pyqtSignal(object, int, object)
    _stopped = pyqtSignal(object)

    def __init__(self, spread: Spread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pages = Pages(spread)
        self._sort: tuple[SortKey, ...] = ()
        self._selected = np.empty(0, np.int64)
        self._marked: dict[int, npt.NDArray[np.bool_]] = {}
        self._sight, self._broken = (0, 0), False
        self._reader = PageReader(self._delivered.emit, self._stopped.emit)
        queued = Qt.ConnectionType.QueuedConnection
        self._delivered.connect(self._take, queued)  # pyright: ignore[reportCallIssue] - stub
        self._stopped.connect(self._stop, queued)  # pyright: ignore[reportCallIssue] - stub

    @property
    def spread(self) -> Spread:
        """What is shown."""
        return self._pages.spread

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns, in the order of the model."""
        return self.spread.columns

    @property
    def busy(self) -> bool:
        """Whether pages in sight are still to come."""
        return self._reader.busy

    def show(self, spread: Spread, sort: tuple[SortKey, ...] = ()) -> None:
        """Show other rows, or the same in another way."""
        before = self.spread.reading
        self.beginResetModel()
        self._pages, self._sort, self._broken = Pages(spread), sort, False
        self._marked.clear()
        self.endResetModel()
        if before is not spread.reading:
            self._reader.release(before)

    def close(self) -> None:
        """Stop reading and let go of the files."""
        self._reader.close(self.spread.reading)

    @property
    def sight(self) -> range:
        """The rows that were looked at last."""
        first, last = self._sight
        return range(first, min(last + 1, self.rowCount()))

    def look_at(self, first: int, last: int) -> None:
        """Read the rows in sight that are not here, and those that come next."""
        self._sight = (first, last)
        if self._broken:
            return
        if missing := self._pages.missing(first, last):
            self._reader.wish(self.spread, missing)
        else:
            self._reader.wish_nothing()

    def _stop(self, error: BaseException) -> None:
        """Read no more of what cannot be read, so that it is told once and not at each scroll."""
        if not self._broken:
            self._broken = True
            self.failed.emit(error)

    def _take(self, spread: Spread, number: int, page: Page) -> None:
        if spread is not self.spread:  # of an order that is no longer shown
            return
        self._pages.keep(number, page)
        self._marked.pop(number, None)
        first, last = self._sight
        if first // ROWS_A_PAGE <= number <= last // ROWS_A_PAGE:
            self.arrived.emit()

    def select(self, keys: npt.NDArray[np.int64]) -> None:
        """Mark the rows with these row keys, which are sorted."""
        self._selected = keys
        self._marked.clear()

    def is_selected(self, row: int) -> bool:
        """Whether a row that is here is marked."""
        page, within = self._pages.page_of(row)
        if page is None or not len(self._selected):
            return False
        number = row // ROWS_A_PAGE
        marks = self._marked.get(number)
        if marks is None:
            places = np.searchsorted(self._selected, page.keys)
            near = np.minimum(places, len(self._selected) - 1)
            marks = self._marked[number] = self._selected[near] == page.keys
        return bool(marks[within])

    def page_of(self, row: int) -> tuple[Page | None, int]:
        """Return the page of a row, if it is here, and the place of the row in it."""
        return self._pages.page_of(row)

    def key_of(self, row: int) -> int | None:
        """Return the row key of a row, None where it is not read yet."""
        page, within = self._pages.page_of(row)
        return None if page is None else int(page.keys[within])

    def text(self, row: int, column: int) -> str:
        """Return what a cell shows."""
        page, within = self._pages.page_of(row)
        if page is None:
            return STILL_READ
        text = page.texts[column][within]
        return NO_VALUE if text is None else text

    def value(self, row: int, column: int) -> Any:
        """Return the value behind a cell; None where there is none or it is not read yet."""
        page, within = self._pages.page_of(row)
        return None if page is None else page.rows.column(self.columns[column].name)[within].as_py()

    def rowCount(self, parent: QModelIndex | None = None) -> int:  # noqa: N802 - Qt's name
        """Return the number of rows that are shown."""
        return 0 if parent is not None and parent.isValid() else self.spread.arrangement.count

    def columnCount(self, parent: QModelIndex | None = None) -> int:  # noqa: N802
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the text of a cell, which is its tip too, numbers to the right."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.text(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if self.columns[index.column()].numeric else LEFT
        return None

    def headerData(  # noqa: N802
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return what a column is called and how it is sorted by, or the number of a row."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            numeric = orientation == Qt.Orientation.Vertical or self.columns[section].numeric
            return RIGHT if numeric else LEFT
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if orientation == Qt.Orientation.Vertical:
            return f"{section + 1:,}"
        return shown(self.columns[section].title) + self._sorted(self.columns[section].name)

    def _sorted(self, name: str) -> str:
        place = next((at for at, key in enumerate(self._sort) if key.column == name), None)
        if place is None:
            return ""
        number = SMALL[min(place, len(SMALL) - 1)] if len(self._sort) > 1 else ""
        return f" {FALLING if self._sort[place].descending else RISING}{number}"
