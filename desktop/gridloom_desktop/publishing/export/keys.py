"""Rows named by their keys: whether a key may be turned into a row, and the row into what it is."""

from gridloom_desktop.publishing.export.grading import treatments
from gridloom_desktop.publishing.export.permission import Permission
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr
from gridloom_layers.workspace import Reading, TableInfo


def names_no_person(store: Reading, table: TableInfo, permission: Permission | None) -> bool:
    """Tell whether a row may be asked for by its key: with a permission any row may be.

    Masked rows go by their row keys, so whoever could turn an ID into one would know whose row it
    is, and from an answer of any kind that the person is there.
    """
    if permission is not None or table.key is None:
        return True
    return treatments(table, [table.key], store.links)[table.key] in ("keep", "scrub")


def identifying_key(table: TableInfo, hint: Message) -> BadInput:
    """Return what is told to whoever asks for a person by a key; whether it is there is not."""
    return BadInput(
        "identifying-key",
        tr("“{key}” tells single persons apart.", key=table.key or "–"),
        Where(layer=table.name, column=table.key),
        hint,
    )
