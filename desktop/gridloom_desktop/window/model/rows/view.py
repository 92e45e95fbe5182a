"""What the window shows of a table, as a value that a document keeps."""

from collections.abc import Iterable
from dataclasses import dataclass

from gridloom_desktop.window.model.symbology import Value


@dataclass(frozen=True)
class SortKey:
    """A column that rows are sorted by."""

    column: str
    descending: bool = False


class ColumnsView(Value):
    """How columns stand: ``widths`` in pixels that the user gave, those that are ``hidden``.

    ``order`` names all columns from left to right where some were moved.
    """

    widths: tuple[tuple[str, int], ...] = ()
    hidden: tuple[str, ...] = ()
    order: tuple[str, ...] = ()


class TableView(Value):
    """A table that is open: the rows ``where`` a condition holds, in which order, its columns."""

    table: str
    where: str = ""
    sort: tuple[SortKey, ...] = ()
    columns: ColumnsView = ColumnsView()


def filtered_as(now: Iterable[TableView], then: Iterable[TableView]) -> tuple[TableView, ...]:
    """Return the tables that are open ``now``, filtered as they were ``then``: a step back.

    >>> (one,) = filtered_as([TableView(table="a", where="x > 1")], [TableView(table="a")])
    >>> one.where
    ''
    """
    where = {one.table: one.where for one in then}
    return tuple(one.model_copy(update={"where": where.get(one.table, one.where)}) for one in now)
