"""The class tables of a city: begun with the national standard, then its own.

A city's classes are rows of a table of its workspace with the role ``class``, called
``component_class`` or ``event_class``: imported, corrected, undone and backed up as any other. A
city without one has those of GB/T 30428, from package data.
"""

import csv
from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from gridloom_data import data_path
from gridloom_layers.editing.referring import CLASSED, referring
from gridloom_layers.editing.values import (
    check_key_is_free,
    check_row,
    fitting,
    spec_of,
    value_of,
)
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.ownership.edits import Edit, Reason, edit, record
from gridloom_layers.ownership.sets import HAND
from gridloom_layers.roles import role
from gridloom_layers.workspace import (
    Reading,
    Store,
    TableField,
    TableInfo,
    TableSpec,
    schema_of,
)
from gridloom_layers.workspace.schema import next_row_key

FILES = {"component_class": "component_classes.csv", "event_class": "event_kinds.csv"}
COLUMNS = {
    "component_class": ("major_code", "major_name", "minor_code", "name", "authority", "owner"),
    "event_class": ("class_code", "class_name", "kind_code", "kind", "", ""),
}
"""In which columns of the files a wider class and a class have code and name, and who has it."""


def standard_classes(table: str) -> list[dict[str, str | float | None]]:
    """Return the classes of the national standard, each wider one before its own."""
    wide, wide_name, code, name, department, owner = COLUMNS[table]
    with data_path("classes", FILES[table]).open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    rows: dict[str, dict[str, str | float | None]] = {}
    for line in lines:
        rows.setdefault(line[wide], {"class_code": line[wide], "class_name": line[wide_name]})
        rows[line[code]] = {
            "class_code": line[code], "class_name": line[name], "parent_code": line[wide],
            "department": line.get(department), "owner": line.get(owner),
            "limit": float(line["limit"]) if line.get("limit") else None,
            "limit_kind": line.get("limit_kind"),
        }  # fmt: skip
    return list(rows.values())


def adopt_standard(store: Store, table: str) -> TableInfo:
    """Give a city its own class table, filled with the classes of the national standard."""
    known = role("class")
    fields = tuple(
        TableField(name=field.name, type=field.type, canonical=True) for field in known.fields
    )
    rows = standard_classes(table)
    keys = np.arange(1, len(rows) + 1)
    origin = {"row_key": keys, "source_number": np.zeros(len(rows), np.int64), "source_row": keys}
    columns = {name: pa.array(values) for name, values in origin.items()}
    schema = schema_of(fields, geometry=False)
    for field in fields:
        kind = schema.field(field.name).type
        columns[field.name] = pa.array([row.get(field.name) for row in rows], kind)
    with store.change() as change:
        batch = pa.RecordBatch.from_arrays([columns[name] for name in schema.names], schema=schema)
        info = change.write(TableSpec(table, "class", fields, key=known.key), [batch])
        change.note("classes", {"table": table, "rows": len(rows)})
    return info


def add_class(
    store: Store, table: str, code: str, name: str, parent_code: str | None, why: Reason
) -> list[Edit]:
    """Add a class; return the edits. Raises ``BadInput`` for a code that is taken or blank."""
    with store.change() as change:
        info = store.table(table)
        values = {"class_code": code, "class_name": name, "parent_code": parent_code}
        fit = {field: fitting(store, info, field, text) for field, text in values.items()}
        for field in ("class_code", "class_name"):
            if fit[field] is None:
                raise _blank(info, field)
        check_key_is_free(store, info, fit["class_code"] or "")
        key = next_row_key(store, info)
        schema = schema_of(info.fields, geometry=False)
        row = {"row_key": key, "source_number": 0, "source_row": 0, **fit}
        change.append(spec_of(info), [pa.RecordBatch.from_pylist([row], schema=schema)])
        edits = [edit(key, "new", why, None, text, field) for field, text in fit.items() if text]
        return record(change, table, edits)


def remove_class(store: Store, table: str, row_key: int, why: Reason) -> list[Edit]:
    """Remove a class that nothing has; return the edits. Else it raises ``BadInput``.

    A source that has the class brings it back: other than a merged area it is nowhere else.
    """
    with store.change() as change:
        info = store.table(table)
        check_row(store, info, row_key)
        if count := sum(_counts(store, table, row_key)):
            raise BadInput(
                "class-in-use",
                tr("{count:,} rows have this class.", count=count),
                Where(layer=table),
                tr("Give them another class first, or give this one another code or name."),
            )
        texts = {name: value_of(store, info, row_key, name) for name in info.field_names}
        edits = [edit(row_key, "remove", why, old, None, name) for name, old in texts.items()
                 if old is not None]  # fmt: skip
        made = record(change, table, edits)
        change.revise(spec_of(info), [], np.array([row_key], np.int64), HAND)
    return made


def _counts(reading: Reading, table: str, row_key: int) -> Iterator[int]:
    for field in ("class_code", "class_name"):
        yield from (len(each.keys) for each in referring(reading, table, row_key, field))


def class_table(reading: Reading, name: str) -> str | None:
    """Return the name of the class table of the rows of a table; None where the city has none."""
    subject = reading.table(name).role
    return next((table for table, classed in CLASSED.items()
                 if classed == subject and table in reading.tables), None)  # fmt: skip


def _blank(info: TableInfo, field: str) -> BadInput:
    return BadInput(
        "no-class",
        tr("A class has a code and a name; neither can be blank."),
        Where(layer=info.name, column=field),
    )
