"""The algebra of conditions: how two make a third, and the plain form of what that gives."""

from collections.abc import Iterable, Iterator
from functools import reduce
from itertools import chain
from typing import Literal, get_args

import numpy as np

from gridloom_analytics.selecting.conditions import (
    NOTHING,
    AllOf,
    AnyOf,
    Condition,
    Everything,
    Keys,
    Linked,
    Not,
    Rows,
)

How = Literal["replace", "add", "remove", "within"]
"""What a new selection does to the one before."""
HOWS: tuple[How, ...] = get_args(How)


def combined(old: Condition | None, new: Condition, how: How = "replace") -> Condition:
    """Return what is selected after ``new`` was picked where ``old`` was selected (None: no row).

    ``replace``: the new rows; ``add``: those too; ``remove``: the old ones without them;
    ``within``: those of the old ones that are among them.
    """
    before = NOTHING if old is None else old
    if how == "replace":
        return simplified(new)
    if how == "add":
        return simplified(AnyOf(parts=(before, new)))
    if how == "remove":
        return simplified(AllOf(parts=(before, Not(condition=new))))
    return simplified(AllOf(parts=(before, new)))


def simplified(condition: Condition) -> Condition:
    """Return a condition that holds for the same rows, in its plainest form.

    Parts of parts are joined, double negations and repetitions go, rows that are listed are
    united, intersected and subtracted, and what is decided by “all” or “none” is.
    """
    match condition:
        case Not():
            return _negated(simplified(condition.condition))
        case AllOf():
            return _all_of(_flat(AllOf, map(simplified, condition.parts)))
        case AnyOf():
            return _any_of(_flat(AnyOf, map(simplified, condition.parts)))
        case Linked():
            return condition.model_copy(update={"condition": simplified(condition.condition)})
        case _:
            return condition


def _negated(inner: Condition) -> Condition:
    if isinstance(inner, Not):
        return inner.condition
    if isinstance(inner, Everything):
        return NOTHING
    return Everything() if inner == NOTHING else Not(condition=inner)


def _flat(kind: type[AllOf | AnyOf], parts: Iterable[Condition]) -> list[Condition]:
    return list(dict.fromkeys(_leaves(kind, parts)))


def _leaves(kind: type[AllOf | AnyOf], parts: Iterable[Condition]) -> Iterator[Condition]:
    for part in parts:
        if isinstance(part, kind):
            yield from part.parts
        else:
            yield part


def _any_of(parts: list[Condition]) -> Condition:
    listed = [part for part in parts if isinstance(part, Rows)]
    others: list[Condition] = [part for part in parts if not isinstance(part, Rows)]
    if any(isinstance(part, Everything) or _negated(part) in others for part in others):
        return Everything()
    united = Rows.of(chain.from_iterable(part.keys for part in listed))
    return _one_or(AnyOf, [*others, united] if united.keys else others, NOTHING)


def _all_of(parts: list[Condition]) -> Condition:
    others: list[Condition] = [part for part in parts if not isinstance(part, Everything)]
    if any(_negated(part) in others for part in others):
        return NOTHING
    listed = [part.array for part in others if isinstance(part, Rows)]
    if not listed:
        return _one_or(AllOf, others, Everything())
    keys = reduce(np.setdiff1d, map(_left_out, others), reduce(np.intersect1d, listed))
    kept = [part for part in others if not (isinstance(part, Rows) or len(_left_out(part)))]
    return _one_or(AllOf, [Rows.of(keys), *kept], Everything()) if len(keys) else NOTHING


def _left_out(part: Condition) -> Keys:
    """Return the rows that a part leaves out by listing them."""
    if isinstance(part, Not) and isinstance(part.condition, Rows):
        return part.condition.array
    return NOTHING.array


def _one_or(kind: type[AllOf | AnyOf], parts: list[Condition], none: Condition) -> Condition:
    if not parts:
        return none
    return parts[0] if len(parts) == 1 else kind(parts=tuple(parts))


def leaves(table: str, condition: Condition) -> Iterator[tuple[str, Condition]]:
    """Yield the parts of a condition on ``table`` that have no further parts, and their tables.

    A link is such a part itself, and so are those of the condition on the table that it is from.
    """
    match condition:
        case AllOf() | AnyOf():
            for part in condition.parts:
                yield from leaves(table, part)
        case Not():
            yield from leaves(table, condition.condition)
        case Linked():
            yield table, condition
            yield from leaves(condition.table, condition.condition)
        case _:
            yield table, condition
