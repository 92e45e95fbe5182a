"""Places and subjects by what they are called: their codes, their names, their addresses."""

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
from sqlglot import exp

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.disclosure.grading import treatments
from gridloom_analytics.queries.linked.forms import forms, kind_of
from gridloom_desktop.window.model.asking.subjects import label
from gridloom_layers.progress import Progress
from gridloom_layers.roles import LEVELS, role
from gridloom_layers.workspace import ROW_KEY, Store, TableInfo

MOST = 20
"""Places that are offered."""
EACH = 6
"""Places of one table that are offered."""
SHORTEST_CODE = 4
"""Shorter texts are not looked up as codes: the index of a large table is made for no typo."""
ORDER = (*LEVELS, "facility", "building", "entity", "component", "event", "room")
NAMES = ("name", "address")


@dataclass(frozen=True)
class Place:
    """A row that was found: what it is called, and what kind of thing it is."""

    table: str
    row_key: int
    label: Bilingual
    kind: Bilingual


def find_places(store: Store, text: str, progress: Progress) -> list[Place]:
    """Return the places called ``text``: those with that code, then by name as begun, as contained.

    Persons, and what is about persons, are never looked for: that a person is there is an answer
    already. Of a table with millions of rows a name takes some tenths of a second.
    """
    wanted = text.strip()
    if not wanted:
        return []
    tables = [each for each in store.tables.values() if not role(each.role).personal]
    tables.sort(key=lambda each: ORDER.index(each.role) if each.role in ORDER else len(ORDER))
    found: dict[tuple[str, int], Place] = {}
    for search in (_by_code, _by_name):
        for number, table in enumerate(tables):
            progress.report("find", number, len(tables))
            for place in search(store, table, wanted):
                found.setdefault((place.table, place.row_key), place)
            if len(found) >= MOST:
                return list(found.values())[:MOST]
    return list(found.values())


def _by_code(store: Store, table: TableInfo, text: str) -> Iterator[Place]:
    key = table.key or role(table.role).key
    if key is None or table.field(key) is None or len(text) < SHORTEST_CODE or not text.isascii():
        return
    values = pa.array(forms([text], kind_of(table, key)), pa.string())
    keys = store.find(table.name, key, values).column(ROW_KEY).unique().slice(0, EACH)
    yield from _places(store, table, keys)


def _by_name(store: Store, table: TableInfo, text: str) -> Iterator[Place]:
    for field in _named_fields(store, table):
        keys = store.select(_containing(table.name, field, text)).column(0)
        yield from _places(store, table, keys.combine_chunks())


def _named_fields(store: Store, table: TableInfo) -> list[str]:
    there = [name for name in NAMES if table.field(name)]
    done = treatments(table, there, store.links)
    return [name for name in there if done[name] in ("keep", "scrub")]


def _containing(table: str, field: str, text: str) -> exp.Select:
    """Return a query for rows with a text in a field, those that begin with it first."""
    column = exp.Lower(this=exp.column(exp.to_identifier(field, quoted=True)))
    wanted = exp.Literal.string(text.casefold())
    at = exp.StrPosition(this=column, substr=wanted)
    return (
        exp.select(exp.column(ROW_KEY))
        .from_(exp.table_(table, quoted=True))
        .where(exp.GT(this=at, expression=exp.Literal.number(0)))
        .order_by(at.copy(), exp.Length(this=column.copy()), exp.column(ROW_KEY))
        .limit(EACH)
    )


def _places(store: Store, table: TableInfo, keys: pa.Array) -> Iterator[Place]:
    kind = dict(role(table.role).title)
    for row in store.rows(table.name, keys).to_pylist():
        yield Place(table.name, row[ROW_KEY], label(table, row), kind)
