"""What a user names: a table, a field that departments can differ on, a department, a row."""

from collections.abc import Sequence

import pyarrow as pa

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import listed, tr
from gridloom_layers.ownership.precedence import claimed_fields
from gridloom_layers.roles import role
from gridloom_layers.roles.aliases import fold_header
from gridloom_layers.workspace import Reading, TableInfo


def find_field(reading: Reading, table: TableInfo, text: str) -> str:
    """Return the field that ``text`` names: by its name, its header in a source or its title."""
    fields = claimed_fields(reading, table.name, table.fields, table.key)
    if text in fields:
        return text
    wanted = fold_header(text)
    for name in fields:
        stored, known = table.field(name), role(table.role).field(name)
        names = [name, stored.source if stored and stored.source else name]
        names += [*known.title.values(), *known.aliases] if known else []
        if wanted in map(fold_header, names):
            return name
    raise BadInput(
        "unknown-field",
        tr("“{table}” has no field “{field}” that departments could differ on.",
           table=table.name, field=text),
        Where(layer=table.name, column=text),
        tr("It has: {names}.", names=listed(fields)),
    )  # fmt: skip


def departments_of(table: TableInfo) -> list[str]:
    """Return the departments that sources of a table are from."""
    named = (source.department for source in table.sources)
    return list(dict.fromkeys(name for name in named if name))


def check_departments(table: TableInfo, names: Sequence[str]) -> None:
    """Refuse a department that no source of a table is from, and one named twice."""
    known = departments_of(table)
    for position, name in enumerate(names):
        if name not in known:
            raise BadInput(
                "unknown-department",
                tr("No source of “{table}” is from “{department}”.", table=table.name,
                   department=name),
                Where(layer=table.name),
                tr("Its sources are from: {names}. Name one with “gridloom import --from”.",
                   names=listed(known)),
            )  # fmt: skip
        if name in names[:position]:
            raise BadInput(
                "department-twice",
                tr("“{department}” is named twice.", department=name),
                Where(layer=table.name),
                tr("Name each department once, the first owner first."),
            )


def find_row(reading: Reading, table: TableInfo, text: str) -> int:
    """Return the row key of the row whose key is ``text``, or that has ``text`` as row key."""
    if table.key is not None:
        found = reading.find(table.name, table.key, pa.array([text])).column("row_key")
        if len(found):
            return found[0].as_py()
    if (row_key := numbered_row(reading, table, text)) is not None:
        return row_key
    raise BadInput(
        "no-such-row",
        tr("“{table}” has no row with this key.", table=table.name),
        Where(layer=table.name, column=table.key),
        tr("Give the value of “{key}”, or the row key that “gridloom query” lists.",
           key=table.key) if table.key else tr("Give the row key that “gridloom query” lists."),
    )  # fmt: skip


def numbered_row(reading: Reading, table: TableInfo, text: str) -> int | None:
    """Return the row key that ``text`` is; None where it is no number or no row has it."""
    if not (text.isascii() and text.isdigit() and len(text) < len(str(1 << 62))):
        return None
    found = reading.rows(table.name, pa.array([int(text)]), []).column("row_key")
    return found[0].as_py() if len(found) else None
