"""Rows as people read them in a workbook: columns and words by their titles, rows by their codes.

Files for programs (.csv, .gpkg, .parquet) keep the names that contracts fix.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from gridloom_analytics.bilingual import Bilingual, Given, same
from gridloom_analytics.titles import named_table, table_heading
from gridloom_desktop.publishing.export.places import open_column
from gridloom_layers.language import Message, current_language, tr
from gridloom_layers.ownership.edits import ACTS
from gridloom_layers.ownership.listing import STATES, WAYS
from gridloom_layers.roles import role
from gridloom_layers.workspace import GEOMETRY, ROW_KEY, Reading, Store, TableInfo
from gridloom_layers.workspace.titles import field_title

CODE = "code"
WORDS: Mapping[str, Mapping[str, Message]] = {
    "act": {str(act): told for act, told in ACTS.items()},
    "decided_by": WAYS,
    "state": STATES,
}
"""What words for programs mean, by column."""
COLUMNS: Mapping[str, Message] = {
    ROW_KEY: tr("row key"),
    GEOMETRY: tr("shape"),
    CODE: tr("code"),
    "name": tr("name"),
    "table": tr("table"),
    "number": tr("edit number"),
    "at": tr("time"),
    "author": tr("author"),
    "reason": tr("reason"),
    "act": tr("act"),
    "field": tr("field"),
    "old": tr("old value"),
    "new": tr("new value"),
    "kept": tr("kept"),
    "kept_from": tr("department kept"),
    "kept_source": tr("number of the source kept"),
    "other": tr("not kept"),
    "other_from": tr("department not kept"),
    "other_source": tr("number of the source not kept"),
    "decided_by": tr("decided"),
    "state": tr("state"),
    "count": tr("count"),
    "suppressed": tr("withheld"),
}
"""What columns are called that are of no table of the city."""


def listed_headings(names: Iterable[str]) -> dict[str, Bilingual]:
    """Return what columns of a list are called; those that are values stay as they are."""
    return {one: COLUMNS[one].both() if one in COLUMNS else same(one) for one in names}


def row_headings(store: Reading, info: TableInfo, names: Iterable[str]) -> dict[str, Bilingual]:
    """Return what columns of rows of a table are called: its fields by their titles."""
    links = {link.column: link.right for link in store.links if link.left == info.name}
    found = listed_headings(names)
    for name in found:
        if name in links:
            other = Given.of(named_table(store, links[name]))
            found[name] = tr("row key of {table}", table=other).both()
        elif (field := info.field(name)) is not None:
            found[name] = field_title(info, field)
    return found


def read_aloud(store: Store, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Return a list of what is said of rows, each with its ``table``, for people to read.

    Tables, fields and words are told in the current language, and rows by their codes too, where
    these tell of no person.
    """
    language = current_language()
    codes = {name: _codes(store, name, rows) for name in {str(row["table"]) for row in rows}}
    told = []
    for row in rows:
        info = store.table(str(row["table"]))
        field = info.field(str(row["field"]))
        told.append({
            "table": table_heading(info)[language],
            CODE: codes[info.name].get(row[ROW_KEY]),
            **{name: _worded(name, value) for name, value in row.items() if name != "table"},
            "field": row["field"] if field is None else field_title(info, field)[language],
        })  # fmt: skip
    return pa.Table.from_pylist(told)


def _worded(name: str, value: Any) -> Any:
    words = WORDS.get(name, {})
    return str(words[value]) if value in words else value


def _codes(store: Store, name: str, rows: Sequence[Mapping[str, Any]]) -> dict[int, Any]:
    """Return the codes of the rows of a table that are there still, by row key."""
    info = store.table(name)
    column = open_column(info, info.key or role(info.role).key)
    if column is None:
        return {}
    keys = sorted({int(row[ROW_KEY]) for row in rows if row["table"] == name})
    found = store.rows(name, pa.array(keys, pa.int64()), [column])
    return {row[ROW_KEY]: row[column] for row in found.to_pylist()}
