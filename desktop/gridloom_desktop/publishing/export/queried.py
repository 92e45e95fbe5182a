"""Answers of queries as rows: how many there are, and those that may be seen."""

# pyright: reportAttributeAccessIssue=false
# (pyarrow.compute makes its functions at run time)

from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from gridloom_analytics.disclosure import THRESHOLD, rounded_total
from gridloom_analytics.queries import QueryAnswer
from gridloom_desktop.publishing.export.keys import identifying
from gridloom_desktop.publishing.export.permission import Permission, put_on_record
from gridloom_desktop.publishing.export.rows import export_rows, release_rows
from gridloom_desktop.publishing.export.writing import ExportReport
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import GEOMETRY, ROW_KEY, Store

FOR_MAPS = (".gpkg", ".parquet")
EXACT = 1
PERMIT = tr('Add --personal --reason "…"; the act is logged.')


@dataclass(frozen=True)
class ReleasedTotal:
    """How many rows there are, as it may be told.

    ``count`` is rounded down to a multiple of ``rounded_to`` (1: it is exact), or None where it is
    withheld, being under the threshold; zero is, too, as nobody is told from one by it.
    """

    count: int | None
    rounded_to: int

    @classmethod
    def of(cls, count: int, seen: int | None) -> "ReleasedTotal":
        return cls(count, EXACT) if seen is None else cls(seen or None, THRESHOLD)


def release_query(
    store: Store, answer: QueryAnswer, limit: int, permission: Permission | None = None
) -> tuple[ReleasedTotal, pa.Table]:
    """Return the count and at most ``limit`` rows of a query as they may be shown.

    Of persons there are never more rows than the count tells, as rows can be counted. A filter by
    what tells single persons apart is refused: joined to others by “or”, it could move a count
    over the next ten. With a ``permission`` count and rows are exact and whole, and on record.
    """
    seen = _countable(store, answer, permission)
    if permission is not None and limit < answer.count:
        put_on_record(store, permission, f"count of {answer.table}", {"count": answer.count})
    rows = answer.rows.slice(0, limit if seen is None else min(limit, seen))
    shown = release_rows(store, answer.table, rows, permission)
    return ReleasedTotal.of(answer.count, seen), shown


def export_query(
    store: Store,
    answer: QueryAnswer,
    out: Path,
    permission: Permission | None = None,
    progress: Progress | None = None,
) -> tuple[ReleasedTotal, ExportReport]:
    """Write the rows of a query (.csv, .xlsx, .gpkg, .parquet), released.

    Masked rows of persons leave in full tens; of fewer than ten there is no file. Rows of a table
    with a place have their shapes in a file for maps; persons have none of their own.
    """
    seen = _countable(store, answer, permission)
    if seen == 0:
        raise BadInput(
            "few-persons",
            tr("These are fewer than {threshold} persons, so no file is written.",
               threshold=THRESHOLD),
            Where(file=str(out), layer=answer.table),
            PERMIT,
        )  # fmt: skip
    rows = answer.rows if seen is None else answer.rows.slice(0, seen)
    if (
        seen is None
        and out.suffix.lower() in FOR_MAPS
        and store.table(answer.table).geometry is not None
    ):
        rows = rows.append_column(GEOMETRY, _shapes(store, answer.table, rows))
    report = export_rows(store, answer.table, rows, out, permission, progress)
    total = ReleasedTotal.of(answer.count, seen)
    if seen is None:
        return total, report
    note = tr(
        "Rows of persons leave in full tens, so that they cannot be counted: "
        "up to {most} are left out.",
        most=THRESHOLD - 1,
    )
    return total, replace(report, notes=(*report.notes, note.both()))


def _shapes(store: Store, table: str, rows: pa.Table) -> pa.ChunkedArray:
    """Return the shape of each row as WKB, null where it has none, or none any more."""
    keys = rows.column(ROW_KEY).combine_chunks()
    found = list(store.shapes(table, keys))
    if not found:
        return pa.chunked_array([pa.nulls(rows.num_rows, pa.binary())])
    there = pa.Table.from_batches(found)
    return there.column(GEOMETRY).take(pc.index_in(keys, there.column(ROW_KEY).combine_chunks()))


def _countable(store: Store, answer: QueryAnswer, permission: Permission | None) -> int | None:
    """Return how many persons may be counted; None where any number may be known."""
    if permission is not None:
        return None
    if answer.identifying:  # of an entity too: that of a representative leads to a company
        raise identifying(store.table(answer.table), answer.identifying[0], PERMIT)
    return rounded_total(answer.count) if answer.persons else None
