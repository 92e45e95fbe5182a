"""Rows of a table that leave the window, to a file or to the clipboard, through the gate."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from gridloom_analytics.measures import counts_persons
from gridloom_analytics.queries import QueryAnswer
from gridloom_desktop.publishing.export import ExportReport, Permission, export_query
from gridloom_desktop.publishing.export.clipboard import MOST_ROWS, Clip, release_clip
from gridloom_desktop.publishing.export.formats import ROW_FORMATS
from gridloom_desktop.publishing.export.writing import check_ending, check_place
from gridloom_desktop.window.model.rows.chosen import Chosen
from gridloom_desktop.window.model.rows.columns import Column, columns_of
from gridloom_layers.language import Language
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import Store


def copy_rows(
    store: Store,
    chosen: Chosen,
    columns: Sequence[Column],
    language: Language,
    permission: Permission | None,
    progress: Progress,
) -> Clip:
    """Return columns of rows for the clipboard, as they may be copied."""
    progress.report("copy", 0, 1)
    titles = {column.name: column.title for column in columns}
    info = store.table(chosen.table)
    places = chosen.places(store)
    count = info.rows if places is None else len(places)
    head = np.arange(info.rows)[:MOST_ROWS] if places is None else places[:MOST_ROWS]
    rows = store.rows_at(info.name, head, list(titles))
    answer = QueryAnswer(info.name, rows, count, persons=counts_persons(info))
    return release_clip(store, answer, titles, language, permission)


def export_table(
    store: Store,
    chosen: Chosen,
    out: Path,
    permission: Permission | None,
    progress: Progress,
) -> ExportReport:
    """Write rows to a file, with their place where it has one.

    The place of a person is that of the person's home: it stays here.
    """
    check_ending(out, ROW_FORMATS)
    check_place(out)
    table, positions = chosen.table, chosen.places(store)
    info = store.table(table)
    names = [column.name for column in columns_of(store, info)]
    progress.report("read", 0, 2)
    rows = (
        store.attributes(table, names)
        if positions is None
        else store.rows_at(table, positions, names)
    )
    answer = QueryAnswer(table, rows, rows.num_rows, persons=counts_persons(info))
    _, report = export_query(store, answer, out, permission, progress)
    return report
