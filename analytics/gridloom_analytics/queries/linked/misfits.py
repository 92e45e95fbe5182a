"""Why no row has a key: nobody has it, or it cannot be such a code."""

import datetime as dt

import pyarrow as pa

from gridloom_analytics.bilingual import Given
from gridloom_analytics.queries.linked.forms import kind_of
from gridloom_layers.codes import check
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, listed, tr
from gridloom_layers.roles import role
from gridloom_layers.workspace import TableInfo

LENGTHS = {
    "citizen": (18, 15),
    "credit": (18, 9),
    "organisation": (9,),
    "division": (2, 4, 6, 9, 12),
    "grid": (15, 14),
    "component": (16,),
    "building": (19,),
    "room": (25,),
}
"""Characters of a code of each kind, the usual form first."""
SHORT = 9
"""The length of an organisation code, which may be given for a credit code."""
WRONG_CHARACTERS = tr("it holds a character that cannot stand where it does")
FAULTS = {
    "damaged-by-excel": tr("a spreadsheet has taken its last digits"),
    "check-digit": tr("its check digit is wrong"),
    "implausible-date": tr("the date of birth in it cannot be"),
}
"""What is wrong with a code of the right form, by its finding."""


def misfit(table: TableInfo, key: str, text: str, data_date: dt.date) -> BadInput:
    """Return the error that no row has ``text`` as its ``key``; the text itself is not repeated.

    A code that was looked up belongs to somebody, so it does not go into messages and logs.
    """
    known = role(table.role).field(key)
    field = Given.of(known.title) if known is not None else key
    wrong = _wrong(kind_of(table, key), text, data_date)
    if wrong is None:
        return BadInput(
            "no-such-row",
            tr("No row of “{table}” has this “{field}”.", table=table.name, field=field),
            Where(layer=table.name, column=key),
            tr("Compare it with its document; if it is right, the row is missing."),
        )
    return BadInput(
        "wrong-form",
        tr("No row of “{table}” has this “{field}”: {wrong}.",
           table=table.name, field=field, wrong=wrong),
        Where(layer=table.name, column=key),
        tr("Compare it with its document."),
    )  # fmt: skip


def _wrong(kind: str | None, text: str, data_date: dt.date) -> Message | None:
    """Return what is wrong with a code of a kind, None where nothing is."""
    if kind is None:
        return None
    checked = check(kind, pa.array([text], pa.string()), data_date)
    if kind == "credit" and len(checked.normal[0].as_py() or "") == SHORT:
        checked = check("organisation", checked.normal)
    found = {name for name, mask in checked.findings.items() if mask[0]}
    code = checked.normal[0].as_py() or ""
    if "bad-form" in found or not code:
        if len(code) in LENGTHS[kind]:
            return WRONG_CHARACTERS
        return tr("it has {count} characters where {expected} are needed",
                  count=len(code), expected=_either(LENGTHS[kind]))  # fmt: skip
    return next((FAULTS[name] for name in FAULTS if name in found), None)


def _either(lengths: tuple[int, ...]) -> Message | str:
    *others, last = map(str, lengths)
    return tr("{others} or {last}", others=listed(others), last=last) if others else last
