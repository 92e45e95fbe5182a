"""Which rows of a table are shown, and in which order."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from gridloom_analytics.bilingual import Given
from gridloom_analytics.disclosure import THRESHOLD, rounded_total
from gridloom_analytics.expressions import Filter, identifying_fields, parse_filter
from gridloom_analytics.measures import counts_persons
from gridloom_analytics.selecting import Where
from gridloom_analytics.selecting.rows import rows_of
from gridloom_desktop.window.model.rows.columns import Column, columns_of
from gridloom_desktop.window.model.rows.sorting import in_order, ranks
from gridloom_desktop.window.model.rows.view import SortKey
from gridloom_layers.errors import BadInput
from gridloom_layers.errors import Where as Place
from gridloom_layers.language import Message, tr, tr_n
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import Reading, TableInfo

Longs = npt.NDArray[np.int64]
UNMASK = tr("Unmask the table first; a reason is asked for, and the act is logged.")


@dataclass(frozen=True)
class Asked:
    """What is asked of a table: a filter, an order, what becomes of the selected rows.

    ``only_keys`` are the row keys (sorted int64) of the only rows to show, None: all.
    """

    where: str = ""
    sort: tuple[SortKey, ...] = ()
    only_selected: bool = False
    selected_first: bool = False

    def sorted_by(self, column: str, *, further: bool) -> "Asked":
        """Return the same sorted by a column: rising, falling, not at all, then again.

        ``further`` sorts by it within the columns before it, which stay.
        """
        now = next((key for key in self.sort if key.column == column), None)
        others = tuple(key for key in self.sort if key.column != column) if further else ()
        if now is None:
            return replace(self, sort=(*others, SortKey(column)))
        if now.descending:
            return replace(self, sort=others)
        falling = SortKey(column, descending=True)
        kept = tuple(falling if key is now else key for key in self.sort)
        return replace(self, sort=kept if further else (falling,))


@dataclass(frozen=True)
class Arrangement:
    """The rows that are shown: their ``positions`` (int64) in the table, None: all as stored.

    ``count`` is how many are shown and ``of`` how many the table has; ``withheld`` says that
    persons are among those asked for who may not be counted: then ``count`` is in full tens.
    """

    of: int
    positions: Longs | None = None
    withheld: bool = False

    @property
    def count(self) -> int:
        """The number of rows that are shown."""
        return self.of if self.positions is None else len(self.positions)

    def at(self, first: int, end: int) -> Longs:
        """Return the positions of the rows from ``first`` to ``end`` (not included)."""
        end = min(end, self.count)
        if self.positions is None:
            return np.arange(first, end)
        return self.positions[first:end].astype(np.int64)

    def row_of(self, position: int) -> int | None:
        """Return in which row a position is shown, None where it is not."""
        if self.positions is None:
            return position if 0 <= position < self.of else None
        found = np.flatnonzero(self.positions == position)
        return int(found[0]) if len(found) else None

    def told(self) -> Message:
        """Say how many rows there are."""
        if self.withheld and not self.count:
            return tr("fewer than {count} persons (withheld)", count=THRESHOLD)
        if self.withheld:
            return tr("at least {count:,} of {of:,} rows", count=self.count, of=self.of)
        if self.count == self.of:
            return tr_n("{count:,} row", "{count:,} rows", self.of)
        return tr("{shown:,} of {of:,} rows", shown=self.count, of=self.of)


def selected_told(table: TableInfo, count: int, *, unmasked: bool, linked: bool = False) -> Message:
    """Say how many rows are selected, or linked to what is; of masked persons in full tens."""
    if counts_persons(table) and not unmasked:
        if 0 < count < THRESHOLD:
            few = tr("fewer than {count} linked to the selection", count=THRESHOLD)
            return few if linked else tr("fewer than {count} selected", count=THRESHOLD)
        if count:
            told = rounded_total(count)
            least = tr("at least {count:,} linked to the selection", count=told)
            return least if linked else tr("at least {count:,} selected", count=told)
    if linked:
        return tr("{count:,} linked to the selection", count=count)
    return tr("{count:,} selected", count=count)


def arrange(
    store: Reading,
    name: str,
    asked: Asked,
    selected: Longs,
    progress: Progress,
    *,
    unmasked: bool = False,
) -> Arrangement:
    """Return the rows of a table that are asked for; ``selected`` are sorted row keys.

    Missing values come last, rows alike stay in their order. Of persons who are masked there are
    never more rows than their number in full tens: rows can be counted. Neither may such rows be
    sorted or filtered by what is masked, as the order would tell it.
    """
    table = store.table(name)
    columns = {column.name: column for column in columns_of(store, table)}
    progress.report("filter", 0, len(asked.sort) + 2)
    condition = parse_filter(asked.where, store, name) if asked.where.strip() else None
    if not unmasked:
        _refuse_masked(store, table, columns, asked, condition)
    only = selected if asked.only_selected else None
    positions = _chosen(store, table, condition and asked.where, only, progress)
    withheld = positions is not None and counts_persons(table) and not unmasked
    if positions is not None and withheld:
        positions = positions[: rounded_total(len(positions))]
    keys = _keys(store, table, asked, selected, progress)
    if keys:
        positions = in_order(keys, positions)
    progress.report("sort", 1, 1)
    return Arrangement(table.rows, positions, withheld)


def _chosen(
    store: Reading, table: TableInfo, where: str | None, only: Longs | None, progress: Progress
) -> Longs | None:
    """Return the positions of the rows to show, rising; None where all are."""
    keys = only
    if where is not None:
        found = rows_of(store, table.name, Where(text=where), progress)
        keys = found if only is None else np.intersect1d(found, only, assume_unique=True)
    if keys is None:
        return None
    positions = store.positions(table.name, keys)
    return positions[positions >= 0]


def _keys(
    store: Reading, table: TableInfo, asked: Asked, selected: Longs, progress: Progress
) -> list[Longs]:
    """Return a place for each row by the selection and by each column to sort by."""
    keys: list[Longs] = []
    if asked.selected_first:
        places = np.ones(table.rows, np.int64)
        at = store.positions(table.name, selected)
        places[at[at >= 0]] = 0
        keys.append(places)
    for number, key in enumerate(asked.sort):
        progress.report("sort", number + 1, len(asked.sort) + 2)
        keys.append(ranks(store.column(table.name, key.column), descending=key.descending))
    return keys


def _refuse_masked(
    store: Reading,
    table: TableInfo,
    columns: "dict[str, Column]",
    asked: Asked,
    condition: Filter | None,
) -> None:
    """Raise ``BadInput`` where masked values would be told by the order or by a filter."""
    for key in asked.sort:
        if columns[key.column].masked:
            raise _masked(
                tr("“{field}” is masked; sorted by it, rows would tell what it holds.",
                   field=Given.of(columns[key.column].title)),
                table, key.column,
            )  # fmt: skip
    if condition is None:
        return
    named = [name for name in sorted(condition.fields) if _tells(columns.get(name))]
    for name in [*identifying_fields(store, condition), *named]:
        title = columns[name].title
        raise _masked(
            tr("“{field}” is masked, so rows are not filtered by it.", field=Given.of(title)),
            table, name,
        )  # fmt: skip


def _tells(column: Column | None) -> bool:
    """Whether a filter by a column finds single persons: by masked texts it does, by ages not."""
    return column is not None and column.masked and column.type == "text"


def _masked(problem: Message, table: TableInfo, column: str) -> BadInput:
    return BadInput("masked-field", problem, Place(layer=table.name, column=column), UNMASK)
