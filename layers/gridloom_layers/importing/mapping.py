"""Which column of a source is which field of a role: suggested, explained, overruled."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import listed, tr
from gridloom_layers.roles import Role
from gridloom_layers.roles.aliases import fold_header

Reason = Literal["title", "alias", "contained"]
POSITION = ("x", "y")
COORDINATES = {
    "x": ("x", "lon", "lng", "long", "longitude", "经度", "东坐标", "横坐标", "X坐标", "coord_x",
          "xcoord", "TWD97X", "easting", "point_x", "POINT_X", "gis_x"),
    "y": ("y", "lat", "latitude", "纬度", "北坐标", "纵坐标", "Y坐标", "coord_y", "ycoord",
          "TWD97Y", "northing", "point_y", "POINT_Y", "gis_y"),
}  # fmt: skip
"""Headers of coordinates; x is always the easting or longitude."""


@dataclass(frozen=True)
class Suggestion:
    """A column suggested for a field, and why: by its title, an alias, or a part of its name."""

    column: str
    reason: Reason


def explain_mapping(role: Role, headers: Sequence[str]) -> dict[str, Suggestion]:
    """Return the column suggested for each field, the surest matches first.

    A header that is the field's name or title wins over an alias, an alias over a header that
    holds one; each column is used once. ``x`` and ``y`` are suggested together, for roles that
    may be points.
    """
    found: dict[str, Suggestion] = {}
    free = list(headers)
    for reason in ("title", "alias", "contained"):
        for name, names in _names(role, reason).items():
            if name in found:
                continue
            column = _first_match(names, free, contained=reason == "contained")
            if column is not None:
                found[name] = Suggestion(column, reason)
                free.remove(column)
    if not set(POSITION) <= set(found):
        found = {name: match for name, match in found.items() if name not in POSITION}
    return found


def suggest_mapping(role: Role, headers: Sequence[str]) -> dict[str, str]:
    """Return the column suggested for each field.

    >>> from gridloom_layers.roles import role
    >>> suggest_mapping(role("event"), ["編號", "案類", "發生日期", "發生時段"])
    {'code': '編號', 'class_name': '案類', 'reported_at': '發生日期'}
    """
    return {name: match.column for name, match in explain_mapping(role, headers).items()}


def resolve_mapping(
    role: Role,
    headers: Sequence[str],
    chosen: Mapping[str, str],
    remembered: Mapping[str, str] | None,
    file: str,
) -> dict[str, str]:
    """Return the mapping to use: what the user chose, over what was remembered or is suggested."""
    base = dict(remembered) if remembered is not None else suggest_mapping(role, headers)
    known = [*(field.name for field in role.fields), *POSITION]
    for name, column in chosen.items():
        if name not in known:
            raise _unknown("field", name, known, role.name, file)
        if column and column not in headers and column not in POSITION:
            raise _unknown("column", column, headers, role.name, file)
    taken = set(chosen.values())
    kept = {name: column for name, column in base.items() if column not in taken}
    merged = {**kept, **chosen}
    return {name: column for name, column in merged.items() if column}


def mapping_key(role: Role, headers: Sequence[str]) -> str:
    """Return the digest under which the mapping of these headers is remembered."""
    return hashlib.sha256("\n".join((role.name, *headers)).encode()).hexdigest()


def _unknown(what: str, name: str, known: Sequence[str], role: str, file: str) -> BadInput:
    near = get_close_matches(name, known, n=3, cutoff=0.5) or list(known)
    hint = tr("Near it: {names}.", names=listed(near))
    if what == "field":
        return BadInput(
            "unknown-field",
            tr("“{name}” is not a field of the role {role}.", name=name, role=role),
            Where(file=file),
            hint,
        )
    return BadInput(
        "unknown-column",
        tr("The source has no column “{name}”.", name=name),
        Where(file=file, column=name),
        hint,
    )


def _names(role: Role, reason: Reason) -> dict[str, tuple[str, ...]]:
    titles = {field.name: (field.name, *field.title.values()) for field in role.fields}
    aliases = {field.name: field.aliases for field in role.fields}
    if reason == "title":
        return titles
    if reason == "contained":
        return {name: (*titles[name], *aliases[name]) for name in titles}
    if role.geometry in ("point", "any"):
        return {**COORDINATES, **aliases}
    return aliases


def _first_match(names: Sequence[str], headers: Sequence[str], *, contained: bool) -> str | None:
    """Return the first header that is one of ``names``, in the order of the names.

    Only Chinese names of three characters or more are looked for inside a header: shorter ones
    and English words are in too many.
    """
    for name in map(fold_header, names):
        if contained and (len(name) < 3 or name.isascii()):
            continue
        for header in headers:
            folded = fold_header(header)
            if folded == name or (contained and name in folded):
                return header
    return None
