"""Quarantined rows: as openable as any others, and as guarded."""

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from gridloom_analytics.disclosure import Mask
from gridloom_analytics.disclosure.grading import Treatment, judged, treated
from gridloom_analytics.disclosure.masks import withhold
from gridloom_desktop.publishing.export.formats import ROW_FORMATS, write_rows
from gridloom_desktop.publishing.export.permission import Permission, put_on_record
from gridloom_desktop.publishing.export.released import ReleasedTable
from gridloom_desktop.publishing.export.seal import SEAL
from gridloom_desktop.publishing.export.writing import ExportReport, check_ending
from gridloom_layers.progress import Progress
from gridloom_layers.roles import Role, role
from gridloom_layers.workspace import ImportEntry, Store

ABOUT_THE_ROW = frozenset({"source", "sheet", "source_row", "cell", "reason", "column"})
"""Columns of a quarantine that say where a row came from and what is wrong with it."""
FAULTY_COLUMN, FAULTY_VALUE = "column", "value"
"""Which column of the source a row was set aside for, and the text that stood there."""


def release_quarantine(store: Store, permission: Permission | None = None) -> pa.Table:
    """Return the quarantined rows of all imports as they may be shown, or whole by permission.

    ``import`` and ``table`` say which import a row is of. A column of a source is judged by the
    field that it was mapped to; one that was mapped to none is withheld in a table about persons.
    The text that a row was set aside for is judged as its column is.
    """
    tables = [
        _of_import(entry, store.quarantined(entry.number), permission) for entry in store.imports
    ]
    found = [table for table in tables if table.num_rows]
    rows = pa.concat_tables(found, promote_options="default") if found else pa.table({})
    if permission is not None:
        put_on_record(store, permission, "quarantine", {"rows": rows.num_rows})
    return rows


def _of_import(entry: ImportEntry, rows: pa.Table, permission: Permission | None) -> pa.Table:
    if not rows.num_rows:
        return rows
    shown = rows if permission is not None else _released(entry, rows)
    numbers = pa.array([entry.number] * rows.num_rows, pa.int64())
    tables = pa.array([entry.table] * rows.num_rows, pa.string())
    return shown.add_column(0, "import", numbers).add_column(1, "table", tables)


def _released(entry: ImportEntry, rows: pa.Table) -> pa.Table:
    of_role = role(str(entry.report["role"]))
    fields = {column: field for field, column in _mapping(entry).items()}
    plan: dict[str, Treatment] = {
        name: _treatment(name, fields, of_role) for name in rows.column_names
    }
    shown = treated(rows, plan)
    if FAULTY_VALUE not in rows.column_names or FAULTY_COLUMN not in rows.column_names:
        return shown
    position = shown.column_names.index(FAULTY_VALUE)
    return shown.set_column(position, FAULTY_VALUE, _faulty_values(rows, fields, of_role, plan))


def _mapping(entry: ImportEntry) -> Mapping[str, str]:
    return dict(entry.report.get("mapping") or {})


def _treatment(column: str, fields: Mapping[str, str], of_role: Role) -> Treatment:
    if column in ABOUT_THE_ROW:
        return "keep"
    name = fields.get(column) or fields.get(column.removesuffix(" (source)"))
    field = of_role.field(name) if name else None
    if field is not None:
        return judged(field, field.personal, of_role)
    return withhold if of_role.personal else "scrub"


def _faulty_values(
    rows: pa.Table, fields: Mapping[str, str], of_role: Role, plan: Mapping[str, Treatment]
) -> pa.ChunkedArray:
    """Mask each text as its column is; a row that could not be read at all is withheld."""
    columns: list[str | None] = rows.column(FAULTY_COLUMN).to_pylist()
    values = rows.column(FAULTY_VALUE)
    open_ones = treated(rows.select([FAULTY_VALUE]), {FAULTY_VALUE: "scrub"}).column(0).to_pylist()
    treatments = {
        name: plan.get(name) or _treatment(name, fields, of_role) for name in set(columns) if name
    }
    masks: dict[str | None, Mask] = {
        name: treatment for name, treatment in treatments.items() if callable(treatment)
    }
    masks[None] = withhold
    shown = [
        masks[column](value) if value is not None and column in masks else open_one
        for column, value, open_one in zip(columns, values.to_pylist(), open_ones, strict=True)
    ]
    return pa.chunked_array([pa.array(shown, pa.string())])


def export_quarantine(
    store: Store, out: Path, permission: Permission | None = None
) -> ExportReport:
    """Write the quarantined rows of all imports to ``out`` (.csv, .xlsx, .gpkg, .parquet)."""
    check_ending(out, ROW_FORMATS)
    rows = release_quarantine(store, permission)
    write_rows(ReleasedTable(SEAL, rows, "quarantine", None, store.data_date), out, Progress())
    return ExportReport(out, rows.num_rows)
