"""Which fields of two tables a join compares: as the user says, or by what their roles mean."""

import re
import unicodedata
from dataclasses import dataclass, replace

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import listed, tr
from gridloom_layers.roles import role
from gridloom_layers.roles.aliases import fold_header
from gridloom_layers.workspace.manifest import TableField, TableInfo

PARENTS = ("district_name", "street_name")
"""Fields that name the wider areas around a row, widest first."""
TEXT = "address"
"""The canonical field of free text that may name areas."""
ROOM = "room_code"
"""The canonical field that holds the code of a building too."""


@dataclass(frozen=True)
class Pairing:
    """Fields of the left table and fields of the right one that belong together, in order.

    ``in_text``: the left field is free text in which areas are named. ``otherwise`` is the left
    field that is tried where the first one fits nothing.
    """

    left: tuple[TableField, ...]
    right: tuple[TableField, ...]
    in_text: bool = False
    otherwise: TableField | None = None

    @property
    def on(self) -> str:
        """The pairing as it is written: ``district_name+name=區域+村里``, ``a|b=code``."""
        left, right = ("+".join(field.name for field in side) for side in (self.left, self.right))
        if self.otherwise is not None:
            left = f"{left}|{self.otherwise.name}"
        return ("~" if self.in_text else "=").join((left, right))

    @property
    def fields(self) -> tuple[TableField, ...]:
        """The left fields that are compared."""
        return self.left if self.otherwise is None else (*self.left, self.otherwise)


def meaning(on: str | None) -> str | None:
    """Return the left field that says what a kept link means: of several the last; None: a place.

    >>> meaning("district_name+name=區域+村里"), meaning("building_code|room_code=code")
    ('name', 'building_code')
    """
    return None if on is None else re.split(r"[=~]", on)[0].split("|")[0].split("+")[-1].strip()


def pair_by(on: str, left: TableInfo, right: TableInfo) -> Pairing:
    """Read ``LEFT+LEFT=RIGHT+RIGHT``: fields of the left table first, then of the right one.

    Fields go by their name, by the header they had in the source, or by an alias of their role
    (``district+village=區域+里``). ``TEXT~RIGHT+RIGHT`` looks
    for the right names in a text; so does ``=`` where the left field is the role's address.
    """
    sides = re.split(r"[=~]", on)
    if len(sides) != 2 or not all(side.strip() for side in sides):
        raise BadInput(
            "bad-on",
            tr("“{on}” does not say which fields belong together.", on=on),
            hint=tr("Write LEFT=RIGHT or LEFT+LEFT=RIGHT+RIGHT, the left table's fields first."),
        )
    lefts = tuple(find_field(left, name) for name in sides[0].split("+"))
    rights = tuple(find_field(right, name) for name in sides[1].split("+"))
    in_text = "~" in on or _is_text(lefts)
    if in_text and len(lefts) > 1:
        raise BadInput(
            "bad-on",
            tr("Areas can be looked for in one text field only, not in {fields}.", fields=sides[0]),
            hint=tr("Name one field before “~”."),
        )
    return Pairing(lefts, rights, in_text)


def pair_code_by(on: str, left: TableInfo, right: TableInfo) -> Pairing:
    """Read ``LEFT=RIGHT``, or ``LEFT`` alone for the right table's key.

    ``LEFT|LEFT`` names a second field, tried where the first one fits nothing.
    """
    names, equals, key_name = on.partition("=")
    first, _, second = names.partition("|")
    otherwise = find_field(left, second) if second.strip() else None
    on = first + equals + key_name
    if equals:
        pairing = pair_by(on, left, right)
        if len(pairing.left) == len(pairing.right) == 1:
            return replace(pairing, otherwise=otherwise)
        raise BadInput(
            "bad-on",
            tr("A join by code compares one field with one field, not {on}.", on=on),
            hint=tr("Write LEFT=RIGHT, or join by name."),
        )
    key = _key(right)
    if key is None:
        raise _no_pair(left, right)
    return Pairing((find_field(left, on),), (key,), otherwise=otherwise)


def pair_names_by(on: str, left: TableInfo, right: TableInfo) -> Pairing:
    """Read ``LEFT+LEFT=RIGHT+RIGHT``.

    Without a right side: the fields of the same names, or, for a text, the areas' names.
    """
    if re.search("[=~]", on):
        return pair_by(on, left, right)
    lefts = tuple(find_field(left, name) for name in on.split("+"))
    if _is_text(lefts):
        return Pairing(lefts, _names_of(left, right), in_text=True)
    return Pairing(lefts, tuple(find_field(right, field.name) for field in lefts))


