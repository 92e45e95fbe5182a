"""A part of an expression with its type, while it is checked and translated."""

from dataclasses import dataclass
from typing import Literal

from sqlglot import exp

from gridloom_analytics.expressions.fields import Field
from gridloom_layers.language import Message, tr
from gridloom_layers.roles import FieldType

Type = FieldType | Literal["null"]

NUMBERS: tuple[Type, ...] = ("integer", "number")
TIMES: tuple[Type, ...] = ("date", "datetime")


@dataclass(frozen=True)
class Typed:
    """A translated part: its SQL, its type, where it stands.

    ``field`` is set for a bare field, ``text`` for a bare text literal.
    """

    sql: exp.Expr
    type: Type
    position: int | None
    field: Field | None = None
    text: str | None = None


def type_title(kind: Type) -> Message:
    """Return what a type is called."""
    return _TITLES[kind]


_TITLES: dict[Type, Message] = {
    "text": tr("text"),
    "integer": tr("a number"),
    "number": tr("a number"),
    "date": tr("a date"),
    "datetime": tr("a date"),
    "boolean": tr("a yes or no"),
    "null": tr("nothing"),
}
