"""What fields and their values are called, in both languages."""

import csv
from functools import cache

from gridloom_data import data_path
from gridloom_layers.language import Language, tr
from gridloom_layers.roles import RoleField, role
from gridloom_layers.workspace.manifest import TableField, TableInfo


def table_title(table: TableInfo) -> dict[Language, str]:
    """Return what a table is called: as its role, by its known name, else as it is named.

    A workspace may have several tables of a role, such as registers.
    """
    if table.name == table.role:
        return dict(role(table.role).title)
    return dict(_known_tables().get(table.name, {"zh": table.name, "en": table.name}))


@cache
def _known_tables() -> dict[str, dict[Language, str]]:
    with data_path("names", "tables.csv").open(encoding="utf-8", newline="") as file:
        return {row["table"]: {"zh": row["zh"], "en": row["en"]} for row in csv.DictReader(file)}


def canonical_field(table: TableInfo, field: TableField) -> RoleField | None:
    """Return what the role of a table knows of a field; None where the field is a source's own."""
    return role(table.role).field(field.name) if field.canonical else None


def field_title(table: TableInfo, field: TableField) -> dict[Language, str]:
    """Return what a field is called: by its role, or as in its source."""
    known = canonical_field(table, field)
    return dict(known.title) if known else {"zh": field.name, "en": field.name}


def value_label(value: object, field: RoleField | None) -> dict[Language, str]:
    """Return a value in both languages: canonical values and yes or no in words."""
    if isinstance(value, bool):
        return tr("yes").both() if value else tr("no").both()
    text = "" if value is None else written(value)
    aliases = field.values.get(text, ()) if field else ()
    words = [alias for alias in aliases if len(alias) > 1 or not alias.isascii()]
    chinese = next((word for word in words if not word.isascii()), text)
    english = next((word for word in words if word.isascii()), text)
    return {"zh": chinese, "en": english}


def written(value: object) -> str:
    """Write a number as exactly as coordinates need it: twelve digits, or to the unit if larger."""
    if not isinstance(value, float):
        return str(value)
    return f"{value:,.12g}" if abs(value) < 1e12 else f"{value:,.0f}"
