"""Rows named by their keys: whether a key may be turned into a row, and the row into what it is."""

from gridloom_desktop.publishing.export.grading import treatments
from gridloom_desktop.publishing.export.permission import Permission
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, current_language, tr
from gridloom_layers.roles import role
from gridloom_layers.workspace import Reading, TableInfo


def names_no_person(store: Reading, table: TableInfo, permission: Permission | None) -> bool:
    """Tell whether a row may be asked for by its key: with a permission any row may be.

    Masked rows go by their row keys, so whoever could turn an ID into one would know whose row it
    is, and from an answer of any kind that the person is there.
    """
    key = _key(table)
    if permission is not None or key is None:
        return True
    return treatments(table, [key], store.links)[key] in ("keep", "scrub")


def identifying_key(table: TableInfo, hint: Message) -> BadInput:
    """Return what is told to whoever asks for a person by a key; whether it is there is not."""
    return identifying(table, _key(table) or "–", hint)


def identifying(table: TableInfo, field: str, hint: Message) -> BadInput:
    """Return what is told to whoever asks by a field that tells single persons apart."""
    known = role(table.role).field(field)
    title = known.title[current_language()] if known is not None else field
    return BadInput(
        "identifying-field",
        tr("“{key}” tells single persons apart.", key=title),
        Where(layer=table.name, column=field),
        hint,
    )


def _key(table: TableInfo) -> str | None:
    """Return the field that rows are named by: that of the role where the table has no key."""
    key = table.key or role(table.role).key
    return key if key is not None and table.field(key) is not None else None
