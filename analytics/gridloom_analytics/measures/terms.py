"""What a measure is made of: terms over tables, numbers, areas, arithmetic."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from gridloom_analytics.expressions import Filter, Value

Aggregate = Literal["count", "sum", "mean", "median", "share", "density"]
Operator = Literal["+", "-", "*", "/"]
Span = tuple[int, int]
"""From where to where in a text, the end left out."""


@dataclass(frozen=True)
class Term:
    """An aggregate over the rows of ``subject``, those that ``where`` selects.

    ``value`` is what sum, mean and median are taken of; None for the others. ``text`` is the
    term as written, ``value_text`` and ``where_text`` its parts; ``named`` is where in the measure
    the table is named, None where its field tells it.
    """

    aggregate: Aggregate
    text: str
    subject: str
    where: Filter | None = None
    where_text: str = ""
    value: Value | None = None
    value_text: str = ""
    named: Span | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Number:
    """A constant."""

    value: float


@dataclass(frozen=True)
class Area:
    """``area()``: the area of each place in km²."""


@dataclass(frozen=True)
class Arithmetic:
    """``left operator right``."""

    operator: Operator
    left: "Part"
    right: "Part"


Part = Term | Number | Area | Arithmetic


@dataclass(frozen=True)
class Measure:
    """A measure as parsed: its text, its formula and the level named in it, if any, and where."""

    text: str
    formula: Part
    level: str | None = None
    level_named: Span | None = field(default=None, compare=False)

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms in the order in which they are written, each once."""
        return tuple(dict.fromkeys(self.occurrences))

    @property
    def occurrences(self) -> tuple[Term, ...]:
        """The terms as often as they are written."""
        return tuple(_terms(self.formula))


def _terms(part: Part) -> Iterator[Term]:
    if isinstance(part, Term):
        yield part
    elif isinstance(part, Arithmetic):
        yield from _terms(part.left)
        yield from _terms(part.right)
