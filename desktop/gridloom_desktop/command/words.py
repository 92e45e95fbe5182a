"""Words for what workspaces write in one word, and values of rows as they are written."""

import datetime as dt

from gridloom_layers.language import tr

GEOMETRIES = {"area": tr("polygon"), "line": tr("line"), "point": tr("point")}
WAYS_OF_JOINING = {
    "code": tr("code"),
    "place": tr("place"),
    "name": tr("name"),
    "address": tr("address"),
}


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
