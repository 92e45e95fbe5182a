"""What a user decides about conflicts, and is logged: a field by rule, one value by hand."""

import getpass
from collections.abc import Callable
from typing import Literal

from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import listed, tr
from gridloom_layers.ownership.listing import Said, provenance
from gridloom_layers.ownership.named import find_field, find_row
from gridloom_layers.ownership.precedence import ANY_FIELD
from gridloom_layers.ownership.resolving import Resolved, by_hand, by_rule, decided_anew
from gridloom_layers.ownership.rules import owners_of
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import Store, TableInfo

Rule = Literal["owner", "newest"]
OTHER = "other"
"""Stands for the department that says something else, where it is only one."""


def resolve_by_rule(
    store: Store, table: str, field: str, rule: Rule, progress: Progress
) -> Resolved:
    """Decide all conflicts of a field by its owners, or accept the newest values.

    What was decided by hand stands; what is accepted stands until something new is said. Raises
    ``BadInput`` where the field has no owner.
    """
    with store.change() as change:
        info = store.table(table)
        name = find_field(store, info, field)
        owners = owners_of(store, table)
        if rule == "owner" and not owners.get(name, owners.get(ANY_FIELD)):
            raise _unowned(table, name)
        decide = by_rule(info, owners, name, newest=rule == "newest")
        resolved = decided_anew(change, info, decide, progress)
    _log(store, table, name, {"rule": rule, "decided": resolved.decided[name],
                              "changed": resolved.changed})  # fmt: skip
    return resolved


def resolve_by_hand(
    store: Store,
    table: str,
    field: str,
    row: str,
    reason: str,
    progress: Progress,
    *,
    value: Callable[[TableInfo, str], str] | None = None,
    take: str | None = None,
) -> Resolved:
    """Decide one field of one row: by a ``value``, or by what the department ``take`` says.

    ``value`` gives the value as the table would hold it, for the table and the field. The decision
    stands until a value comes that nobody had said.
    """
    with store.change() as change:
        info = store.table(table)
        name = find_field(store, info, field)
        row_key = find_row(store, info, row)
        said = next(each for each in provenance(store, info, row_key) if each.field == name)
        text = value(info, name) if value is not None else _word_of(info, said, take or OTHER)
        decide = by_hand(info, {name: text})
        resolved = decided_anew(change, info, decide, progress, [row_key])
    _log(store, table, name, {"row_key": row_key, "reason": reason, "take": take or "value",
                              "changed": resolved.changed})  # fmt: skip
    return resolved


def _unowned(table: str, field: str) -> BadInput:
    return BadInput(
        "no-owner",
        tr("Nobody owns “{field}” of “{table}”.", field=field, table=table),
        Where(layer=table, column=field),
        tr("Name its owners with “gridloom own”, or take --rule newest."),
    )


def _word_of(info: TableInfo, said: Said, department: str) -> str:
    """Return what a department says."""
    names = {source.number: source.department or "" for source in info.sources}
    others = {names[source]: text for text, source in said.others}
    if department == OTHER and len(others) == 1:
        return next(iter(others.values()))
    words = {**others, **dict.fromkeys((names[each] for each in said.sources), said.value)}
    word = words.get(department)
    if word is None:
        known = [name for name in words if name]
        raise BadInput(
            "no-such-word",
            tr("In this row “{department}” says nothing about “{field}”.",
               department=department, field=said.field),
            Where(layer=info.name, column=said.field),
            tr("It is told by: {names}.", names=listed(known)),
        )  # fmt: skip
    return word


def _log(store: Store, table: str, field: str, details: dict[str, object]) -> None:
    store.log("resolve", {"who": _who(), "table": table, "field": field, **details})


def _who() -> str:
    """Return the user's name at this machine, where the machine knows one."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "–"
