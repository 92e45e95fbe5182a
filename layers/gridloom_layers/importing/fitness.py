"""Whether a source can be what the user says it is, and what it lacks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.importing.mapping import POSITION, suggest_mapping
from gridloom_layers.language import Language, Listing, Message, listed, tr
from gridloom_layers.readers import Source
from gridloom_layers.roles import ROLES, Role, RoleField, role
from gridloom_layers.roles.aliases import fold_header

FITTING = 3
"""As many columns of another role, its key among them, make a table one of that role."""
NEAR = 0.7
"""How alike a header and a name of a field are at least, of 1, for the one to be meant."""
NAMED = 6
"""Columns and fields that a sentence names at most."""
DIVISIONS = ("district", "street", "community")
"""Areas that only a code or a name tells; cells of a grid are of use by their place alone."""
NAMES = frozenset({"code", "name", "street_name", "district_name"})
"""Fields that tell of any role what a row is, beside its key and what refers to other rows."""


@dataclass(frozen=True)
class Fields(Listing):
    """Fields as a part of a sentence: what they are called, and by which ``names`` if asked for."""

    names: bool = False

    def render(self, language: Language) -> str:
        """Return titles, and names, of the fields."""
        form = "{title}（{name}）" if language == "zh" else "{title} ({name})"
        told = [
            part if isinstance(part, str)
            else form.format(title=part.title[language], name=part.name) if self.names
            else part.title[language]
            for part in self.parts
        ]  # fmt: skip
        return listed(told).render(language)


def check_role(asked: Role, source: Source, mapping: Mapping[str, str]) -> None:
    """Refuse a layer of areas or lines as a list of persons without their key, and a table that
    has nothing but perhaps a name of ``asked`` and the key and more of another role."""
    unkeyed = asked.key is not None and asked.key not in mapping
    if asked.geometry == "none" and unkeyed and source.geometry in ("area", "line"):
        raise _wrong(
            asked, source, tr("Give the role of the layer, such as community, grid or building.")
        )
    if asked.key is None or source.geometry is not None or set(mapping) - {"name"}:
        return
    for other in map(role, ROLES):
        fitting = suggest_mapping(other, source.headers)
        if other.key in fitting and len(fitting) >= FITTING:
            raise _wrong(asked, source, tr("It looks like {role}: --role {role}.", role=other.name))


def _wrong(asked: Role, source: Source, hint: Message) -> BadInput:
    return BadInput(
        "wrong-role",
        tr("“{file}” does not hold what the role {role} is.", file=source.name, role=asked.name),
        Where(file=str(source.path), layer=source.layer),
        hint,
    )


def is_unknown(asked: Role, geometry: str | None, mapping: Mapping[str, str]) -> bool:
    """Say whether a source has nothing by which its rows could be of a role.

    A place is enough for a building, an event or a cell, but divisions are known by a code or a
    name. ``geometry`` is that of the source, ``mapping`` field → column. Areas without outlines are
    another fault, whatever their columns.
    """
    if set(mapping) - set(POSITION) or (asked.geometry == "area" and geometry is None):
        return False
    placed = geometry is not None or set(POSITION) <= set(mapping)
    return not placed or asked.geometry == "none" or asked.name in DIVISIONS


def check_known(asked: Role, source: Source, mapping: Mapping[str, str]) -> None:
    """Refuse a source none of whose columns is a field of the role (see :func:`is_unknown`)."""
    if not is_unknown(asked, source.geometry, mapping):
        return
    if not source.headers:
        raise _bare(asked, source)
    raise BadInput(
        "no-known-column",
        tr("None of the columns of “{file}” is a field of the role {role}: {columns}.",
           file=source.name, role=asked.name, columns=listed(_first(source.headers))),
        Where(file=str(source.path), layer=source.layer),
        _how_to_map(asked, source.headers),
    )  # fmt: skip


def _bare(asked: Role, source: Source) -> BadInput:
    return BadInput(
        "no-known-column",
        tr("“{file}” has shapes and no columns, but the role {role} needs a code or a name.",
           file=source.name, role=asked.name),
        Where(file=str(source.path), layer=source.layer),
        tr("Give the shapes a column of their codes or names first."),
    )  # fmt: skip


def _how_to_map(asked: Role, headers: Sequence[str]) -> Message:
    fields = Fields("", parts=tuple(_first(identifying(asked))), names=True)
    for header in headers:
        if (near := nearest_field(asked, header)) is not None:
            return tr(
                "“{column}” may be meant: --map {field}={column}. The role needs one of: {fields}.",
                column=header, field=near.name, fields=fields,
            )  # fmt: skip
    return tr(
        "The role needs one of: {fields}. Say which column it is (--map {field}=COLUMN), or give "
        "another role.",
        fields=fields, field=identifying(asked)[0].name,
    )  # fmt: skip


def nearest_field(asked: Role, header: str) -> RoleField | None:
    """Return the field one of whose names is most like a header; None where none is like it.

    >>> nearest_field(role("person"), "身份证编号").name, nearest_field(role("person"), "foo")
    ('citizen_id', None)
    """
    fields = {
        fold_header(name): field
        for field in reversed(asked.fields)
        for name in (field.name, *field.title.values(), *field.aliases)
    }
    near = get_close_matches(fold_header(header), fields, n=1, cutoff=NEAR)
    return fields[near[0]] if near else None


def identifying(asked: Role) -> list[RoleField]:
    """Return the fields that tell what a row is: key and name first, then codes of other rows."""
    telling = [
        field for field in asked.fields
        if field.name == asked.key or field.name in NAMES or field.code or field.links
    ]  # fmt: skip
    return sorted(telling, key=lambda field: (field.name != asked.key, field.name != "name"))


def about_identity(asked: Role, mapping: Mapping[str, str]) -> list[Message]:
    """Tell of a source whose columns are fields of the role, but none that tells rows apart."""
    telling = identifying(asked)
    if any(field.name in mapping for field in telling):
        return []
    return [
        tr("No column was taken for any of {fields}: the rows can be counted, but neither updated "
           "nor joined by a code.", fields=Fields("", parts=tuple(_first(telling))))
    ]  # fmt: skip


def _first(names: Iterable[object]) -> list[object]:
    """Return as many names as a sentence bears."""
    every = list(names)
    return every if len(every) <= NAMED else [*every[:NAMED], "…"]
