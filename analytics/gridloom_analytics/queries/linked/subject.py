"""The row that is asked about: by its key in any exact form, or by its row key."""

from collections.abc import Iterator

import pyarrow as pa

from gridloom_analytics.queries.linked.forms import forms, kind_of
from gridloom_analytics.queries.linked.misfits import misfit
from gridloom_analytics.queries.linked.organisations import holding, organisation_codes
from gridloom_layers.codes import credit
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import listed, tr
from gridloom_layers.roles import role
from gridloom_layers.workspace import ROW_KEY, Reading, TableInfo

ORGANISATION = "organisation_code"
"""The canonical field beside a credit code that holds the organisation code inside it."""
LISTED = 5
"""Row keys that are listed where several rows have the key."""


def row_by_key(store: Reading, table: TableInfo, text: str) -> int:
    """Return the row key of the row of ``table`` whose key is ``text`` in one of its exact forms.

    The forms are tried in turn, the first that a row has wins: as it stands, folded, the other
    form of a citizen ID, the organisation code in a credit code; an organisation code finds the
    entity whose credit code holds it. Raise ``BadInput`` where no row has it (saying what is wrong
    with a code that cannot be right), where several have, and where the table has no key.
    """
    key = table.key or role(table.role).key
    if key is None or table.field(key) is None:
        raise BadInput(
            "no-key",
            tr("The rows of “{table}” have no key.", table=table.name),
            Where(layer=table.name),
            tr("Give the row key of a row, which “gridloom query” shows, with --row."),
        )
    for found in _trials(store, table, key, text):
        if len(found) == 1:
            return found[0].as_py()
        if len(found):
            raise _several(table, key, found)
    raise misfit(table, key, text, store.data_date)


def row_by_row_key(store: Reading, table: TableInfo, row_key: int) -> int:
    """Return ``row_key``; raise ``BadInput`` where the table has no such row."""
    if row_key < 1 << 63 and len(store.rows(table.name, pa.array([row_key], pa.int64()), [])):
        return row_key
    raise BadInput(
        "no-such-row",
        tr("“{table}” has no row with the row key {row}.", table=table.name, row=row_key),
        Where(layer=table.name),
        tr("“gridloom query” shows the row keys of a table."),
    )


def _trials(store: Reading, table: TableInfo, key: str, text: str) -> Iterator[pa.ChunkedArray]:
    """Yield the row keys that each way to look the key up finds, the plainest way first."""
    kind = kind_of(table, key)
    written = forms([text], kind)
    for form in written:
        yield _found(store, table, key, form)
    if kind != "credit":
        return
    short = organisation_codes(written[:1])
    inside = credit.organisation_part(pa.array(written[:1], pa.string())).drop_null().to_pylist()
    if table.field(ORGANISATION) is not None:
        for code in inside:  # a row with another credit code is another entity
            yield _lacking(store, table, key, _found(store, table, ORGANISATION, code))
        for code in short:
            yield _found(store, table, ORGANISATION, code)
    if short:
        yield holding(store, table.name, key, short)


def _found(store: Reading, table: TableInfo, field: str, value: str) -> pa.ChunkedArray:
    return store.find(table.name, field, pa.array([value])).column(ROW_KEY)


def _lacking(store: Reading, table: TableInfo, key: str, found: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return those of some rows that have no key."""
    rows = store.rows(table.name, found.combine_chunks(), [key])
    return rows.filter(rows.column(key).is_null()).column(ROW_KEY)


def _several(table: TableInfo, key: str, found: pa.ChunkedArray) -> BadInput:
    some = listed(found.slice(0, LISTED).to_pylist())
    return BadInput(
        "ambiguous-key",
        tr("{count:,} rows of “{table}” have this “{field}”.",
           count=len(found), table=table.name, field=key),
        Where(layer=table.name, column=key),
        tr("Say which is meant by its row key: --row {rows}.", rows=some),
    )  # fmt: skip
