"""Manifests of older formats, read as if they were of today's.

Nothing is written, so that an old workspace in a read-only folder opens too; the first change moves
it forward (:mod:`~gridloom_layers.workspace.migrating`).
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.workspace.manifest import FORMAT
from gridloom_layers.workspace.own_columns import ROW_KEY

Span = Callable[[str], tuple[int, int]]
"""Gives the first and the last row key in a file of records; (0, −1) where there is none."""


def known_format(document: object, path: Path) -> bool:
    """Tell whether a manifest is of a format that can be read; refuse that of a newer Gridloom."""
    number = document.get("format") if isinstance(document, dict) else None
    if isinstance(number, int) and number > FORMAT:
        raise BadInput(
            "newer-workspace",
            tr("“{city}” was made by a newer Gridloom (format {format}; this one reads up to "
               "{newest}).", city=path.name, format=number, newest=FORMAT),
            Where(file=str(path)),
            tr("Install the newer Gridloom; nothing was changed."),
        )  # fmt: skip
    return number in (1, FORMAT)


def upgraded(document: dict[str, Any], span: Span) -> dict[str, Any]:
    """Return a manifest in today's shape; its ``format`` stays that of the disk.

    Format 1 had one file of records a table, without a digest, and layers of events.
    """
    if document["format"] == FORMAT:
        return document
    tables = document.get("tables", {})
    return {**document, "tables": {name: _table(table, span) for name, table in tables.items()}}


def _table(table: dict[str, Any], span: Span) -> dict[str, Any]:
    file = str(table["records"])
    first, last = span(file)
    part = {"file": file, "rows": table["rows"], "first": first, "last": last, "sha256": None}
    return {**table, "records": [part]}


def span_in(folder: Path) -> Span:
    """Return the span of files as their statistics tell it."""

    def span(name: str) -> tuple[int, int]:
        try:
            about = pq.read_metadata(folder / name)
        except (pa.ArrowException, OSError):  # “gridloom check” tells what is wrong
            return 0, -1
        column = about.schema.names.index(ROW_KEY)
        groups = [about.row_group(number).column(column) for number in range(about.num_row_groups)]
        found = [group.statistics for group in groups if group.statistics and group.num_values]
        return (found[0].min, found[-1].max) if found else (0, -1)

    return span
