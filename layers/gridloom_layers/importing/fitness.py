"""Whether a source can be what the user says it is."""

from collections.abc import Mapping

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.importing.mapping import suggest_mapping
from gridloom_layers.language import Message, tr
from gridloom_layers.readers import Source
from gridloom_layers.roles import ROLES, Role, role

FITTING = 3
"""As many columns of another role, its key among them, make a table one of that role."""


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
