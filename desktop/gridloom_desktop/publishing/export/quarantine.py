"""Quarantined rows: as openable as any others, and as guarded."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from gridloom_analytics.disclosure import mask_for
from gridloom_analytics.disclosure.masks import withhold
from gridloom_desktop.publishing.export.formats import ROW_FORMATS, write_rows
from gridloom_desktop.publishing.export.grading import Treatment, treated
from gridloom_desktop.publishing.export.permission import Permission, put_on_record
from gridloom_desktop.publishing.export.released import ReleasedTable
from gridloom_desktop.publishing.export.seal import SEAL
from gridloom_desktop.publishing.export.writing import ExportReport, check_ending
from gridloom_layers.progress import Progress
from gridloom_layers.roles import Role, role
from gridloom_layers.workspace import ImportEntry, Store

ABOUT_THE_ROW = frozenset(
    {"import", "table", "source_file", "source_sheet", "source_row", "reason", "detail"}
)
"""Columns that say where a row came from and what is wrong with it."""


def release_quarantine(
    store: Store, entry: ImportEntry, permission: Permission | None = None
) -> pa.Table:
    """Return the quarantined rows of one import, its personal cells masked.

    The columns are those of the source; a column is judged by the field that it was mapped to,
    and one that was mapped to none in a table about persons is withheld.
    """
    table = store.quarantined(entry.number)
    if permission is None:
        return treated(table, _plan(table, entry))
    put_on_record(store, permission, f"quarantine {entry.number}", {"rows": table.num_rows})
    return table


def _plan(table: pa.Table, entry: ImportEntry) -> dict[str, Treatment]:
    of_role = role(str(entry.report["role"]))
    fields = {column: field for field, column in dict(entry.report.get("mapping") or {}).items()}
    return {name: _treatment(name, fields.get(name), of_role) for name in table.column_names}


def _treatment(column: str, field_name: str | None, of_role: Role) -> Treatment:
    if column in ABOUT_THE_ROW:
        return "keep"
    field = of_role.field(field_name) if field_name else None
    if field is not None and field.personal != "no":
        return mask_for(field, field.personal)
    return withhold if field is None and of_role.personal else "scrub"


def export_quarantine(
    store: Store, entry: ImportEntry, out: Path, permission: Permission | None = None
) -> ExportReport:
    """Write the quarantined rows of one import to ``out`` (.csv, .xlsx, .gpkg, .parquet)."""

    check_ending(out, ROW_FORMATS)
    released = release_quarantine(store, entry, permission)
    write_rows(ReleasedTable(SEAL, released, entry.table, None, store.data_date), out, Progress())
    return ExportReport(out, released.num_rows)


def export_quarantined(
    store: Store,
    entries: Sequence[ImportEntry],
    out: Path,
    permission: Permission | None = None,
    progress: Progress | None = None,
) -> ExportReport:
    """Write the quarantined rows of several imports to one file, with the import of each.

    The columns are those of all the sources; a row has nulls in those that its own has not.
    """
    check_ending(out, ROW_FORMATS)
    parts = []
    for entry in entries:
        released = release_quarantine(store, entry, permission)
        number = pa.array([entry.number] * released.num_rows, pa.int64())
        parts.append(released.add_column(0, "import", number))
    table = pa.concat_tables(parts, promote_options="permissive")
    rows = ReleasedTable(SEAL, table, "quarantine", None, store.data_date)
    write_rows(rows, out, progress or Progress())
    return ExportReport(out, table.num_rows)
