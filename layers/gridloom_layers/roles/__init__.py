"""Roles of layers and tables."""

from gridloom_layers.roles.role import (
    LEVELS,
    ROLES,
    DerivedField,
    FieldType,
    GeometryKind,
    Personal,
    Role,
    RoleField,
    role,
)

__all__ = [
    "LEVELS",
    "ROLES",
    "DerivedField",
    "FieldType",
    "GeometryKind",
    "Personal",
    "Role",
    "RoleField",
    "role",
]
