"""The role of a layer or table in the city: its fields, codes and links, read from data files."""

import tomllib
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from gridloom_data import data_path
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Language, listed, tr

FieldType = Literal["text", "integer", "number", "date", "datetime", "boolean"]
Personal = Literal["no", "identifier", "sensitive"]
GeometryKind = Literal["area", "point", "any", "none"]

ROLES = (
    "district", "street", "community", "grid", "building", "room", "component", "facility",
    "person", "entity", "event", "statistics", "register", "class",
)  # fmt: skip
LEVELS = ("district", "street", "community", "grid")
"""The area levels from the widest to the finest."""


class RoleField(BaseModel):
    """One canonical field of a role.

    ``code`` names the code form of a text field (a module of ``gridloom_layers.codes``);
    ``values`` maps each canonical value to its Chinese and English aliases;
    ``links`` names the role whose key this field refers to;
    ``personal`` grades it for the gate.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    type: FieldType
    title: dict[Language, str]
    aliases: tuple[str, ...] = ()
    code: str | None = None
    values: dict[str, tuple[str, ...]] = {}
    links: str | None = None
    personal: Personal = "no"


class DerivedField(BaseModel):
    """A value computed from fields at the workspace's data date, such as a person's age."""

    model_config = ConfigDict(frozen=True)

    name: str
    type: FieldType
    title: dict[Language, str]
    aliases: tuple[str, ...] = ()
    needs: tuple[str, ...]


class Role(BaseModel):
    """A role: what the rows are, which field identifies them, where they may lie.

    ``records`` come in tens of millions: they are kept as rows only, not as a layer file.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    title: dict[Language, str]
    aliases: tuple[str, ...] = ()
    key: str | None = None
    geometry: GeometryKind
    personal: bool = False
    records: bool = False
    fields: tuple[RoleField, ...]
    derived: tuple[DerivedField, ...] = ()

    def field(self, name: str) -> RoleField | None:
        """Return the canonical field called ``name``, or None."""
        return next((field for field in self.fields if field.name == name), None)


@cache
def role(name: str) -> Role:
    """Return the role called ``name``; raise ``BadInput`` for a name that is none.

    >>> role("person").key
    'citizen_id'
    """
    if name not in ROLES:
        raise BadInput(
            "unknown-role",
            tr("There is no role “{role}”.", role=name),
            hint=tr("Use one of: {roles}.", roles=listed(ROLES)),
        )
    document = tomllib.loads(data_path("roles", f"{name}.toml").read_text(encoding="utf-8"))
    return Role(name=name, **document)
