"""One value corrected: read as an import would read it, checked more strictly, kept for good."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pyarrow as pa

from gridloom_layers import codes
from gridloom_layers.codes.check import FAULTS
from gridloom_layers.codes.titles import title
from gridloom_layers.editing.forms import written
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.importing.single import read_value
from gridloom_layers.joins.rejoining import links_on, rejoin
from gridloom_layers.language import Message, tr
from gridloom_layers.ownership import claimed_fields
from gridloom_layers.ownership.edits import Edit, Reason, edit, record
from gridloom_layers.ownership.resolving import by_hand, decided_anew, rows_at
from gridloom_layers.ownership.sets import CORRECTED, HAND
from gridloom_layers.progress import Progress
from gridloom_layers.roles import role
from gridloom_layers.workspace import ROW_KEY, Change, Reading, Store, TableInfo, TableSpec


def correct_value(
    store: Store,
    table: str,
    row_key: int,
    field: str,
    value: str | None,
    why: Reason,
    progress: Progress | None = None,
) -> Edit:
    """Give a field of a row another value, as text or None for none; return the edit.

    The value stands before what is imported later: what differs becomes a conflict, and
    ``resolve`` or another correction decides otherwise. Joins by the field are made again. Raises
    ``BadInput`` where the field cannot hold the value, a code is wrong, the key of another row is
    the same, the field belongs to a join, or nothing would change.
    """
    progress = progress or Progress()
    with store.change() as change:
        info = store.table(table)
        check_row(store, info, row_key)
        text = checked(store, info, row_key, field, value)
        (made,) = give(change, info, [row_key], {field: text}, why, progress)
    return made


def checked(
    reading: Reading, info: TableInfo, row_key: int, field: str, value: str | None
) -> str | None:
    """Return a value as a row can take it, as text; ``BadInput`` as :func:`correct_value`."""
    text = fitting(reading, info, field, value)
    if value_of(reading, info, row_key, field) == text:
        raise unchanged(info, field)
    if field == info.key:
        check_key(reading, info, text)
    return text


def check_key(reading: Reading, info: TableInfo, text: str | None) -> None:
    """Refuse a key that is blank, or that a row of the table has."""
    if text is None:
        raise _no_key(info)
    check_key_is_free(reading, info, text)


def give(
    change: Change, info: TableInfo, keys: Sequence[int],
    values: Mapping[str, str | None], why: Reason, progress: Progress,
) -> list[Edit]:  # fmt: skip
    """Give rows (rising keys) values by field, as a part of a change; return what was edited.

    ``info`` is the table as the change has left it so far. The key is given to one row, and alone.
    Values that are there already are no edits.
    """
    made = list(_edits(change.pending, info, keys, values, why))
    if info.key is not None and info.key in values:
        _give_key(change, info, keys[0], values[info.key], progress)
    else:
        decide = by_hand(info, values, CORRECTED)
        decided_anew(change, info, decide, progress, keys)
    return record(change, info.name, made)


def _edits(
    reading: Reading, info: TableInfo, keys: Sequence[int], values: Mapping[str, str | None],
    why: Reason,
) -> Iterator[Edit]:  # fmt: skip
    rows = reading.rows(info.name, pa.array(keys, pa.int64()), [*values])
    for name, new in values.items():
        known = written(rows.column(name)).to_pylist()
        for key, old in zip(rows.column(ROW_KEY).to_pylist(), known, strict=True):
            if old != new:
                yield edit(key, "value", why, old, new, name)


def fitting(reading: Reading, info: TableInfo, field: str, value: str | None) -> str | None:
    """Return a value as a table holds it, as text; None for nothing but blanks.

    Raises ``BadInput`` as :func:`correct_value` does.
    """
    _check_field(reading, info, field)
    if value is None or not value.strip():
        return None
    text = read_value(reading, info, field, value.strip())
    known = role(info.role).field(field)
    if known is not None and known.code is not None:
        found = codes.check(known.code, pa.array([text]), reading.data_date).findings
        for name in FAULTS:  # a source may hold them; nobody should write them by hand
            if name in found and found[name].any():
                raise _wrong_code(info, field, title(name))
    return text


def _check_field(reading: Reading, info: TableInfo, field: str) -> None:
    if info.field(field) is None:
        raise BadInput(
            "unknown-field",
            tr("“{table}” has no field “{field}”.", table=info.name, field=field),
            Where(layer=info.name, column=field),
        )
    if field != info.key and field not in claimed_fields(reading, info.name, info.fields, info.key):
        raise BadInput(
            "field-of-join",
            tr("“{field}” is what a join has found, not a value of its own.", field=field),
            Where(layer=info.name, column=field),
            tr("Correct the code, the name or the place that the join goes by."),
        )


def _wrong_code(info: TableInfo, field: str, finding: Message) -> BadInput:
    return BadInput(
        "wrong-code",
        tr("This is no right code for “{field}”: {finding}.", field=field, finding=finding),
        Where(layer=info.name, column=field),
        tr("Compare it with the document, character by character."),
    )


def unchanged(info: TableInfo, field: str | None = None) -> BadInput:
    """Return the refusal to record that nothing was changed."""
    return BadInput(
        "nothing-to-do", tr("This is what it is already."), Where(layer=info.name, column=field)
    )


def check_row(reading: Reading, info: TableInfo, row_key: int) -> None:
    """Refuse a row that is not there (any more)."""
    if not reading.rows(info.name, pa.array([row_key]), []).num_rows:
        raise BadInput(
            "no-such-row",
            tr("“{table}” has no such row any more.", table=info.name),
            Where(layer=info.name),
            tr("Choose it anew; it was perhaps merged or replaced."),
        )


def value_of(reading: Reading, info: TableInfo, row_key: int, field: str) -> str | None:
    """Return a value of a row as text."""
    column = reading.rows(info.name, pa.array([row_key]), [field]).column(field)
    return written(column)[0].as_py()


def _give_key(
    change: Change, info: TableInfo, row_key: int, text: str | None, progress: Progress
) -> None:  # fmt: skip
    """Give a row another key: no department claims it."""
    row = rows_at(change.pending, info, pa.array([row_key]))
    at = row.schema.get_field_index(info.key or "")
    value = pa.array([text]).cast(row.schema.field(at).type)
    revised = row.set_column(at, row.schema.field(at), value)
    change.revise(spec_of(info), [revised], np.empty(0, np.int64), HAND)
    rejoin(change, links_on(change.pending, info.name, {info.key or ""}), progress)


def _no_key(info: TableInfo) -> BadInput:
    return BadInput(
        "no-key-value",
        tr("The rows of “{table}” go by this field; it cannot be blank.", table=info.name),
        Where(layer=info.name, column=info.key),
    )


def check_key_is_free(reading: Reading, info: TableInfo, text: str) -> None:
    """Refuse a key that a row of the table has."""
    if info.key is not None and reading.find(info.name, info.key, pa.array([text])).num_rows:
        raise BadInput(
            "key-taken",
            tr("Another row of “{table}” has this code.", table=info.name),
            Where(layer=info.name, column=info.key),
            tr("Give another one, or merge the two rows."),
        )


def spec_of(info: TableInfo) -> TableSpec:
    """Return a table as it is, to be written with other rows."""
    return TableSpec(**{name: getattr(info, name) for name in TableSpec.__annotations__})