def _is_text(fields: tuple[TableField, ...]) -> bool:
    return [field.name for field in fields] == [TEXT]


def _key(table: TableInfo) -> TableField | None:
    return table.field(table.key or role(table.role).key or "")


def find_field(table: TableInfo, name: str) -> TableField:
    """Return the field with a name, source header or alias of its role; else ``BadInput``."""
    wanted = _plain(name)
    for field in table.fields:
        if wanted in (_plain(field.name), _plain(field.source or field.name)):
            return field
    called = [field for field in table.fields if fold_header(name) in _aliases(table, field)]
    if len(called) == 1:
        return called[0]
    raise BadInput(
        "unknown-column",
        tr("“{table}” has no field “{name}”.", table=table.name, name=name.strip()),
        Where(layer=table.name, column=name.strip()),
        tr("It has: {names}.", names=listed(table.field_names)),
    )


def _aliases(table: TableInfo, field: TableField) -> list[str]:
    """Return what people call a canonical field, folded."""
    known = role(table.role).field(field.name) if field.canonical else None
    return [fold_header(alias) for alias in known.aliases] if known else []


def pair_codes(left: TableInfo, right: TableInfo) -> Pairing:
    """Return the left field that refers to the right table's role, and the right table's key.

    The room that a row names tells the building too, where its building code does not.
    """
    key = _key(right)
    linking = [field.name for field in role(left.role).fields if field.links == right.role]
    if left.role == "statistics":  # its code is that of the areas it counts
        linking.append("code")
    if right.role == "building" and left.role != "room":
        linking.append(ROOM)
    found = [field for name in linking if (field := left.field(name))]
    if key is None or not found:
        raise _no_pair(left, right)
    room = next((field for field in found[1:] if field.name == ROOM), None)
    return Pairing(tuple(found[:1]), (key,), otherwise=room)


def pair_addresses(on: str | None, left: TableInfo, right: TableInfo) -> Pairing:
    """Read ``LEFT=RIGHT``, two fields of addresses; without it the roles' own."""
    if on is not None and "=" in on:
        names = on.split("=", 1)
        return Pairing((find_field(left, names[0]),), (find_field(right, names[1]),))
    there = right.field(TEXT)
    own = left.field(TEXT) if on is None else find_field(left, on)
    if own is None or there is None:
        raise BadInput(
            "no-common-field",
            tr("“{left}” and “{right}” do not both have an address.",
               left=left.name, right=right.name),
            Where(layer=left.name if own is None else right.name),
            tr("Say which fields hold the addresses, such as --on LEFT=RIGHT."),
        )  # fmt: skip
    return Pairing((own,), (there,))


def pair_names(left: TableInfo, right: TableInfo) -> Pairing:
    """Return the canonical names that both tables have, else the left table's address as text."""
    names = _names_of(left, right)
    own = left.field(f"{right.role}_name")
    if own is None and left.role in AREAS:
        own = left.field("name")
    if own is not None:
        shared = [field for field in names[:-1] if left.field(field.name)]
        lefts = tuple(find_field(left, field.name) for field in shared)
        return Pairing((*lefts, own), (*shared, names[-1]))
    text = left.field(TEXT)
    if text is None:
        raise _no_pair(left, right)
    return Pairing((text,), names, in_text=True)


def _names_of(left: TableInfo, right: TableInfo) -> tuple[TableField, ...]:
    """Return the right fields that name its parents, widest first, and its own name."""
    name = right.field("name")
    if name is None:
        raise _no_pair(left, right)
    wider = (right.field(parent) for parent in PARENTS if parent != f"{right.role}_name")
    return (*(field for field in wider if field is not None), name)


AREAS = ("district", "street", "community", "grid", "statistics")
"""Roles whose ``name`` is the name of an area."""


def code_kind(pairing: Pairing, left: TableInfo, right: TableInfo) -> str | None:
    """Return the kind of code compared: of the right field, else of the left one, else None."""
    for table, field in ((right, pairing.right[0]), (left, pairing.left[0])):
        if kind := code_of(field, table):
            return kind
    return None


def code_of(field: TableField, table: TableInfo) -> str | None:
    """Return the kind of code that a field of a table holds by its role, or None."""
    defined = role(table.role).field(field.name) if field.canonical else None
    return defined.code if defined is not None else None


def _no_pair(left: TableInfo, right: TableInfo) -> BadInput:
    return BadInput(
        "no-common-field",
        tr("“{left}” has no field that refers to “{right}”.", left=left.name, right=right.name),
        Where(layer=left.name),
        tr("Say which fields belong together, such as --on LEFT=RIGHT."),
    )


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()
