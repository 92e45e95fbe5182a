"""Rows named by their keys: whether a key may be turned into a row, and the row into what it is."""

from gridloom_analytics.bilingual import Given
from gridloom_analytics.disclosure.grading import treatments
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr
from gridloom_layers.roles import role
from gridloom_layers.workspace import Reading, TableInfo


def personal_key(store: Reading, table: TableInfo) -> str | None:
    """Return the key of a table that tells single persons apart; None where none does.

    It is that of the role where the table has none. Masked rows go by their row keys, so whoever
    could turn an ID into one would know whose row it is, and from an answer of any kind that the
    person is there.
    """
    key = table.key or role(table.role).key
    if key is None or table.field(key) is None:
        return None
    treatment = treatments(table, [key], store.links)[key]
    return None if treatment in ("keep", "scrub") else key


def identifying(table: TableInfo, field: str, hint: Message) -> BadInput:
    """Return what is told to whoever asks by a field that tells single persons apart.

    Whether anybody is found is not told.
    """
    known = role(table.role).field(field)
    return BadInput(
        "identifying-field",
        tr(
            "“{key}” tells single persons apart.",
            key=Given.of(known.title) if known is not None else field,
        ),
        Where(layer=table.name, column=field),
        hint,
    )
