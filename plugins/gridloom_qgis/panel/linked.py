"""The answer to a linked query as lines: the row, and what is linked to it, masked as it comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..language import spoken, tr
from ..manifest import ROW_KEY
from .described import Workspace
from .lines import Line, number

NAMES = ("name", "kind", "address", "code")
"""Fields that tell people which row it is, the best one first."""


@dataclass(frozen=True)
class RowOf:
    """A row of a table: what a line of the tree leads to."""

    table: str
    row_key: int


def heading(workspace: Workspace, table: str, row: Mapping[str, Any]) -> str:
    """Return what a row is called, with its table."""
    return tr("{table}: {row}", table=workspace.called(table), row=_called(workspace, table, row))


def linked_lines(workspace: Workspace, told: dict[str, Any]) -> list[Line]:
    """Return the facts of the row that was asked for, and a line for each relation."""
    table, row = told["table"], told["row"]
    here = RowOf(table, told[ROW_KEY])
    facts = _facts(workspace, table, row)
    first = Line(heading(workspace, table, row), "", facts, data=here, open=True, strong=True)
    titles = [spoken(one["title"]) for one in told["relations"]]
    relations = [
        _relation(workspace, one, again=titles.count(title) > 1)
        for one, title in zip(told["relations"], titles)
    ]
    return [first, *relations]


def _relation(workspace: Workspace, told: dict[str, Any], *, again: bool) -> Line:
    """Return a relation with its first rows; where another one is called alike, with its way."""
    rows = tuple(_row(workspace, told["table"], row) for row in told["rows"])
    hidden = (told["count"] or 0) - len(rows)
    if rows and hidden > 0:
        rows = (*rows, Line(tr("{count} more", count=number(hidden))))
    text = tr("{title}: {count}", title=_begun(spoken(told["title"])), count=_count(told))
    if again:
        way = " – ".join(workspace.called(table) for table in told["tables"])
        text = tr("{title} ({way})", title=text, way=way)
    return Line(text, "", rows, open=len(rows) == 1, strong=True)


def _begun(title: str) -> str:
    return title[:1].upper() + title[1:]


def _count(told: dict[str, Any]) -> str:
    if told["count"] is None:
        return tr("withheld")
    if told["rounded_to"] > 1:
        return tr("at least {count}", count=number(told["count"]))
    return number(told["count"])


def _row(workspace: Workspace, table: str, row: Mapping[str, Any]) -> Line:
    data = RowOf(table, int(row[ROW_KEY]))
    return Line(_called(workspace, table, row), "", _facts(workspace, table, row), data=data)


def _facts(workspace: Workspace, table: str, row: Mapping[str, Any]) -> tuple[Line, ...]:
    """Return field and value of whatever has one."""
    return tuple(
        Line(_title(workspace, table, name), _value(workspace, table, name, value), counted=False)
        for name, value in row.items()
        if value is not None and name != ROW_KEY
    )


def _called(workspace: Workspace, table: str, row: Mapping[str, Any]) -> str:
    name = next((one for one in NAMES if row.get(one) not in (None, "")), None)
    return str(row.get(ROW_KEY)) if name is None else _value(workspace, table, name, row[name])


def _title(workspace: Workspace, table: str, name: str) -> str:
    known = workspace.table(table)
    return known.fields[name].title if known and name in known.fields else name


def _value(workspace: Workspace, table: str, name: str, value: object) -> str:
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    known = workspace.table(table)
    words = known.fields[name].values if known and name in known.fields else {}
    told = f"{value:.12g}" if isinstance(value, float) else str(value)
    return words.get(told, told)
