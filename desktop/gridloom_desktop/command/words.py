"""Words for what workspaces write in one word, and values of rows as they are written."""

import datetime as dt
from typing import TYPE_CHECKING

from gridloom_layers.language import current_language, tr

if TYPE_CHECKING:
    from gridloom_layers.workspace import TableInfo

GEOMETRIES = {"area": tr("polygon"), "line": tr("line"), "point": tr("point")}
FIELD_TYPES = {
    "text": tr("text"),
    "integer": tr("whole number"),
    "number": tr("decimal number"),
    "date": tr("date"),
    "datetime": tr("date and time"),
    "boolean": tr("yes or no"),
}
WAYS_OF_JOINING = {
    "code": tr("code"),
    "place": tr("place"),
    "name": tr("name"),
    "address": tr("address"),
}


def heading(table: "TableInfo", name: str) -> str:
    """Return what a field is called in the current language; columns of a query keep theirs."""
    # the workspace is imported late: other commands do not need it
    from gridloom_layers.workspace import ROW_KEY
    from gridloom_layers.workspace.titles import field_title

    if name == ROW_KEY:
        return str(tr("row key"))
    stored = table.field(name)
    return field_title(table, stored)[current_language()] if stored else name


def in_words(table: "TableInfo", name: str, value: object) -> str:
    """Return a value of a row as it is read, in words where its role has some."""
    from gridloom_layers.workspace.titles import canonical_field, value_label

    stored = table.field(name)
    known = canonical_field(table, stored) if stored else None
    if known is None or not known.values or value is None:
        return as_written(value)
    return value_label(value, known)[current_language()]


def as_written(value: object) -> str:
    """Return a value of a row as it is read: a year or a row key has no thousands marks."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return str(tr("yes") if value else tr("no"))
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "minutes")
    return str(value)
