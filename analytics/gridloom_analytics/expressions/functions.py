"""The functions of the expression language: what they take, what they give, how they render."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlglot import exp

from gridloom_analytics.expressions.comparing import as_date, check_alike
from gridloom_analytics.expressions.dates import (
    MICROSECONDS_A_DAY,
    MICROSECONDS_AN_HOUR,
    day_of,
    elapsed,
    part_of,
)
from gridloom_analytics.expressions.faults import fault
from gridloom_analytics.expressions.names import close_names
from gridloom_analytics.expressions.typed import NUMBERS, TIMES, Type, Typed, type_title
from gridloom_layers.language import tr

TEXT: tuple[Type, ...] = ("text",)
Build = Callable[[Sequence[Typed]], exp.Expr]


@dataclass(frozen=True)
class Function:
    """A function: the types of each argument, the type it gives, its SQL.

    The last ``optional`` arguments may be left out.
    """

    takes: tuple[tuple[Type, ...], ...]
    gives: Type
    build: Build
    optional: int = 0


def call(name: str, arguments: Sequence[Typed], position: int | None) -> Typed:
    """Return the call of a function; raise ``BadInput`` for a wrong name, number or type."""
    if name.lower() == "coalesce":
        return _coalesce(arguments, position)
    function = FUNCTIONS.get(name.lower())
    if function is None:
        problem = tr("There is no function “{name}”.", name=name)
        raise fault("unknown-function", problem, position, close_names(name, NAMES))
    most = len(function.takes)
    if not most - function.optional <= len(arguments) <= most:
        raise _wrong_number(name, len(arguments), most, position)
    given = [
        _checked(name, argument, kinds)
        for argument, kinds in zip(arguments, function.takes, strict=False)
    ]
    return Typed(function.build(given), function.gives, position)


def _checked(name: str, argument: Typed, kinds: tuple[Type, ...]) -> Typed:
    argument = as_date(argument) if kinds == TIMES else argument
    if argument.type in kinds:
        return argument
    raise fault(
        "wrong-type",
        tr("“{name}” takes {wanted}, not {given}.",
           name=name, wanted=type_title(kinds[0]), given=type_title(argument.type)),
        argument.position,
    )  # fmt: skip


def _coalesce(arguments: Sequence[Typed], position: int | None) -> Typed:
    if len(arguments) < 2:
        raise _wrong_number("coalesce", len(arguments), 2, position)
    for other in arguments[1:]:
        check_alike(arguments[0], other)
    first, *others = (argument.sql.copy() for argument in arguments)
    return Typed(exp.Coalesce(this=first, expressions=others), arguments[0].type, position)


def _wrong_number(name: str, given: int, wanted: int, position: int | None) -> Exception:
    return fault(
        "wrong-arguments",
        tr("“{name}” takes {wanted} values in its parentheses, not {given}.",
           name=name, wanted=wanted, given=given),
        position,
    )  # fmt: skip


def _one(node: type[exp.Func]) -> Build:
    return lambda given: node(this=given[0].sql.copy())


def _part(part: str) -> Build:
    return lambda given: part_of(part, given[0].sql)


def _between(unit: int) -> Build:
    """Time from the first to the second; whole days where either of them is a day."""

    def build(given: Sequence[Typed]) -> exp.Expr:
        sides = [each.sql for each in given]
        if any(each.type == "date" for each in given):
            sides = [day_of(side) for side in sides]
        return elapsed(sides[0], sides[1], unit)

    return build


def _round(given: Sequence[Typed]) -> exp.Expr:
    digits = given[1].sql if len(given) > 1 else exp.Literal.number(0)
    if not (digits.is_int and -12 <= int(digits.to_py()) <= 12):
        raise fault(
            "wrong-arguments",
            tr("“round” takes a number of digits from −12 to 12."),
            given[1].position,
        )
    return exp.Round(this=exp.cast(given[0].sql.copy(), "DOUBLE"), decimals=digits.copy())


def _abs(given: Sequence[Typed]) -> exp.Expr:
    return exp.Abs(this=exp.cast(given[0].sql.copy(), "DOUBLE"))


def _contains(given: Sequence[Typed]) -> exp.Expr:
    place = exp.StrPosition(this=given[0].sql.copy(), substr=given[1].sql.copy())
    return exp.GT(this=place, expression=exp.Literal.number(0))


def _starts_with(given: Sequence[Typed]) -> exp.Expr:
    return exp.StartsWith(this=given[0].sql.copy(), expression=given[1].sql.copy())


FUNCTIONS: dict[str, Function] = {
    "lower": Function((TEXT,), "text", _one(exp.Lower)),
    "upper": Function((TEXT,), "text", _one(exp.Upper)),
    "length": Function((TEXT,), "integer", _one(exp.Length)),
    "starts_with": Function((TEXT, TEXT), "boolean", _starts_with),
    "contains": Function((TEXT, TEXT), "boolean", _contains),
    "abs": Function((NUMBERS,), "number", _abs),
    "round": Function((NUMBERS, NUMBERS), "number", _round, optional=1),
    "year": Function((TIMES,), "integer", _part("YEAR")),
    "month": Function((TIMES,), "integer", _part("MONTH")),
    "weekday": Function((TIMES,), "integer", _part("ISODOW")),
    "hour": Function((TIMES,), "integer", _part("HOUR")),
    "days": Function((TIMES, TIMES), "number", _between(MICROSECONDS_A_DAY)),
    "hours": Function((TIMES, TIMES), "number", _between(MICROSECONDS_AN_HOUR)),
}
NAMES = (*FUNCTIONS, "coalesce")
