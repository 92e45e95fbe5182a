"""Dates and times in expressions: literals, parts, elapsed time."""

import datetime as dt
import re

from sqlglot import exp

from gridloom_analytics.expressions.faults import fault
from gridloom_layers.language import tr

MICROSECONDS_A_DAY = 86_400_000_000
MICROSECONDS_AN_HOUR = 3_600_000_000
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?!\d)")
"""How a day is written, by officials and by spreadsheets too: the year always comes first."""


def read_date(text: str, position: int | None) -> dt.date | dt.datetime:
    """Read ``2015-03-01`` or ``2015-03-01 12:30``; raise ``BadInput`` for anything else.

    ``2015/3/1`` and ``2015年3月1日`` are the same day.
    """
    plain = DAY.sub(lambda day: f"{day[1]}-{day[2]:0>2}-{day[3]:0>2}", text.strip(), count=1)
    try:
        if len(plain) == len("2015-03-01"):
            return dt.date.fromisoformat(plain)
        moment = dt.datetime.fromisoformat(plain)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is not None:
        raise fault(
            "bad-date",
            tr("“{text}” is not a date.", text=text),
            position,
            tr("Write a date as 2015-03-01 or 2015-03-01 12:30."),
        )
    return moment


def date_literal(value: dt.date) -> exp.Expr:
    """Return a date, or a date with time, as a literal."""
    text = exp.Literal.string(str(value))
    return exp.cast(text, "TIMESTAMP" if is_moment(value) else "DATE")


def is_moment(value: dt.date) -> bool:
    """Whether ``value`` has a time of day."""
    return isinstance(value, dt.datetime)


def day_of(value: exp.Expr) -> exp.Expr:
    """Return the day of a date or a time."""
    return exp.cast(value.copy(), "DATE")


def part_of(part: str, value: exp.Expr) -> exp.Expr:
    """Return YEAR, MONTH, DAY, HOUR or ISODOW (1 = Monday … 7 = Sunday)."""
    return exp.Extract(this=exp.var(part), expression=value.copy())


def elapsed(start: exp.Expr, end: exp.Expr, microseconds_a_unit: int) -> exp.Expr:
    """Return the time from ``start`` to ``end`` in units, fractions included."""
    microseconds = exp.DateDiff(
        this=exp.cast(end.copy(), "TIMESTAMP"),
        expression=exp.cast(start.copy(), "TIMESTAMP"),
        unit=exp.var("MICROSECOND"),
    )
    return exp.paren(
        exp.Div(
            this=exp.cast(microseconds, "DOUBLE"),
            expression=exp.Literal.number(microseconds_a_unit),
            typed=False,
            safe=False,
        )
    )
