"""What was corrected by hand, as it may be seen outside: values masked as their fields are."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from gridloom_analytics.disclosure import scrubbed
from gridloom_desktop.publishing.export.conflicts import masked_values
from gridloom_desktop.publishing.export.formats import ROW_FORMATS, write_rows
from gridloom_desktop.publishing.export.headings import listed_headings, read_aloud
from gridloom_desktop.publishing.export.permission import Permission, put_on_record
from gridloom_desktop.publishing.export.released import ReleasedTable
from gridloom_desktop.publishing.export.seal import SEAL
from gridloom_desktop.publishing.export.writing import ExportReport, check_ending
from gridloom_layers.ownership.edits import EDITS, Edit
from gridloom_layers.progress import Progress
from gridloom_layers.roles import role
from gridloom_layers.workspace import Store, TableInfo

Made = tuple[str, Edit]
"""An edit with the table that it was made in."""
LISTED = pa.schema([pa.field("table", pa.string()), *EDITS])


def release_edits(
    store: Store, made: Iterable[Made], permission: Permission | None = None
) -> list[Made]:
    """Return edits as they may be shown, or whole by permission.

    Values are masked as their fields are, numbers and codes in reasons are too. Of tables about
    persons reasons and places are withheld, as they tell of whom.
    """
    edits = list(made)
    if permission is not None:
        put_on_record(store, permission, "edits", {"rows": len(edits)})
        return edits
    return [(name, _released(store, store.table(name), one)) for name, one in edits]


def _released(store: Store, info: TableInfo, one: Edit) -> Edit:
    personal = role(info.role).personal
    reason = "" if personal else _scrubbed(one.reason)
    if one.field is None:
        places = (None, None) if personal else (one.old, one.new)
        return replace(one, reason=reason, old=places[0], new=places[1])
    values = pa.chunked_array([[one.old, one.new]], pa.string())
    old, new = masked_values(store, info.name, one.field, values).to_pylist()
    return replace(one, old=old, new=new, reason=reason)


def _scrubbed(text: str) -> str:
    return scrubbed(pa.chunked_array([[text]], pa.string()))[0].as_py()


def export_edits(
    store: Store, made: Sequence[Made], out: Path, permission: Permission | None = None
) -> ExportReport:
    """Write edits to a file (.csv, .xlsx, .gpkg, .parquet), one a row."""
    ending = check_ending(out, ROW_FORMATS)
    released = release_edits(store, made, permission)
    listed = [{"table": name, **{each: getattr(one, each) for each in EDITS.names}}
              for name, one in released]  # fmt: skip
    people = ending == ".xlsx" and listed
    rows = read_aloud(store, listed) if people else pa.Table.from_pylist(listed, LISTED)
    heads = listed_headings(rows.column_names)
    write_rows(ReleasedTable(SEAL, rows, "edits", None, store.data_date, heads), out, Progress())
    return ExportReport(out, rows.num_rows)
