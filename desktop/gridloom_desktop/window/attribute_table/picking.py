"""Rows that the user picks in the table, by their keys: those of rows far away are read."""

from collections.abc import Callable
from functools import partial

import numpy as np
import numpy.typing as npt
from PyQt6.QtCore import QObject, pyqtSignal

from gridloom_desktop.window.attribute_table.arranging import Arranging
from gridloom_desktop.window.attribute_table.rows_view import RowsView
from gridloom_desktop.window.model.rows.chosen import Chosen
from gridloom_layers.progress import Progress

Longs = npt.NDArray[np.int64]


class Picking(QObject):
    """Tells the keys of rows, sorted int64: ``picked(keys, how)``, or ``shown(keys)`` on the map.

    ``all_picked(where)`` is a condition whose rows are all picked.
    """

    picked = pyqtSignal(object, str)
    all_picked = pyqtSignal(str)
    shown = pyqtSignal(object)
    refused = pyqtSignal(object)

    def __init__(self, arranging: Arranging, view: RowsView) -> None:
        super().__init__(view)
        self._arranging = arranging
        view.picked.connect(self._pick)
        view.all_picked.connect(lambda: self.all_picked.emit(arranging.found.where))
        view.shown_at.connect(self.show)

    def show(self, row: int) -> None:
        """Show a row on the map."""
        self._read(row, row, self.shown.emit)

    def _pick(self, first: int, last: int, how: str) -> None:
        if first == last and (key := self._arranging.rows.key_of(first)) is not None:
            self.picked.emit(np.array([key]), how)
        else:
            self._read(first, last, lambda keys: self.picked.emit(keys, how))

    def _read(self, first: int, last: int, then: Callable[[Longs], object]) -> None:
        now = self._arranging
        chosen = Chosen(now.table, now.arrangement.at(first, last + 1))
        now.work.read(partial(self._keys, chosen), then, self.refused.emit)

    def _keys(self, chosen: Chosen, _: Progress) -> Longs:
        return chosen.row_keys(self._arranging.store)
