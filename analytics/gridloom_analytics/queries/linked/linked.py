"""The linked query (关联查询): a row, and every row that is linked to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.expressions import find_table
from gridloom_analytics.queries.linked.naming import HOUSEHOLD, title
from gridloom_analytics.queries.linked.references import references
from gridloom_analytics.queries.linked.subject import row_by_key, row_by_row_key
from gridloom_analytics.queries.linked.walking import Keys, Walk, first
from gridloom_analytics.queries.linked.ways import Map, Way
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import Reading, TableInfo

HOME, ROOM = "person", "room_code"
"""The role of those who make up households, and the field that they have in common."""


@dataclass(frozen=True)
class Relation:
    """The rows of ``table`` that are linked to a row in one way.

    ``way`` says how, as text (``person → building ← event``), and is unique among the relations of
    an answer; ``tables`` are those along it, both ends included. ``direction`` is that of a direct
    reference (``forward``: the subject refers to them, ``backward``: they refer to it), ``through``
    over other rows, ``shared`` by a value in common. ``count`` is exact; ``rows`` are the first of
    them by row key: ``row_key`` and the stored fields.
    """

    title: Bilingual
    way: str
    direction: Literal["forward", "backward", "through", "shared"]
    tables: tuple[str, ...]
    count: int
    rows: pa.Table

    @property
    def table(self) -> str:
        """The table of the rows."""
        return self.tables[-1]


@dataclass(frozen=True)
class LinkedAnswer:
    """A ``row`` of ``table`` (a table of one row), and its relations, those without rows too."""

    table: str
    row_key: int
    row: pa.Table
    relations: tuple[Relation, ...]


def linked(
    store: Reading,
    table: str,
    key: str | None = None,
    row_key: int | None = None,
    limit: int | None = None,
    progress: Progress | None = None,
) -> LinkedAnswer:
    """Return the row of ``table`` with a ``key`` (or a ``row_key``) and all that is linked to it.

    ``table`` is the name of a table or of its role. A key is found in all its exact forms: a
    citizen ID of 15 digits as the one of 18, full width, small letters, an organisation code in a
    credit code. Relations are those of the kept links, of the fields by which roles refer to each
    other where they are not joined, those over other rows that
    :data:`~gridloom_analytics.queries.linked.ways.MEANINGFUL` declares, what lies in a place, and
    a person's household: who has the same room code. ``limit`` bounds the rows of each relation
    (None: all), not the counts. Raise ``BadInput`` for an unknown table, for a key that no row or
    that several rows have, and where not one of ``key`` and ``row_key`` is given.

    The first question after a change makes the indexes that it needs, which are kept.
    """
    found = find_table(store, table)
    row_key = _subject(store, found, key, row_key)
    walk = Walk(store, found.name, np.array([row_key], np.int64))
    return LinkedAnswer(
        found.name,
        row_key,
        _rows(store, walk, found.name, walk.end(()), None),
        tuple(_relations(store, found, walk, limit, progress or Progress())),
    )


def _subject(store: Reading, table: TableInfo, key: str | None, row_key: int | None) -> int:
    if (key is None) is (row_key is None):
        raise BadInput(
            "not-one-row",
            tr("It is not clear which row of “{table}” is meant.", table=table.name),
            Where(layer=table.name),
            tr("Give either its key or, with --row, its row key."),
        )
    if row_key is not None:
        return row_by_row_key(store, table, row_key)
    return row_by_key(store, table, key or "")


def _relations(
    store: Reading, subject: TableInfo, walk: Walk, limit: int | None, progress: Progress
) -> Iterator[Relation]:
    tables = {name: each.role for name, each in store.tables.items()}
    city = Map.of(tables, references(store))
    ways = city.ways(subject.name)
    if subject.role == HOME and subject.field(ROOM) is not None:
        yield _household(store, walk, limit)
    for done, way in enumerate(ways):
        progress.report("linked", done, len(ways))
        yield _relation(store, city, walk, way, limit)


def _household(store: Reading, walk: Walk, limit: int | None) -> Relation:
    name, keys = walk.table, walk.sharing(ROOM)
    way = f"{name} = {name} ({ROOM})"
    rows = _rows(store, walk, name, keys, limit)
    return Relation(HOUSEHOLD.both(), way, "shared", (name, name), len(keys), rows)


def _relation(store: Reading, city: Map, walk: Walk, way: Way, limit: int | None) -> Relation:
    tables, keys = (way[0].start, *(step.end for step in way)), walk.end(way)
    direct = "forward" if way[0].forwards else "backward"
    return Relation(
        title(way, [city.roles[name] for name in tables]),
        city.described(way),
        direct if len(way) == 1 else "through",
        tables,
        len(keys),
        _rows(store, walk, tables[-1], keys, limit),
    )


def _rows(store: Reading, walk: Walk, table: str, keys: Keys, limit: int | None) -> pa.Table:
    """Return the first rows with their stored fields; columns of links are left out."""
    links = {column for link in store.links if link.left == table for column in link.columns}
    fields = [name for name in store.table(table).field_names if name not in links]
    return walk.rows(table, first(keys, limit), fields)
