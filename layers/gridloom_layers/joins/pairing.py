"""Which fields of two tables a join compares: as the user says, or by what their roles mean."""

import re
import unicodedata
from dataclasses import dataclass

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.roles import role
from gridloom_layers.workspace.manifest import TableField, TableInfo

PARENTS = ("district_name", "street_name")
"""Fields that name the wider areas around a row, widest first."""
TEXT = "address"
"""The canonical field of free text that may name areas."""


@dataclass(frozen=True)
class Pairing:
    """Fields of the left table and fields of the right one that belong together, in order.

    ``in_text``: the left field is free text in which areas are named.
    """

    left: tuple[TableField, ...]
    right: tuple[TableField, ...]
    in_text: bool = False

    @property
    def on(self) -> str:
        """The pairing as it is written: ``district_name+name=區域+村里``."""
        sides = ("+".join(field.name for field in side) for side in (self.left, self.right))
        return ("~" if self.in_text else "=").join(sides)


def pair_by(on: str, left: TableInfo, right: TableInfo) -> Pairing:
    """Read ``LEFT+LEFT=RIGHT+RIGHT``: fields of the left table first, then of the right one.

    Fields go by their name or by the header they had in the source. ``TEXT~RIGHT+RIGHT`` looks
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
    in_text = "~" in on or [field.name for field in lefts] == [TEXT]
    if in_text and len(lefts) > 1:
        raise BadInput(
            "bad-on",
            tr("Areas can be looked for in one text field only, not in {fields}.", fields=sides[0]),
            hint=tr("Name one field before “~”."),
        )
    return Pairing(lefts, rights, in_text)


def find_field(table: TableInfo, name: str) -> TableField:
    """Return the field with a name or source header; raise ``BadInput`` that lists the fields."""
    wanted = _plain(name)
    for field in table.fields:
        if wanted in (_plain(field.name), _plain(field.source or field.name)):
            return field
    raise BadInput(
        "unknown-column",
        tr("“{table}” has no field “{name}”.", table=table.name, name=name.strip()),
        Where(layer=table.name, column=name.strip()),
        tr("It has: {names}.", names=", ".join(table.field_names)),
    )


def pair_codes(left: TableInfo, right: TableInfo) -> Pairing:
    """Return the left field that refers to the right table's role, and the right table's key."""
    key = right.field(right.key or role(right.role).key or "")
    linking = [field.name for field in role(left.role).fields if field.links == right.role]
    if left.role == "statistics":  # its code is that of the areas it counts
        linking.append("code")
    found = next((field for name in linking if (field := left.field(name))), None)
    if key is None or found is None:
        raise _no_pair(left, right)
    return Pairing((found,), (key,))


def pair_names(left: TableInfo, right: TableInfo) -> Pairing:
    """Return the canonical names that both tables have, else the left table's address as text."""
    right_name = right.field("name")
    if right_name is None:
        raise _no_pair(left, right)
    own = f"{right.role}_name"
    parents = tuple(name for name in PARENTS if name != own and right.field(name))
    left_name = left.field(own) or (left.field("name") if left.role in AREAS else None)
    if left_name is not None:
        shared = tuple(name for name in parents if left.field(name))
        return Pairing(
            (*(find_field(left, name) for name in shared), left_name),
            (*(find_field(right, name) for name in shared), right_name),
        )
    text = left.field(TEXT)
    if text is None:
        raise _no_pair(left, right)
    rights = (*(find_field(right, name) for name in parents), right_name)
    return Pairing((text,), rights, in_text=True)


AREAS = ("district", "street", "community", "grid", "statistics")
"""Roles whose ``name`` is the name of an area."""


def code_kind(pairing: Pairing, left: TableInfo, right: TableInfo) -> str | None:
    """Return the kind of code compared: of the right field, else of the left one, else None."""
    for table, field in ((right, pairing.right[0]), (left, pairing.left[0])):
        defined = role(table.role).field(field.name) if field.canonical else None
        if defined is not None and defined.code is not None:
            return defined.code
    return None


def _no_pair(left: TableInfo, right: TableInfo) -> BadInput:
    return BadInput(
        "no-common-field",
        tr("“{left}” has no field that refers to “{right}”.", left=left.name, right=right.name),
        Where(layer=left.name),
        tr("Say which fields belong together, such as --on LEFT=RIGHT."),
    )


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()
