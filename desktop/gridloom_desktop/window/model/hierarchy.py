"""What belongs to what in a city: its areas from district to grid, its classes. Values, no Qt."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from gridloom_analytics.bilingual import Bilingual, begun
from gridloom_analytics.titles import table_heading
from gridloom_layers.editing import CLASSED, standard_classes
from gridloom_layers.language import Message, tr
from gridloom_layers.roles import LEVELS, role
from gridloom_layers.workspace import ROW_KEY, Reading, TableInfo

Kind = Literal["areas", "component_class", "event_class"]
KINDS: dict[Kind, Message] = {
    "areas": tr("Districts, streets, communities, grids"),
    "component_class": tr("Classes of city components"),
    "event_class": tr("Classes of events"),
}
NOWHERE = -1


@dataclass(frozen=True)
class Member:
    """A row in its place: ``parent`` is the position of the wider one, ``NOWHERE`` for the widest.

    ``row_key`` is 0 for a class of the national standard, which is no row of the city's.
    """

    table: str
    row_key: int
    code: str
    name: str
    parent: int = NOWHERE

    @property
    def place(self) -> tuple[str, int, str]:
        """By what it is found again when the data have changed."""
        return self.table, self.row_key, "" if self.row_key else self.code


@dataclass(frozen=True)
class Hierarchy:
    """All members of a kind, each behind the one that it belongs to.

    ``titles`` are what the members of each table are called. ``is_own``: the city can change it;
    the classes of the standard it cannot, before they are its own.
    """

    kind: Kind
    members: tuple[Member, ...]
    titles: dict[str, Bilingual]
    is_own: bool = True

    @cached_property
    def children(self) -> dict[int, list[int]]:
        """The positions of what belongs to each member; of the widest under ``NOWHERE``."""
        found: dict[int, list[int]] = defaultdict(list)
        for at, member in enumerate(self.members):
            found[member.parent].append(at)
        return found

    def find(self, place: tuple[str, int, str]) -> int:
        """Return the position of a member by its place; ``NOWHERE`` where it is gone."""
        return next((at for at, one in enumerate(self.members) if one.place == place), NOWHERE)

    def parents_for(self, at: int) -> list[int]:
        """Return the positions of all members that one could belong to instead."""
        one = self.members[at]
        if one.parent == NOWHERE and self.kind == "areas":
            tables = list(self.titles)
            before = tables[: tables.index(one.table)]
            table = before[-1] if before else None
            return [place for place, each in enumerate(self.members) if each.table == table]
        if one.parent == NOWHERE:
            return []
        level = self.members[one.parent]
        return [
            place
            for place, each in enumerate(self.members)
            if each.table == level.table and (self.kind == "areas" or each.parent == level.parent)
        ]


def hierarchy(reading: Reading, kind: Kind) -> Hierarchy:
    """Return the members of a kind as they are now."""
    if kind == "areas":
        return _areas(reading)
    titles = {kind: begun(dict(role(CLASSED[kind]).title))}
    if kind not in reading.tables:
        rows = standard_classes(kind)
        known = [(0, str(row["class_code"]), str(row["class_name"]), _text(row.get("parent_code")))
                 for row in rows]  # fmt: skip
        return Hierarchy(kind, _classes(kind, known), titles, is_own=False)
    table = reading.attributes(kind, ["class_code", "class_name", "parent_code"])
    known = [(row[ROW_KEY], _text(row["class_code"]), _text(row["class_name"]),
              _text(row["parent_code"])) for row in table.to_pylist()]  # fmt: skip
    return Hierarchy(kind, _classes(kind, known), titles)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _classes(table: str, rows: Sequence[tuple[int, str, str, str]]) -> tuple[Member, ...]:
    """Return classes behind their wider ones, each by its code; what names none is widest."""
    codes = {code for _, code, _, _ in rows}
    below: dict[str, list[tuple[int, str, str, str]]] = defaultdict(list)
    for row in sorted(rows, key=lambda each: each[1]):
        below[row[3] if row[3] in codes and row[3] != row[1] else ""].append(row)
    members: list[Member] = []
    waiting = [(row, NOWHERE) for row in reversed(below.pop("", []))]
    while waiting:
        (key, code, name, _), parent = waiting.pop()
        members.append(Member(table, key, code, name, parent))
        at = len(members) - 1
        waiting += [(row, at) for row in reversed(below.pop(code, []) if code else [])]
    rest = [row for rows in below.values() for row in rows]  # wider than each other
    members += [Member(table, key, code, name) for key, code, name, _ in rest]
    return tuple(members)


def _areas(reading: Reading) -> Hierarchy:
    """Return the areas of each level that there is, level by level."""
    members: list[Member] = []
    places: dict[tuple[str, int], int] = {}
    levels = [table for level in LEVELS for table in _tables(reading, level)]
    for number, table in enumerate(levels):
        for row in _rows(reading, table, levels[:number]):
            parent = places.get(row[3], NOWHERE)
            places[table.name, row[0]] = len(members)
            members.append(Member(table.name, *row[:3], parent))
    return Hierarchy("areas", tuple(members), {one.name: table_heading(one) for one in levels})


def _tables(reading: Reading, level: str) -> list[TableInfo]:
    """Return the table of a level: the one that is called so, else the first; none without rows."""
    found = [table for table in reading.tables.values() if table.role == level]
    return sorted(found, key=lambda table: table.name != level)[:1]


def _rows(
    reading: Reading, table: TableInfo, wider: Sequence[TableInfo]
) -> list[tuple[int, str, str, tuple[str, int]]]:
    """Return key, code, name and parent of the areas of a table, by their codes."""
    names = [name for name in (table.key, "name") if name and table.field(name)]
    link = next((link for above in reversed(wider) for link in reading.links
                 if (link.left, link.right) == (table.name, above.name)), None)  # fmt: skip
    columns = [*dict.fromkeys(names), *([link.column] if link else [])]
    found = [
        (
            row[ROW_KEY],
            _text(row.get(table.key or "")),
            _text(row.get("name")),
            (link.right, row[link.column] or 0) if link else ("", 0),
        )
        for row in reading.attributes(table.name, columns).to_pylist()
    ]
    return sorted(found, key=lambda row: (row[1], row[0]))
