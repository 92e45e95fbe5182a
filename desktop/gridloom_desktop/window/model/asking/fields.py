"""What can be asked of each field of a table: its values, its range, how they are spread."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlglot import exp

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.disclosure import THRESHOLD
from gridloom_analytics.expressions import Field, Fields, parse_value
from gridloom_analytics.measures import counts_persons
from gridloom_desktop.window.model.asking.lines import OPERATORS, Operator, field_word
from gridloom_layers.roles import FieldType, role
from gridloom_layers.workspace import Reading
from gridloom_layers.workspace.titles import value_label

MOST_CHOICES = 200
"""Texts with more different values than these are not listed."""
BARS = 24
ORDERED: tuple[FieldType, ...] = ("integer", "number", "date", "datetime")


@dataclass(frozen=True)
class AskedField:
    """A field that may be asked about; what is personal has no values to choose from."""

    name: str
    title: Bilingual
    type: FieldType
    personal: bool

    @property
    def operators(self) -> tuple[Operator, ...]:
        """What may be asked of it."""
        return OPERATORS[self.type]


@dataclass(frozen=True)
class Choice:
    """A value that occurs: as it is written, what it is called, how many rows have it."""

    value: str
    label: Bilingual
    count: int


@dataclass(frozen=True)
class Spread:
    """The range of a field, days as their number since 1970-01-01, and equally wide bars over it.

    ``bars`` are counts of rows; none where there is no value, or one only.
    """

    low: float
    high: float
    bars: tuple[int, ...]


def asked_fields(store: Reading, table: str) -> list[AskedField]:
    """Return the fields of a table that can be asked about, derived ones (such as age) first."""
    fields = Fields(store, store.table(table))
    stored = {each.name for each in fields.stored}
    derived = [each for each in fields.derived if stored.issuperset(each.needs)]
    return [AskedField(each.name, each.title, each.type, _is_personal(store, table, each))
            for each in (*derived, *fields.stored)]  # fmt: skip


def _is_personal(store: Reading, table: str, field: Field) -> bool:
    known = role(store.table(table).role).field(field.name)
    return field.personal != "no" or (known is not None and known.personal != "no")


def choices(store: Reading, table: str, field: AskedField) -> list[Choice]:
    """Return the values of a text field, the most frequent first; none where there are too many.

    A value that fewer than ten persons have is not listed.
    """
    if field.type != "text" or field.personal:
        return []
    value = _value(store, table, field)
    count = exp.Count(this=exp.Star())
    query = (
        exp.select(exp.alias_(value, "value"), exp.alias_(count, "count"))
        .from_(exp.table_(table, quoted=True))
        .where(exp.Not(this=exp.Is(this=exp.paren(value.copy()), expression=exp.Null())))
        .group_by(exp.Literal.number(1))
        .order_by(exp.Ordered(this=exp.Literal.number(2), desc=True), exp.Literal.number(1))
        .limit(MOST_CHOICES + 1)
    )
    rows = store.select(query).to_pylist()
    least = THRESHOLD if counts_persons(store.table(table)) else 1
    known = role(store.table(table).role).field(field.name)
    found = [Choice(row["value"], value_label(row["value"], known), row["count"])
             for row in rows if row["count"] >= least]  # fmt: skip
    return found if len(rows) <= MOST_CHOICES else []


def spread(store: Reading, table: str, field: AskedField) -> Spread | None:
    """Return the range of an ordered field and how its values are spread; None without values.

    Of persons only bars of ten or more are told, and the range that these have.
    """
    if field.type not in ORDERED or field.personal:
        return None
    values = _numbers(store, table, field)
    values = values[np.isfinite(values)]
    if not len(values) or values.min() == values.max():
        return None
    bars, edges = np.histogram(values, BARS)
    if not counts_persons(store.table(table)):
        return Spread(float(edges[0]), float(edges[-1]), tuple(bars.tolist()))
    told = np.flatnonzero(bars >= THRESHOLD)
    if not len(told):
        return None
    first, last = told[0], told[-1] + 1
    rounded = np.where(bars >= THRESHOLD, bars // THRESHOLD * THRESHOLD, 0)[first:last]
    return Spread(float(edges[first]), float(edges[last]), tuple(rounded.tolist()))


def day_number(text: str) -> float:
    """Return a day as the number of days since 1970-01-01.

    >>> day_number("1970-01-11")
    10.0
    """
    return float((dt.date.fromisoformat(text) - dt.date(1970, 1, 1)).days)


def _numbers(store: Reading, table: str, field: AskedField) -> Any:
    value = _value(store, table, field)
    if field.type in ("date", "datetime"):
        start = exp.cast(exp.Literal.string("1970-01-01"), "DATE")
        value = exp.Sub(this=exp.cast(value, "DATE"), expression=start)
    query = exp.select(exp.alias_(exp.cast(value, "DOUBLE"), "value"))
    column = store.select(query.from_(exp.table_(table, quoted=True))).column(0)
    return column.drop_null().to_numpy()


def _value(store: Reading, table: str, field: AskedField) -> exp.Expr:
    return parse_value(field_word(field.name), store, table).sql()
