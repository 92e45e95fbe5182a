"""Conditions on rows as QGIS and Gridloom read them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qgis.core import QgsExpression

QUOTED = re.compile(
    r"""
    "(?:[^"]|"")*"              # a name
    | '(?:''|\\.|[^'\\])*'      # a text
    | --[^\r\n]* | /\*.*?\*/    # a comment
    """,
    re.VERBOSE | re.DOTALL,
)
"""What QGIS reads as one piece, whatever is in it."""


def is_about(condition: str, columns: Iterable[str]) -> bool:
    """Whether a condition names one of the columns, in capitals or not.

    One that only Gridloom can read is about each column that its text contains.
    """
    wanted = {name.casefold() for name in columns}
    read = QgsExpression(condition)
    if read.hasParserError():
        text = condition.replace('""', '"').casefold()
        return any(name in text for name in wanted)
    return not wanted.isdisjoint(name.casefold() for name in read.referencedColumns())


def for_gridloom(condition: str) -> str:
    """Return a condition as the user wrote it, but for what SQL writes otherwise.

    Texts have no backslashes that escape, and there are no comments. What QGIS does not understand
    may be Gridloom's own (``between``, names in Chinese).
    """
    unknown = QgsExpression(condition).hasParserError()
    return condition if unknown else QUOTED.sub(_as_sql, condition)


def _as_sql(found: re.Match[str]) -> str:
    part = found[0]
    if part.startswith(("--", "/*")):
        return " "
    if part.startswith('"') or "\\" not in part:
        return part
    value = str(QgsExpression(part).evaluate())
    return "'" + value.replace("'", "''") + "'"
