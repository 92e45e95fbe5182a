"""What is selected in one table, in terms of the others: carried over what links them.

Charts, tables and maps of any table ask here, so that all of them follow, and by one rule.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from psygnal import Signal

from gridloom_desktop.window.model.row_keys import NONE, Integers
from gridloom_desktop.window.model.session import Selected, Session
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Message, tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import Store

Read = Callable[
    [Callable[[Progress], Any], Callable[[Any], Any], Callable[[BaseException], Any]], Any
]


@dataclass(frozen=True, eq=False)
class Carried:
    """The rows of a table that are selected, or ``linked`` to what is: their sorted row keys.

    Where there are none as nothing links them or nobody may know, ``instead`` says so.
    """

    keys: Integers
    linked: bool = False
    instead: Message | None = None


NOTHING = Carried(NONE)


class Carrying:
    """Finds for every table which of its rows a session's selection means.

    ``found(table)`` tells that they are known now. Of several selections that come while one is
    carried over to a table, the latest follows.
    """

    found = Signal(str)

    def __init__(
        self, session: Session, read: Read, report: Callable[[BaseException], object]
    ) -> None:
        self._session, self._read, self._report = session, read, report
        self._known: dict[str, tuple[Selected, Carried]] = {}
        self._asked: set[str] = set()

    def rows_in(self, table: str) -> Carried | None:
        """Return which rows of a table are meant; None: ``found`` follows, when it is known."""
        selected = self._session.selection
        if selected is None:
            return NOTHING
        if selected.table == table:
            return Carried(selected.keys)
        known = self._known.get(table)
        if known is not None and known[0] is selected:
            return known[1]
        self._ask(table, selected)
        return None

    def _ask(self, table: str, selected: Selected) -> None:
        if table not in self._asked:
            self._asked.add(table)
            work = partial(carried_rows, self._session.store, selected, table)
            self._read(work, partial(self._take, table, selected), partial(self._refuse, table))

    def _take(self, table: str, selected: Selected, rows: Carried) -> None:
        self._asked.discard(table)
        self._known[table] = selected, rows
        self.found.emit(table)

    def _refuse(self, table: str, error: BaseException) -> None:
        self._asked.discard(table)
        self._report(error)


def carried_rows(store: Store, selected: Selected, table: str, progress: Progress) -> Carried:
    """Return the rows of a table that are linked to those selected in another one.

    Of what few persons are linked to nothing. It reads the store: on its own thread.
    """
    # late: a map is there before the engine is loaded
    from gridloom_analytics.selecting.ways import carried, rows_linked

    progress.report("select", 0, 1)
    tables = store.tables
    if (
        table not in tables
        or selected.table not in tables
        or not carried(store, selected.table, table)
    ):
        return Carried(NONE, instead=tr("what is selected is not linked to these rows"))
    try:
        _check_followed(store, selected)
    except BadInput as refusal:
        return Carried(NONE, linked=True, instead=refusal.message)
    return Carried(rows_linked(store, selected.table, selected.keys, table), linked=True)


def _check_followed(store: Store, selected: Selected) -> None:
    from gridloom_analytics.measures import counts_persons  # late, as above

    if counts_persons(store.table(selected.table)):
        # late: the gate loads pandas, which a window does without until then
        from gridloom_desktop.publishing.export import check_followed

        check_followed(store, selected.table, len(selected.keys))
