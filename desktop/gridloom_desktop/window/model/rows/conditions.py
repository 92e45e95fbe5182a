"""Conditions that a table writes for its user, in the language that filters are written in."""

import datetime as dt
from collections.abc import Sequence

from gridloom_desktop.window.model.rows.columns import Column


def is_value(column: Column, value: object) -> str:
    """Return the condition that a column has a value, or that it has none.

    >>> is_value(Column("建成年份", {}, "integer"), 1998)
    '建成年份 = 1998'
    >>> is_value(Column("owner's name", {}, "text"), "O'Hara")
    '"owner\\'s name" = \\'O\\'\\'Hara\\''
    """
    name = _name(column)
    if value is None or value != value:
        return f"{name} is null"
    return f"{name} = {_literal(value)}"


def _name(column: Column) -> str:
    return column.name if column.name.isidentifier() else f'"{column.name}"'


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    text = value.isoformat(" ") if isinstance(value, dt.datetime) else str(value)
    return "'" + text.replace("'", "''") + "'"


def example(columns: Sequence[Column]) -> str:
    """Return a condition that may be asked of these columns, to show how one is written.

    >>> example([Column("code", {}, "text"), Column("floors", {}, "integer")])
    'floors > 10'
    """
    open_ones = [column for column in columns if not column.masked]
    number = next((column for column in open_ones if column.numeric), None)
    if number is not None:
        return f"{_name(number)} > 10"
    worded = next((one for one in open_ones if one.known and one.known.values), None)
    if worded is not None and worded.known is not None:
        return is_value(worded, next(iter(worded.known.values)))
    return f"{_name((open_ones or columns)[0])} is not null"


def narrowed(where: str, condition: str) -> str:
    """Return a filter with one more condition that rows must meet.

    >>> narrowed("floors > 6 or height > 20", "use = '住宅'")
    "(floors > 6 or height > 20) and use = '住宅'"
    """
    where = where.strip()
    return f"({where}) and {condition}" if where else condition
