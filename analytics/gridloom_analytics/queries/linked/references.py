"""Which tables' rows refer to which: the links that are kept, and what the roles declare."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from gridloom_layers.joins.pairing import meaning
from gridloom_layers.roles import LEVELS, role
from gridloom_layers.workspace import Link, Reading, TableInfo

PLACES = (*LEVELS, "building", "room", "component")
"""Roles of what other things lie in or at."""


@dataclass(frozen=True)
class Reference:
    """Rows of ``left`` refer to rows of ``right`` by a ``column``.

    That of a kept ``link`` holds their row keys; without one it holds the value of ``key`` of the
    right table. ``on_field`` is what the reference means, None where it is by place.
    """

    left: str
    right: str
    column: str
    on_field: str | None
    key: str | None = None
    link: Link | None = field(default=None, compare=False)


def references(store: Reading) -> tuple[Reference, ...]:
    """Return every reference between the tables of a store, each once: links come first.

    A link stands for the field that it was joined by; one by place, name or address for all
    fields by which the role of its left table refers to the right one, since it says the same:
    where the row is. So do links that lead to a level over places between, such as a building.
    """
    linked = [
        Reference(link.left, link.right, link.column, meaning(link.on), link=link)
        for link in store.links
    ]
    joined = {(each.left, each.right, each.on_field) for each in linked}
    placed = {(link.left, link.right) for link in store.links if link.by != "code"}
    declared = [
        each
        for left in store.tables.values()
        for each in _declared(store, left)
        if (each.left, each.right, each.on_field) not in joined
        and (each.left, each.right) not in placed
        and not _lies_in(store, linked, each)
    ]
    return (*linked, *declared)


def _lies_in(store: Reading, linked: Iterable[Reference], declared: Reference) -> bool:
    """Return whether links over places between lead to the level that a field names."""
    left, right = declared.left, declared.right
    if store.table(right).role not in LEVELS:
        return False
    over = [each for each in linked if store.table(each.right).role in PLACES]
    further = {each.right for each in over if each.left == left} - {right}
    reached = {left}
    while further:
        reached |= further
        further = {each.right for each in over if each.left in further} - reached
    return right in reached


def _declared(store: Reading, left: TableInfo) -> Iterator[Reference]:
    """Yield what the role of a table declares: fields that hold the keys of other roles."""
    for known in role(left.role).fields:
        stored = left.field(known.name)
        if known.links is None or stored is None or not stored.canonical:
            continue
        for right in store.tables.values():
            key = role(right.role).key
            there = right.field(key) if key is not None else None
            if right.role == known.links and right.name != left.name and there is not None:
                yield Reference(left.name, right.name, known.name, known.name, there.name)
