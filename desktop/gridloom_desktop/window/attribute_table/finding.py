"""Find in the table: the line is asked, the rows are found on the store's thread."""

from functools import partial

import numpy as np
import numpy.typing as npt
from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QWidget

from gridloom_analytics.measures import counts_persons
from gridloom_desktop.window.attribute_table.arranging import Arranging
from gridloom_desktop.window.attribute_table.find_line import FindLine
from gridloom_desktop.window.attribute_table.rows_view import RowsView
from gridloom_desktop.window.model.rows.arranging import Arrangement
from gridloom_desktop.window.model.rows.searching import search
from gridloom_desktop.window.texts import shown
from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress


class Finding(QObject):
    """Goes from one row in which a text is found to the next."""

    def __init__(self, arranging: Arranging, view: RowsView, parent: QWidget) -> None:
        super().__init__(parent)
        self._arranging, self._view = arranging, view
        self.line = FindLine(parent)
        self._column, self._found = 0, np.empty(0, np.int64)
        self.line.searched.connect(self._search)
        self.line.moved.connect(self._move)
        self.line.left.connect(view.setFocus)
        arranging.shown.connect(self._forget)

    def begin(self) -> None:
        """Ask for a text in the current column."""
        self._column = max(self._view.currentIndex().column(), 0)
        self.line.open(shown(self._arranging.rows.columns[self._column].title))

    def _forget(self) -> None:
        self._found = np.empty(0, np.int64)
        self.line.tell(None)

    def _search(self, text: str) -> None:
        now = self._arranging
        work = partial(self._searched, text, now.arrangement, now.permission is not None)
        now.work.do(tr("Searching"), work, partial(self._take, now.arrangement), self._refuse)

    def _searched(
        self, text: str, arrangement: Arrangement, unmasked: bool, progress: Progress
    ) -> npt.NDArray[np.int64]:
        now = self._arranging
        column = now.rows.columns[self._column]
        return search(now.store, now.table, column, text, arrangement, progress, unmasked=unmasked)

    def _take(self, arrangement: Arrangement, found: npt.NDArray[np.int64]) -> None:
        if arrangement is not self._arranging.arrangement:  # shown in another order meanwhile
            return
        self._found = found
        if len(found):
            at = np.searchsorted(found, max(self._view.currentIndex().row(), 0))
            self._go_to(int(at) % len(found))
        else:
            self.line.tell(tr("Nothing is found."))

    def _move(self, step: int) -> None:
        if len(self._found):
            row = self._view.currentIndex().row()
            at = np.searchsorted(self._found, row, "left" if step < 0 else "right")
            self._go_to(int(at + (step if step < 0 else 0)) % len(self._found))

    def _go_to(self, place: int) -> None:
        """Go to one of the rows found, and tell which it is; persons are not counted so."""
        self._view.go_to(int(self._found[place]), self._column)
        table = self._arranging.store.table(self._arranging.table)
        if counts_persons(table) and self._arranging.permission is None:
            self.line.tell(tr("Found."))
            return
        told = tr("{place:,} of {count:,}", place=place + 1, count=len(self._found))
        self.line.tell(told)

    def _refuse(self, error: BaseException) -> None:
        if not isinstance(error, BadInput):
            self._arranging.work.report(error)
            return
        self.line.tell(error.message)
