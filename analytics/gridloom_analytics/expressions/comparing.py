"""Comparisons: both sides of one type, coded values canonical, days compared with days."""

from dataclasses import replace

from sqlglot import exp

from gridloom_analytics.expressions.dates import date_literal, day_of, is_moment, read_date
from gridloom_analytics.expressions.faults import fault
from gridloom_analytics.expressions.fields import Field
from gridloom_analytics.expressions.names import fold
from gridloom_analytics.expressions.typed import NUMBERS, TIMES, Typed, type_title
from gridloom_layers.language import Message, listed, tr


def compare(operator: type[exp.Binary], left: Typed, right: Typed) -> exp.Expr:
    """Return ``left operator right``; raise ``BadInput`` where the types do not go together.

    A text literal beside a date is read as one; a text literal that a coded field is (un)equal
    to becomes the canonical value. Where one side is a day, the other side's time is left out.
    """
    left, right = _as_date(left, right), _as_date(right, left)
    if operator in (exp.EQ, exp.NEQ):
        left, right = canonical(left, right), canonical(right, left)
    check_alike(left, right)
    if left.type == "boolean" and operator not in (exp.EQ, exp.NEQ):
        raise fault(
            "wrong-type", tr("Yes or no cannot be more or less than another."), left.position
        )
    if {left.type, right.type} == set(TIMES):
        return operator(this=day_of(left.sql), expression=day_of(right.sql))
    return operator(this=left.sql.copy(), expression=right.sql.copy())


def is_among(value: Typed, choices: list[Typed]) -> exp.Expr:
    """Return the condition that ``value`` equals one of ``choices``."""
    if value.type in TIMES:
        return exp.paren(exp.or_(*(compare(exp.EQ, value, each) for each in choices), copy=False))
    known = [canonical(each, value) for each in choices]
    for each in known:
        check_alike(value, each)
    return exp.In(this=value.sql.copy(), expressions=[each.sql.copy() for each in known])


def canonical(literal: Typed, beside: Typed) -> Typed:
    """Return the literal as the canonical value of the coded field that stands beside it."""
    if literal.text is None or beside.field is None or not beside.field.values:
        return literal
    value = _canonical_value(literal.text, beside.field)
    if value is None:
        raise fault(
            "unknown-value",
            tr("“{field}” has no value “{value}”.", field=beside.field.name, value=literal.text),
            literal.position,
            tr("It has: {values}.", values=_listed(beside.field)),
        )
    return replace(literal, sql=exp.Literal.string(value), text=value)


def as_date(value: Typed) -> Typed:
    """Return a text literal as the date that it names; anything else as it is."""
    if value.text is None:
        return value
    moment = read_date(value.text, value.position)
    kind = "datetime" if is_moment(moment) else "date"
    return Typed(date_literal(moment), kind, value.position)


def check_alike(left: Typed, right: Typed) -> None:
    """Raise ``BadInput`` where two values cannot be compared."""
    if "null" in (left.type, right.type):
        raise fault(
            "wrong-type",
            tr("Nothing can be equal to null."),
            left.position,
            tr("Write “is null” or “is not null”."),
        )
    same = (NUMBERS, TIMES, ("text",), ("boolean",))
    if any(left.type in kinds and right.type in kinds for kinds in same):
        return
    raise fault(
        "wrong-type",
        tr("{left} cannot be compared with {right}.",
           left=_described(left), right=_described(right)),
        left.position if left.position is not None else right.position,
        _how_to_compare(left, right),
    )  # fmt: skip


def _how_to_compare(left: Typed, right: Typed) -> Message:
    """Return what to write instead of a comparison of two kinds of value."""
    kinds = {left.type, right.type}
    truth = left if left.type == "boolean" else right
    if truth.type == "boolean" and truth.field is not None:
        return tr("Write “{field}” or “not {field}”.", field=truth.field.name)
    if kinds & set(TIMES) and kinds & set(NUMBERS):
        return tr("Write a date as '2015-03-01'; year(…) and month(…) are numbers.")
    return tr("Put text in single quotes, and write numbers without.")


def _as_date(value: Typed, beside: Typed) -> Typed:
    return as_date(value) if beside.type in TIMES else value


def _described(value: Typed) -> object:
    kind = type_title(value.type)
    return tr("“{field}” ({type})", field=value.field.name, type=kind) if value.field else kind


def _canonical_value(text: str, coded: Field) -> str | None:
    wanted = fold(text)
    for value, aliases in coded.values.items():
        if wanted in {fold(each) for each in (value, *aliases)}:
            return value
    return None


def _listed(coded: Field) -> Message:
    return listed(
        tr("{value} ({aliases})", value=value, aliases=listed(aliases[:2])) if aliases else value
        for value, aliases in coded.values.items()
    )
