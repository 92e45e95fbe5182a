"""Conditions in the language of expressions: what a brushed part of a chart says."""

import datetime as dt
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gridloom_desktop.window.model.charts.column import Integers, Raw

RESERVED = frozenset(
    ("and", "or", "not", "in", "between", "like", "is", "null", "true", "false", "date")
)


@dataclass(frozen=True, eq=False)
class Pick:
    """What was brushed: how its rows are found, and what they have in common.

    ``text`` is a condition in the language of expressions that exactly these rows meet; None where
    no short one says it, as of what a lasso holds.
    """

    find: Callable[[], Integers]
    text: str | None = None

    @cached_property
    def positions(self) -> Integers:
        """The positions of its rows, ascending: looked for once, on the thread that asks first."""
        return self.find()


def named(field: str) -> str:
    """Return a field's name as it stands in an expression.

    >>> named("floors"), named("月租金 (元)"), named("in")
    ('floors', '"月租金 (元)"', '"in"')
    """
    plain = field.isidentifier() and field.lower() not in RESERVED
    return field if plain else '"' + field.replace('"', '""') + '"'


def literal(value: Raw | float) -> str:
    """Return a value as it stands in an expression, numbers with all their digits.

    >>> literal(True), literal("O'Hara"), literal(0.1), literal(3.0), literal(dt.date(2025, 1, 2))
    ('true', "'O''Hara'", '0.1', '3', "'2025-01-02'")
    """
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return f"'{value.isoformat()}'"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return np.format_float_positional(value, trim="-")


def between(field: str, low: Raw | float, high: Raw | float) -> str:
    """Return that a field lies from ``low`` to below ``high``; an infinite bound says nothing.

    >>> between("floors", 3.0, 9.0), between("floors", 3.0, math.inf)
    ('floors >= 3 and floors < 9', 'floors >= 3')
    """
    name = named(field)
    parts = ((name + " >= ", low), (name + " < ", high))
    said = [start + literal(bound) for start, bound in parts if not _endless(bound)]
    return " and ".join(said) or f"{name} is not null"


def among(field: str, values: Iterable[Raw]) -> str:
    """Return that a field has one of some values.

    >>> among("use", ["office"]), among("use", ["office", "shop"])
    ("use = 'office'", "use in ('office', 'shop')")
    """
    words = [literal(one) for one in values]
    name = named(field)
    return f"{name} = {words[0]}" if len(words) == 1 else f"{name} in ({', '.join(words)})"


def either(conditions: Iterable[str]) -> str:
    """Return that one of some conditions holds."""
    parts = list(conditions)
    return parts[0] if len(parts) == 1 else " or ".join(f"({one})" for one in parts)


def _endless(value: object) -> bool:
    return isinstance(value, float) and math.isinf(value)
