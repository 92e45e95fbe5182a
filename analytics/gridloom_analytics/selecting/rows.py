"""Which rows of a table a condition selects."""

from functools import reduce

import numpy as np
import pyarrow as pa
from sqlglot import exp

from gridloom_analytics.expressions import parse_filter
from gridloom_analytics.measures.placing import SUBJECT, column
from gridloom_analytics.measures.placing import Rows as RowsOfTable
from gridloom_analytics.selecting.conditions import (
    AllOf,
    AnyOf,
    Condition,
    Everything,
    Found,
    Keys,
    Linked,
    Not,
    Rows,
    Where,
    Within,
)
from gridloom_analytics.selecting.lying import rows_within
from gridloom_analytics.selecting.ways import rows_linked
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import ROW_KEY, Reading

NONE: Keys = np.empty(0, np.int64)


def rows_of(
    store: Reading, table: str, condition: Condition, progress: Progress | None = None
) -> Keys:
    """Return the row keys of the rows of ``table`` that a condition selects: int64, rising.

    Raise ``BadInput`` for an expression that is none, for a result or table that is not there,
    and where nothing says how tables are linked or where rows lie.
    """
    progress = progress or Progress()
    progress.report("select", 0, 0)
    match condition:
        case Everything():
            return every_row(store, table)
        case Where():
            return _where(store, table, condition.text)
        case Rows():
            return store.rows(table, pa.array(condition.array), []).column(ROW_KEY).to_numpy()
        case Within():
            return rows_within(store, table, condition, progress)
        case Found():
            # late: results are pandas' frames, which a window does without until then
            from gridloom_analytics.selecting.finding import rows_found

            return rows_found(store, table, condition)
        case Linked():
            start = rows_of(store, condition.table, condition.condition, progress)
            return rows_linked(store, condition.table, start, table, condition.way)
        case Not():
            return _without(
                every_row(store, table), rows_of(store, table, condition.condition, progress)
            )
        case AllOf():
            return _of_all(store, table, condition.parts, progress)
        case AnyOf():
            return united([rows_of(store, table, part, progress) for part in condition.parts])


def count_of(
    store: Reading, table: str, condition: Condition, progress: Progress | None = None
) -> int:
    """Return how many rows of ``table`` a condition selects; of an expression without their keys.

    This is exact: what may be told of it, the gate says.
    """
    if not isinstance(condition, Where):
        return len(rows_of(store, table, condition, progress))
    rows = RowsOfTable(table, parse_filter(condition.text, store, table))
    counted = exp.alias_(exp.Count(this=exp.Star()), "rows")
    return store.select(rows.query.select(counted)).column(0)[0].as_py()


def every_row(store: Reading, table: str) -> Keys:
    """Return the row keys of a table; where they have no gap, without reading them."""
    parts = [part for part in store.table(table).records if part.rows]
    if all(part.last - part.first + 1 == part.rows for part in parts):
        runs = [np.arange(part.first, part.last + 1, dtype=np.int64) for part in parts]
        return np.concatenate([NONE, *runs])
    return store.attributes(table, []).column(ROW_KEY).to_numpy()


def united(several: list[Keys]) -> Keys:
    """Return the keys that are in any of some sorted arrays; sorted runs are merged in one pass."""
    keys = np.sort(np.concatenate([NONE, *several]), kind="stable")
    return keys[np.concatenate([[True], keys[1:] != keys[:-1]])] if len(keys) else keys


def _of_all(store: Reading, table: str, parts: tuple[Condition, ...], progress: Progress) -> Keys:
    """Return the rows for which all parts hold; of a negation only what it takes away is found."""
    negations = [part.condition for part in parts if isinstance(part, Not)]
    positive = [part for part in parts if not isinstance(part, Not)] or [Everything()]
    keys = rows_of(store, table, positive[0], progress)
    for part in positive[1:]:
        if len(keys):
            keys = _both(keys, rows_of(store, table, part, progress))
    taken = (rows_of(store, table, part, progress) for part in negations if len(keys))
    return reduce(_without, taken, keys)


def _both(some: Keys, others: Keys) -> Keys:
    few, many = sorted((some, others), key=len)
    return few[np.isin(few, many, assume_unique=True)]


def _without(some: Keys, others: Keys) -> Keys:
    return some[np.isin(some, others, assume_unique=True, invert=True)]


def _where(store: Reading, table: str, text: str) -> Keys:
    rows = RowsOfTable(table, parse_filter(text, store, table))
    keys = store.select(rows.query.select(column(ROW_KEY, SUBJECT))).column(0).to_numpy()
    rising = bool((keys[1:] > keys[:-1]).all())
    return keys if rising else np.sort(keys)
