"""A condition as lines of field, operator and value in groups, and the expression that it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from gridloom_layers.roles import FieldType

Operator = Literal[
    "=", "<>", "<", "<=", ">", ">=", "between", "in", "not in", "contains", "starts", "empty",
    "filled",
]  # fmt: skip
Value = str | int | float | bool
"""Of a day its text, as ``2015-03-01``."""
Kind = Literal["all", "any", "none"]
ORDERED: tuple[Operator, ...] = (">=", "<=", "between", "=", "<>", ">", "<", "empty", "filled")
OPERATORS: Mapping[FieldType, tuple[Operator, ...]] = {
    "text": ("in", "not in", "=", "<>", "contains", "starts", "empty", "filled"),
    "integer": ORDERED,
    "number": ORDERED,
    "date": ORDERED,
    "datetime": ORDERED,
    "boolean": ("=", "empty", "filled"),
}
"""What may be asked of a field of each type, the usual first."""
WORDS = frozenset(
    ["and", "or", "not", "in", "between", "like", "is", "null", "true", "false", "date"]
)
"""Words of the language: a field that is called so stands in quotation marks."""


@dataclass(frozen=True)
class Line:
    """One comparison: what ``operator`` does with the field and no, one, two or more values."""

    field: str
    operator: Operator
    values: tuple[Value, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether it has the values that its operator needs."""
        if self.operator in ("empty", "filled"):
            return True
        if self.operator == "between":
            return len(self.values) == 2
        return bool(self.values)


@dataclass(frozen=True)
class Group:
    """Lines and groups of which all, any or none must hold."""

    kind: Kind = "all"
    parts: tuple["Line | Group", ...] = ()


def written(group: Group) -> str:
    """Return a group as an expression; what is not complete yet is left out.

    >>> written(Group("all", (Line("floors", ">=", (10,)), Line("use", "in", ("R", "C")))))
    "floors >= 10 and use in ('R', 'C')"
    """
    texts = [_written_part(part, group.kind) for part in group.parts]
    said = (" and " if group.kind == "all" else " or ").join(text for text in texts if text)
    return f"not ({said})" if said and group.kind == "none" else said


def _written_part(part: Line | Group, within: Kind) -> str:
    if isinstance(part, Line):
        return _written_line(part) if part.complete else ""
    text = written(part)
    several = sum(bool(_written_part(each, part.kind)) for each in part.parts) > 1
    return f"({text})" if several and part.kind not in (within, "none") else text


def _written_line(line: Line) -> str:
    name, values = field_word(line.field), [_literal(value) for value in line.values]
    match line.operator:
        case "between":
            return f"{name} between {values[0]} and {values[1]}"
        case "in" | "not in":
            return f"{name} {line.operator} ({', '.join(values)})"
        case "contains":
            return f"contains({name}, {values[0]})"
        case "starts":
            return f"starts_with({name}, {values[0]})"
        case "empty":
            return f"{name} is null"
        case "filled":
            return f"{name} is not null"
        case sign:
            return f"{name} {sign} {values[0]}"


def field_word(name: str) -> str:
    """Return a field as it stands in an expression: in quotation marks where it is no word."""
    if name.isidentifier() and name.casefold() not in WORDS:
        return name
    return '"' + name.replace('"', '""') + '"'


def _literal(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return repr(value)
