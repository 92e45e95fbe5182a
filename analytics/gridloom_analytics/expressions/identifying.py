"""Fields that tell one person from all others, which no published count may ask about.

A count of 1 to 9 is withheld, but marked: where it stands alone among zeros, the mark itself says
where that one person is. And counts by an identifier would list the identifiers.
"""

from collections.abc import Iterable

from gridloom_analytics.expressions.fields import Fields
from gridloom_analytics.expressions.filter import Filter, Value
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.roles import role
from gridloom_layers.workspace import Reading


def identifying_fields(store: Reading, asked: Filter | Value) -> list[str]:
    """Return the fields in ``asked`` that are texts which the role grades as personal.

    Names, telephone numbers and citizen IDs are; dates are not, as ages come from them.
    """
    known = role(store.table(asked.table).role)
    graded = [known.field(name) for name in sorted(asked.fields)]
    return [f.name for f in graded if f and f.type == "text" and f.personal != "no"]


def refuse_identifying(store: Reading, asked: Filter | Value) -> None:
    """Raise ``BadInput`` if an identifying field decides what is counted."""
    _refuse(asked.table, identifying_fields(store, asked))


def refuse_listing(store: Reading, value: Value) -> None:
    """Raise ``BadInput`` if counting by ``value`` would list personal texts or dates."""
    if value.type not in ("text", "date", "datetime"):
        return
    info = store.table(value.table)
    known, fields = role(info.role), Fields(store, info)
    stored = value.fields - set(fields.links.values())
    grades = {name: {fields.find(name).personal} for name in sorted(stored)}
    for name, found in grades.items():
        if (canonical := known.field(name)) is not None:
            found.add(canonical.personal)
    _refuse(value.table, [name for name, found in grades.items() if found != {"no"}])


def _refuse(table: str, fields: Iterable[str]) -> None:
    for name in fields:
        raise BadInput(
            "identifying-field",
            tr("“{field}” tells single persons apart, so rows are not counted by it.", field=name),
            Where(layer=table, column=name),
            tr(
                "Count by another field; single rows are looked up without --by, "
                'those of persons with --personal --reason "…".'
            ),
        )
