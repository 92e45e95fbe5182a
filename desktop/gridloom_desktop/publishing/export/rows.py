"""Rows of tables: with opaque keys and masked, or whole by a logged act."""

from pathlib import Path

import pyarrow as pa

from gridloom_analytics.disclosure.grading import treated, treatments
from gridloom_desktop.publishing.export.formats import ROW_FORMATS, write_rows
from gridloom_desktop.publishing.export.headings import row_headings
from gridloom_desktop.publishing.export.permission import Permission, put_on_record
from gridloom_desktop.publishing.export.released import ReleasedTable
from gridloom_desktop.publishing.export.seal import SEAL
from gridloom_desktop.publishing.export.writing import ExportReport, check_ending
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import GEOMETRY, Store


def release_rows(
    store: Store, name: str, table: pa.Table, permission: Permission | None = None
) -> pa.Table:
    """Return rows of the table ``name`` as they may be shown, printed or copied.

    ``table`` may hold any of its columns and values derived from them. Identifiers are masked,
    in tables about persons also the codes of buildings and employers; columns there that the role
    does not define are left out; ``row_key`` stays. With a ``permission`` the rows are whole, and
    the act is in the log before they are returned.
    """
    plan = treatments(store.table(name), table.column_names, store.links)
    if permission is None:
        return treated(table, plan)
    opened = [column for column, treatment in plan.items() if treatment not in ("keep", "scrub")]
    put_on_record(store, permission, name, {"rows": table.num_rows, "columns": opened})
    return table


def export_rows(
    store: Store,
    name: str,
    table: pa.Table,
    out: Path,
    permission: Permission | None = None,
    progress: Progress | None = None,
) -> ExportReport:
    """Write rows of the table ``name`` to ``out`` (.csv, .xlsx, .gpkg, .parquet), released.

    A column ``geometry`` (WKB in the workspace's CRS) becomes the geometry of a GeoPackage or
    GeoParquet file, and WKT in the others.
    """
    check_ending(out, ROW_FORMATS)
    released = release_rows(store, name, table, permission)
    crs = store.crs if GEOMETRY in released.column_names else None
    heads = row_headings(store, store.table(name), released.column_names)
    table = ReleasedTable(SEAL, released, name, crs, store.data_date, heads)
    write_rows(table, out, progress or Progress())
    return ExportReport(out, released.num_rows)
