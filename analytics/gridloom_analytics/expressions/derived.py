"""Values computed from fields at the workspace's data date, as conditions of a query."""

import datetime as dt
from collections.abc import Callable, Mapping

from sqlglot import exp

from gridloom_analytics.expressions.dates import date_literal, day_of, part_of

Needs = Mapping[str, exp.Expr]
"""The columns that a derived field needs, by canonical name."""


def derive(role: str, name: str, needs: Needs, at: dt.date) -> exp.Expr:
    """Return the value of the derived field ``name`` of ``role`` at the date ``at``."""
    return DERIVED[role, name](needs, at)


def _age(needs: Needs, at: dt.date) -> exp.Expr:
    """Completed years at ``at``; null for who is born later.

    Whoever was born on 29 February completes a year on 1 March where there is no 29 February.
    """
    born = needs["birth_date"]
    month_day = exp.Add(
        this=exp.Mul(this=part_of("MONTH", born), expression=exp.Literal.number(100)),
        expression=part_of("DAY", born),
    )
    birthday_to_come = exp.GT(
        this=exp.paren(month_day, copy=False),
        expression=exp.Literal.number(at.month * 100 + at.day),
    )
    years = exp.Sub(this=exp.Literal.number(at.year), expression=part_of("YEAR", born))
    completed = exp.Sub(
        this=years,
        expression=exp.Case()
        .when(birthday_to_come, exp.Literal.number(1), copy=False)
        .else_("0", copy=False),
    )
    is_born = exp.LTE(this=born.copy(), expression=date_literal(at))
    return exp.Case().when(is_born, exp.paren(completed, copy=False), copy=False)


def _open(needs: Needs, at: dt.date) -> exp.Expr:
    """Not closed, or closed only after ``at``."""
    closed = needs["closed_at"]
    later = exp.GT(this=day_of(closed), expression=date_literal(at))
    return exp.paren(exp.or_(_is_null(closed), later, copy=False))


def _late(needs: Needs, at: dt.date) -> exp.Expr:
    """Closed after it was due, or not closed though due before ``at``; null without a due time."""
    closed, due = needs["closed_at"], needs["due_at"]
    after = exp.GT(this=closed.copy(), expression=due.copy())
    past = exp.LT(this=day_of(due), expression=date_literal(at))
    return exp.Case().when(_is_null(due), exp.Null()).when(_is_null(closed), past).else_(after)


def _is_null(value: exp.Expr) -> exp.Expr:
    return exp.Is(this=value.copy(), expression=exp.Null())


DERIVED: dict[tuple[str, str], Callable[[Needs, dt.date], exp.Expr]] = {
    ("person", "age"): _age,
    ("event", "open"): _open,
    ("event", "late"): _late,
}
