"""Completed years at a day, as a condition on the date of birth alone."""

import datetime as dt

from sqlglot import exp

from gridloom_analytics.expressions.dates import date_literal


def completed(born: exp.Expr, years: int, on: dt.date) -> exp.Expr:
    """Return whether who was born at ``born`` has completed ``years`` on a day.

    It is the condition ``age >= years`` of the expression language, as a comparison of days:
    unknown of who is born later or at an unknown date.
    """
    return _of_the_born(born, on, _born_early_enough(born, years, on))


def not_completed(born: exp.Expr, years: int, on: dt.date) -> exp.Expr:
    """Return whether who was born at ``born`` has not completed ``years`` on a day."""
    early = exp.paren(_born_early_enough(born, years, on))
    return _of_the_born(born, on, exp.Not(this=early))


def _of_the_born(born: exp.Expr, on: dt.date, condition: exp.Expr) -> exp.Expr:
    return exp.Case().when(exp.LTE(this=born.copy(), expression=date_literal(on)), condition)


def _born_early_enough(born: exp.Expr, years: int, on: dt.date) -> exp.Expr:
    latest = _years_before(on, years)
    if latest is None:  # nobody is born before the calendar begins
        return exp.LT(this=born.copy(), expression=date_literal(dt.date.min))
    return exp.LTE(this=born.copy(), expression=date_literal(latest))


def _years_before(on: dt.date, years: int) -> dt.date | None:
    """Return the day that many years before; of 29 February the last day of its month."""
    if years >= on.year:
        return None
    if (on.month, on.day) == (2, 29):
        return dt.date(on.year - years, 3, 1) - dt.timedelta(1)
    return on.replace(year=on.year - years)
