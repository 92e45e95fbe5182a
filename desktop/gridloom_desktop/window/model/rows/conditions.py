"""Conditions that a table writes for its user, in the language that filters are written in."""

import datetime as dt
from collections.abc import Sequence

from gridloom_desktop.window.model.rows.columns import Column
from gridloom_layers.language import Language


def is_value(column: Column, value: object) -> str:
    """Return the condition that a column has a value, or that it has none.

    >>> is_value(Column("建成年份", {}, "integer"), 1998)
    '建成年份 = 1998'
    >>> is_value(Column("owner's name", {}, "text"), "O'Hara")
    '"owner\\'s name" = \\'O\\'\\'Hara\\''
    """
    name = _quoted(column.name)
    if value is None or value != value:
        return f"{name} is null"
    return f"{name} = {_literal(value)}"


def _quoted(name: str) -> str:
    return name if name.isidentifier() else f'"{name}"'


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    text = value.isoformat(" ") if isinstance(value, dt.datetime) else str(value)
    return "'" + text.replace("'", "''") + "'"


def example(columns: Sequence[Column], language: Language) -> str:
    """Return a condition that may be asked of these columns, to show how one is written.

    >>> code, floors = Column("code", {}, "text"), Column("floors", {"zh": "层数"}, "integer")
    >>> example([code, floors], "en"), example([code, floors], "zh")
    ('floors > 10', '层数 > 10')
    """
    if not columns:
        return ""
    open_ones = [column for column in columns if not column.masked] or list(columns)
    number = next((column for column in open_ones if column.numeric), None)
    if number is not None:
        return f"{_called(number, language)} > 10"
    worded = next((one for one in open_ones if one.known and one.known.values), open_ones[0])
    if worded.known is None or not worded.known.values:
        return f"{_called(worded, language)} is not null"
    label = worded.label(next(iter(worded.known.values)), language)
    return f"{_called(worded, language)} = {_literal(label)}"


def _called(column: Column, language: Language) -> str:
    """Return how a reader would call a column; every title is a name that filters know."""
    return _quoted(column.title["zh"] if language == "zh" else column.name)


def narrowed(where: str, condition: str) -> str:
    """Return a filter with one more condition that rows must meet.

    >>> narrowed("floors > 6 or height > 20", "use = '住宅'")
    "(floors > 6 or height > 20) and use = '住宅'"
    """
    where = where.strip()
    return f"({where}) and {condition}" if where else condition
