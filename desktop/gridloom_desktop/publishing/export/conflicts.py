"""Values on which departments differ: each judged as the field that it is of."""

# pyright: reportAttributeAccessIssue=false
# (pyarrow.compute makes its functions at run time)

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from gridloom_analytics.disclosure.grading import Treatment, treated, treatments
from gridloom_analytics.disclosure.masks import withhold
from gridloom_desktop.publishing.export.formats import ROW_FORMATS, write_rows
from gridloom_desktop.publishing.export.headings import listed_headings, read_aloud
from gridloom_desktop.publishing.export.keys import identifying, personal_key
from gridloom_desktop.publishing.export.permission import Permission, put_on_record
from gridloom_desktop.publishing.export.released import ReleasedTable
from gridloom_desktop.publishing.export.seal import SEAL
from gridloom_desktop.publishing.export.writing import ExportReport, check_ending
from gridloom_layers.language import tr
from gridloom_layers.ownership.listing import LISTED, Said, conflicts_of
from gridloom_layers.ownership.named import find_row, numbered_row
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import ROW_KEY, Reading, Store

VALUES = ("kept", "other")


def release_conflicts(
    store: Store, name: str, listed: Iterable[pa.Table], permission: Permission | None = None
) -> pa.Table:
    """Return conflicts of the table ``name`` as they may be shown, or whole by permission.

    ``listed`` are as ``gridloom_layers.ownership.listing.LISTED`` says. A value is masked as its
    field is; one of a field that may not be seen at all is withheld.
    """
    rows = pa.concat_tables([LISTED.empty_table(), *listed])
    if permission is not None:
        put_on_record(store, permission, f"conflicts of {name}", {"rows": rows.num_rows})
        return rows
    parts = [LISTED.empty_table()]
    for field in pc.unique(rows.column("field")).to_pylist():
        some = rows.filter(pc.equal(rows.column("field"), field))
        for value in VALUES:
            at = some.column_names.index(value)
            shown = masked_values(store, name, field, some.column(value))
            some = some.set_column(at, value, shown)
        parts.append(some)
    return pa.concat_tables(parts).sort_by([("row_key", "ascending"), ("field", "ascending")])


def masked_values(
    store: Reading, name: str, field: str, values: pa.ChunkedArray
) -> pa.ChunkedArray:
    """Return values of a field, as text, as they may be shown."""
    treatment: Treatment = treatments(store.table(name), [field], store.links)[field]
    plan: dict[str, Treatment] = {field: withhold if treatment == "drop" else treatment}
    return treated(pa.table({field: values}), plan).column(0)


def export_conflicts(
    store: Store,
    name: str,
    fields: Sequence[str] | None,
    out: Path,
    permission: Permission | None = None,
) -> ExportReport:
    """Write the conflicts of a table, of some fields or all (.csv, .xlsx, .gpkg, .parquet)."""
    ending = check_ending(out, ROW_FORMATS)
    rows = release_conflicts(store, name, conflicts_of(store, name, fields), permission)
    if ending == ".xlsx" and rows.num_rows:
        rows = read_aloud(store, [{"table": name, **one} for one in rows.to_pylist()])
    heads = listed_headings(rows.column_names)
    table = ReleasedTable(SEAL, rows, f"conflicts-{name}", None, store.data_date, heads)
    write_rows(table, out, Progress())
    return ExportReport(out, rows.num_rows)


def released_codes(
    store: Store, name: str, row_keys: Iterable[int], permission: Permission | None = None
) -> dict[int, str]:
    """Return what rows are called by those who see them: their keys, masked as keys are.

    Rows that are gone, and those of tables without a key, go by their row keys.
    """
    wanted = pa.array(sorted(set(row_keys)), pa.int64())
    called = {key: str(key) for key in wanted.to_pylist()}
    if (field := store.table(name).key) is None or not called:
        return called
    rows = store.rows(name, wanted, [field])
    codes = rows.column(field).cast(pa.string())
    if permission is None:
        codes = masked_values(store, name, field, codes)
    found = zip(rows.column(ROW_KEY).to_pylist(), codes.to_pylist(), strict=True)
    return called | {key: code for key, code in found if code}


def find_released_row(
    store: Store, name: str, text: str, permission: Permission | None = None
) -> int:
    """Return the row key of the row that ``text`` names, by its key or its row key.

    A key that tells a person takes a ``permission``; without one nobody is told whether it is
    there.
    """
    info = store.table(name)
    key = personal_key(store, info)
    if permission is not None or key is None:
        return find_row(store, info, text)
    if (row_key := numbered_row(store, info, text)) is not None:
        return row_key
    hint = tr('Give the row key that “gridloom query” lists, or add --personal --reason "…".')
    raise identifying(info, key, hint)


def release_provenance(
    store: Store, name: str, said: Sequence[Said], permission: Permission | None = None
) -> list[Said]:
    """Return where the values of a row are from, the values as they may be shown."""
    if permission is not None:
        put_on_record(store, permission, f"provenance in {name}", {"rows": 1})
        return list(said)
    return [_released(store, name, each) for each in said]


def _released(store: Store, name: str, said: Said) -> Said:
    texts = pa.chunked_array([[said.value, *(text for text, _ in said.others)]], pa.string())
    value, *others = masked_values(store, name, said.field, texts).to_pylist()
    sources = [source for _, source in said.others]
    return replace(said, value=value, others=tuple(zip(others, sources, strict=True)))
