"""Rows that a condition of the algebra selects: how many there are, and those that may leave."""

from pathlib import Path

import pyarrow as pa

from gridloom_analytics.disclosure import THRESHOLD
from gridloom_analytics.expressions import identifying_fields, parse_filter
from gridloom_analytics.measures import counts_persons
from gridloom_analytics.queries import QueryAnswer
from gridloom_analytics.selecting import Condition, Linked, Where, leaves
from gridloom_analytics.selecting.rows import count_of, rows_of
from gridloom_desktop.publishing.export.permission import Permission
from gridloom_desktop.publishing.export.queried import (
    ReleasedTotal,
    export_query,
    release_query,
)
from gridloom_desktop.publishing.export.writing import ExportReport
from gridloom_layers.errors import BadInput
from gridloom_layers.errors import Where as Place
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import Store


def check_ties(store: Store, table: str, condition: Condition, progress: Progress) -> None:
    """Refuse to follow links from a few persons: where they lead tells of each of them.

    So what is linked to fewer than ten persons is neither counted nor shown on a map.
    """
    for _, leaf in leaves(table, condition):
        if isinstance(leaf, Linked) and counts_persons(store.table(leaf.table)):
            count = len(rows_of(store, leaf.table, leaf.condition, progress))
            check_followed(store, leaf.table, count)


def check_followed(store: Store, table: str, count: int) -> None:
    """Refuse to follow links from so many rows of a table, where these are too few persons."""
    if counts_persons(store.table(table)) and count < THRESHOLD:
        raise BadInput(
            "few-persons",
            tr("What is linked to fewer than {threshold} persons is not shown.",
               threshold=THRESHOLD),
            Place(layer=table),
            tr("Select more persons, or look one up with a reason."),
        )  # fmt: skip


def release_count(
    store: Store, table: str, condition: Condition, progress: Progress | None = None
) -> ReleasedTotal:
    """Return how many rows of ``table`` a condition selects, as it may be told.

    Of persons in full tens; a condition by what tells single persons apart is refused.
    """
    progress = progress or Progress()
    check_ties(store, table, condition, progress)
    answer = _answer(store, table, condition, pa.table({}), count_of(store, table, condition))
    return release_query(store, answer, 0)[0]


def export_selected(
    store: Store,
    table: str,
    condition: Condition,
    out: Path,
    permission: Permission | None = None,
    progress: Progress | None = None,
) -> tuple[ReleasedTotal, ExportReport]:
    """Write the rows that a condition selects (.csv, .xlsx, .gpkg, .parquet), released.

    They are masked as those of a query are, and leave as those do.
    """
    progress = progress or Progress()
    if permission is None:
        check_ties(store, table, condition, progress)
    keys = rows_of(store, table, condition, progress)
    links = {name for link in store.links if link.left == table for name in link.columns}
    fields = [name for name in store.table(table).field_names if name not in links]
    rows = store.rows(table, pa.array(keys), fields)
    answer = _answer(store, table, condition, rows, len(keys))
    return export_query(store, answer, out, permission, progress)


def _answer(
    store: Store, table: str, condition: Condition, rows: pa.Table, count: int
) -> QueryAnswer:
    named = [
        field
        for about, leaf in leaves(table, condition)
        if isinstance(leaf, Where)
        for field in identifying_fields(store, parse_filter(leaf.text, store, about))
    ]
    persons = counts_persons(store.table(table))
    return QueryAnswer(table, rows, count, persons=persons, identifying=tuple(named))
