"""From an expression to lines, where it fits into them."""

from collections.abc import Callable
from typing import Any

from sqlglot import exp

from gridloom_analytics.expressions import Field, Fields
from gridloom_analytics.expressions.dates import is_moment, read_date
from gridloom_analytics.expressions.names import fold
from gridloom_analytics.expressions.syntax import parse
from gridloom_desktop.window.model.asking.lines import Group, Kind, Line, Operator, Value
from gridloom_layers.errors import BadInput

SIGNS: dict[type[exp.Expr], Operator] = {
    exp.EQ: "=", exp.NEQ: "<>", exp.LT: "<", exp.LTE: "<=", exp.GT: ">", exp.GTE: ">=",
}  # fmt: skip
MIRRORED: dict[Operator, Operator] = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
CALLS: dict[str, Operator] = {"contains": "contains", "starts_with": "starts"}


class _NoLine(Exception):  # noqa: N818 - no error: the text stays a text
    """An expression that says more than lines can."""


def read_lines(text: str, fields: Fields) -> Group | None:
    """Return the lines of an expression over ``fields``; None where it does not fit into lines.

    What is read and written again selects the same rows. Raise ``BadInput`` for a text that is no
    expression.
    """
    if not text.strip():
        return Group()
    tree = parse(text, fields)
    try:
        found = _Reader(fields).part(tree)
    except (_NoLine, BadInput):  # what is unknown is told by whoever checks the text
        return None
    return found if isinstance(found, Group) else Group("all", (found,))


class _Reader:
    def __init__(self, fields: Fields) -> None:
        self._fields = fields
        self._rules: dict[type[exp.Expr], Callable[[Any], Line | Group]] = {
            exp.Paren: lambda node: self.part(node.this),
            exp.And: lambda node: self._group("all", node),
            exp.Or: lambda node: self._group("any", node),
            exp.Not: self._negation,
            exp.Between: self._between,
            exp.In: lambda node: self._among(node, "in"),
            exp.Is: lambda node: self._is_null(node, "empty"),
            exp.Anonymous: self._call,
            exp.Like: self._like,
            **dict.fromkeys(SIGNS, self._comparison),
        }

    def part(self, node: Any) -> Line | Group:
        rule = self._rules.get(type(node))
        if rule is None:
            raise _NoLine
        return rule(node)

    def _group(self, kind: Kind, node: exp.Connector) -> Group:
        parts: list[Line | Group] = []
        for each in map(self.part, node.flatten()):
            alike = isinstance(each, Group) and each.kind == kind
            parts += each.parts if isinstance(each, Group) and alike else (each,)
        return Group(kind, tuple(parts))

    def _negation(self, node: exp.Not) -> Line | Group:
        inner = node.this.unnest()
        if isinstance(inner, exp.In):
            return self._among(inner, "not in")
        if isinstance(inner, exp.Is):
            return self._is_null(inner, "filled")
        part = self.part(inner)
        parts = part.parts if isinstance(part, Group) and part.kind == "any" else (part,)
        return Group("none", parts)

    def _comparison(self, node: exp.Binary) -> Line:
        sign, left, right = SIGNS[type(node)], node.this, node.expression
        if not isinstance(left, exp.Column):
            left, right, sign = right, left, MIRRORED.get(sign, sign)
        found = self._field(left)
        return Line(found.name, sign, (self._value(found, right),))

    def _between(self, node: exp.Between) -> Line:
        found = self._field(node.this)
        ends = (self._value(found, node.args[end]) for end in ("low", "high"))
        return Line(found.name, "between", tuple(ends))

    def _among(self, node: exp.In, operator: Operator) -> Line:
        found = self._field(node.this)
        return Line(found.name, operator, tuple(self._value(found, e) for e in node.expressions))

    def _is_null(self, node: exp.Is, operator: Operator) -> Line:
        if not isinstance(node.expression, exp.Null):
            raise _NoLine
        return Line(self._field(node.this).name, operator)

    def _call(self, node: exp.Anonymous) -> Line:
        operator = CALLS.get(str(node.this).casefold())
        if operator is None or len(node.expressions) != 2:
            raise _NoLine
        found = self._field(node.expressions[0])
        return Line(found.name, operator, (self._text(node.expressions[1]),))

    def _like(self, node: exp.Like) -> Line:
        pattern = self._text(node.expression)
        inner = pattern.strip("%")
        operator: Operator = "contains" if pattern == f"%{inner}%" else "starts"
        if pattern not in (f"%{inner}%", f"{inner}%") or not inner or set("%_\\") & set(inner):
            raise _NoLine
        return Line(self._field(node.this).name, operator, (inner,))

    def _field(self, node: object) -> Field:
        if (
            not isinstance(node, exp.Column)
            or node.table
            or not isinstance(node.this, exp.Identifier)
        ):
            raise _NoLine
        return self._fields.find(node.name)

    def _text(self, node: object) -> str:
        if not (isinstance(node, exp.Literal) and node.is_string):
            raise _NoLine
        return node.this

    def _value(self, field: Field, node: object) -> Value:
        """Return a value as a line holds it: of a coded field the canonical one, a day as ISO."""
        if field.type == "boolean" and isinstance(node, exp.Boolean):
            return bool(node.this)
        if field.type in ("integer", "number"):
            return _number(node)
        text = self._text(node.this if isinstance(node, exp.Cast) else node)
        if field.type in ("date", "datetime"):
            return _day(text)
        return _canonical(field, text) if field.values else text


def _number(node: object) -> int | float:
    if isinstance(node, exp.Neg):
        return -_number(node.this)
    if not isinstance(node, exp.Literal) or node.is_string:
        raise _NoLine
    return int(node.this) if node.this.isdecimal() else float(node.this)


def _day(text: str) -> str:
    moment = read_date(text, None)
    if is_moment(moment):
        raise _NoLine
    return moment.isoformat()[:10]


def _canonical(field: Field, text: str) -> str:
    for value, aliases in field.values.items():
        if fold(text) in {fold(value), *map(fold, aliases)}:
            return value
    raise _NoLine
