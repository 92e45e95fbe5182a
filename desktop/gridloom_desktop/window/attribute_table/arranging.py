"""What a table shows and in which order: asked for here, found on the store's thread."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PyQt6.QtCore import QObject, pyqtSignal

from gridloom_desktop.window.attribute_table.own_work import OwnWork
from gridloom_desktop.window.attribute_table.rows_model import RowsModel
from gridloom_desktop.window.model.row_keys import NONE
from gridloom_desktop.window.model.rows.arranging import Arrangement, Asked, arrange
from gridloom_desktop.window.model.rows.columns import columns_of
from gridloom_desktop.window.model.rows.pages import Spread
from gridloom_desktop.window.operations import Operation, Operations
from gridloom_layers.language import current_language, tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import FolderStore

if TYPE_CHECKING:
    from gridloom_desktop.publishing.export import Permission

Longs = npt.NDArray[np.int64]


class Arranging(QObject):
    """The rows of one table of a store as they are asked for.

    ``shown`` follows each new arrangement, which is in ``rows``; until it is found the old one
    stays. ``refused`` tells why there is none. ``asked`` is the last wish, ``found`` the one that
    the rows meet that are shown. After a change of data all rows are shown, which ``stands_in``
    says, until those of before are found again.
    """

    shown = pyqtSignal()
    refused = pyqtSignal(object)

    def __init__(
        self, store: FolderStore, operations: Operations, table: str, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.store, self.table = store, table
        self.work = OwnWork(operations)
        self.asked = self.found = self._before = Asked()
        self.stands_in = False
        self.selected = NONE
        self.permission: Permission | None = None
        self._reading = store.again()
        self._under_way: Operation | None = None
        self.rows = RowsModel(self._spread(Arrangement(store.table(table).rows)), self)

    def _spread(self, arrangement: Arrangement) -> Spread:
        columns = columns_of(self.store, self.store.table(self.table))
        return Spread(
            self._reading, self.table, arrangement, columns, current_language(),
            self.permission is not None,
        )  # fmt: skip

    @property
    def arrangement(self) -> Arrangement:
        """The rows that are shown."""
        return self.rows.spread.arrangement

    @property
    def finding(self) -> bool:
        """Whether other rows than those shown are looked for."""
        return self._under_way is not None

    def ask(self, asked: Asked) -> None:
        """Find the rows that are asked for; only the last wish counts."""
        if self._under_way is not None:
            self._under_way.cancel()
        self.asked = asked
        if asked == Asked():
            self._under_way = None
            self._show(asked, self._all())
            return
        self._under_way = self.work.do(
            tr("Arranging the rows of “{table}”", table=self.table),
            partial(self._arranged, asked, self.selected, self.permission is not None),
            partial(self._take, asked),
            partial(self._refuse, asked),
        )

    def _all(self) -> Arrangement:
        return Arrangement(self.store.table(self.table).rows)

    def _arranged(
        self, asked: Asked, selected: Longs, unmasked: bool, progress: Progress
    ) -> Arrangement:
        return arrange(self.store, self.table, asked, selected, progress, unmasked=unmasked)

    def _take(self, asked: Asked, arrangement: Arrangement) -> None:
        if asked == self.asked:  # else something else was asked for as it came
            self._under_way = None
            self._show(asked, arrangement)

    def _show(self, found: Asked, arrangement: Arrangement, *, stands_in: bool = False) -> None:
        self.found, self.stands_in = found, stands_in
        self.rows.show(self._spread(arrangement), found.sort)
        self.shown.emit()

    def _refuse(self, asked: Asked, error: BaseException) -> None:
        if asked == self.asked:
            self._under_way, self.asked = None, self.found
            self.refused.emit(error)
            if self.stands_in and asked != self._before:
                self.ask(self._before)

    def retell(self) -> None:
        """Show the same rows anew, as after a switch of language."""
        self.rows.show(self._spread(self.arrangement), self.found.sort)
        self.shown.emit()

    def select(self, keys: Longs) -> None:
        """Mark the rows with these row keys, which are sorted."""
        self.selected = keys
        self.rows.select(keys)
        if self.asked.only_selected or self.asked.selected_first:
            self.ask(self.asked)

    def open(self, permission: "Permission") -> None:
        """Show masked values."""
        self.permission = permission
        if self.arrangement.withheld:
            self.ask(self.asked)
        self.retell()

    def mask(self) -> None:
        """Mask values again at once, and forget an order and a filter that would tell them."""
        self.permission = None
        masked = {column.name for column in self.rows.columns if column.masked}
        kept = tuple(key for key in self.asked.sort if key.column not in masked)
        self._before = replace(self.asked, sort=kept)
        self._ask_anew(self._before)

    def refresh(self) -> None:
        """Show the table as it is after a change of the workspace."""
        self._reading = self.store.again()
        if not self.stands_in:
            self._before = self.found
        self._ask_anew(self.asked)

    def _ask_anew(self, asked: Asked) -> None:
        """Find rows anew; until then all are shown, which nobody asked for."""
        self.ask(asked)
        if self.finding:  # so that who is told of it takes no note
            self._show(Asked(), self._all(), stands_in=True)

    def close(self) -> None:
        """Stop finding and reading."""
        self.work.close()
        self.rows.close()
