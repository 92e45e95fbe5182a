"""From the tree that was parsed to a tree that may run: built anew from a whitelist of nodes."""

import datetime as dt
import math
from collections.abc import Callable
from typing import Any

from sqlglot import exp

from gridloom_analytics.expressions import functions
from gridloom_analytics.expressions.comparing import as_date, compare, is_among
from gridloom_analytics.expressions.derived import derive
from gridloom_analytics.expressions.faults import fault, position
from gridloom_analytics.expressions.fields import Field, Fields
from gridloom_analytics.expressions.names import fold
from gridloom_analytics.expressions.tables import is_called
from gridloom_analytics.expressions.typed import NUMBERS, Typed, type_title
from gridloom_layers.language import listed, tr

MAX_DEPTH = 100
PLACED = "placed"


class Translator:
    """Translates expressions over the fields of one table, at one data date.

    Every node of the answer is made here: what is not in ``_RULES`` cannot pass.
    ``used`` collects the stored fields that the answer reads.
    """

    def __init__(self, fields: Fields, data_date: dt.date) -> None:
        self.fields = fields
        self.data_date = data_date
        self.used: set[str] = set()
        self._depth = 0

    def translate(self, node: object) -> Typed:
        """Return the checked translation of ``node``; raise ``BadInput`` where it is none."""
        rule = _RULES.get(type(node))
        if rule is None or not isinstance(node, exp.Expr):
            raise _not_allowed(node)
        names, translate = rule
        if any(value for name, value in node.args.items() if name not in names):
            raise _not_allowed(node)
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise fault("bad-expression", tr("The expression is nested too deeply."))
        try:
            return translate(self, node)
        finally:
            self._depth -= 1

    def condition(self, node: object) -> exp.Expr:
        """Return the translation of ``node``, which must be true or false."""
        value = self.translate(node)
        if value.type != "boolean":
            raise fault(
                "not-a-condition",
                tr("This is {type}; a condition is needed here.", type=type_title(value.type)),
                value.position,
                tr("Compare it with something, such as: age >= 65."),
            )
        return value.sql

    def connective(self, node: exp.Connector) -> Typed:
        parts = [exp.paren(self.condition(part), copy=False) for part in node.flatten()]
        join = exp.and_ if isinstance(node, exp.And) else exp.or_
        return _condition(join(*parts, copy=False), node)

    def negation(self, node: exp.Not) -> Typed:
        return _condition(exp.Not(this=exp.paren(self.condition(node.this), copy=False)), node)

    def comparison(self, node: exp.Binary) -> Typed:
        left, right = self.translate(node.this), self.translate(node.expression)
        return _condition(compare(type(node), left, right), node)

    def between(self, node: exp.Between) -> Typed:
        value = self.translate(node.this)
        low = compare(exp.GTE, value, self.translate(node.args["low"]))
        high = compare(exp.LTE, value, self.translate(node.args["high"]))
        return _condition(exp.paren(exp.and_(low, high, copy=False)), node)

    def among(self, node: exp.In) -> Typed:
        if (alone := node.args.get("field")) is not None:
            raise fault(
                "bad-expression",
                tr("The values after “in” need parentheses."),
                position(alone),
                tr("Write in ('{value}'), with commas between several.", value=alone.name),
            )
        if not node.expressions:
            raise fault("bad-expression", tr("The list after “in” is empty."), position(node))
        choices = [self.translate(each) for each in node.expressions]
        return _condition(is_among(self.translate(node.this), choices), node)

    def like(self, node: exp.Like) -> Typed:
        left, right = self.translate(node.this), self.translate(node.expression)
        for side in (left, right):
            if side.type != "text":
                raise fault("wrong-type", tr("“like” compares text with text."), side.position)
        return _condition(exp.Like(this=left.sql, expression=right.sql), node)

    def is_null(self, node: exp.Is) -> Typed:
        if not isinstance(node.expression, exp.Null):
            raise _not_allowed(node)
        value = self.translate(node.this)
        return _condition(exp.Is(this=value.sql, expression=exp.Null()), node)

    def arithmetic(self, node: exp.Binary) -> Typed:
        sides = [self._number(side) for side in (node.this, node.expression)]
        left, right = (exp.cast(side.sql, "DOUBLE") for side in sides)
        if isinstance(node, exp.Div):
            zero = exp.Literal.number(0)
            right = exp.Nullif(this=right, expression=zero)
            made: exp.Expr = exp.Div(this=left, expression=right, typed=False, safe=False)
        else:
            made = type(node)(this=left, expression=right)
        return Typed(exp.paren(made, copy=False), "number", position(node))

    def negative(self, node: exp.Neg) -> Typed:
        value = self._number(node.this)
        return Typed(exp.Neg(this=exp.paren(value.sql)), value.type, value.position)

    def _number(self, node: object) -> Typed:
        value = self.translate(node)
        if value.type not in NUMBERS:
            raise fault(
                "wrong-type",
                tr("One cannot calculate with {type}.", type=type_title(value.type)),
                value.position,
            )
        return value

    def literal(self, node: exp.Literal) -> Typed:
        place = position(node)
        if node.is_string:
            return Typed(exp.Literal.string(node.this), "text", place, text=node.this)
        try:
            number = float(node.this)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            problem = tr("“{text}” cannot be read as a number.", text=node.this[:40])
            raise fault("bad-number", problem, place)
        whole = node.this.isdecimal() and number < 1e15
        plain = str(int(node.this)) if whole else repr(number)
        return Typed(exp.Literal.number(plain), "integer" if whole else "number", place)

    def truth(self, node: exp.Boolean) -> Typed:
        return _condition(exp.Boolean(this=bool(node.this)), node)

    def nothing(self, node: exp.Null) -> Typed:
        return Typed(exp.Null(), "null", position(node))

    def date(self, node: exp.Cast) -> Typed:
        text = node.this
        if not (isinstance(text, exp.Literal) and text.is_string and node.to.is_type("DATE")):
            raise _not_allowed(node)
        return as_date(self.literal(text))

    def call(self, node: exp.Anonymous) -> Typed:
        name = node.this if isinstance(node.this, str) else node.this.name
        if name.lower() == PLACED:
            return self.placed(node)
        arguments = [self.translate(each) for each in node.expressions]
        place = min((a.position for a in arguments if a.position is not None), default=None)
        return functions.call(name, arguments, place)

    def placed(self, node: exp.Anonymous) -> Typed:
        """Whether the join to a table found a row there: ``placed(community)``."""
        named = node.expressions[0].name if len(node.expressions) == 1 else ""
        links = {fold(right): link for right, link in self.fields.links.items()}
        if fold(named) not in links:
            raise fault(
                "not-joined",
                tr("“{table}” is not joined to “{name}”.",
                   table=self.fields.table.name, name=named),
                position(node),
                tr("It is joined to: {names}.", names=listed(self.fields.links)),
            )  # fmt: skip
        self.used.add(links[fold(named)])
        key = exp.column(exp.to_identifier(links[fold(named)], quoted=True))
        nowhere = exp.Is(this=key, expression=exp.Null())
        return _condition(exp.Not(this=exp.paren(nowhere, copy=False)), node)

    def column(self, node: exp.Column) -> Typed:
        place = position(node)
        if not isinstance(node.this, exp.Identifier):
            raise _not_allowed(node)
        if node.table and not is_called(self.fields.table, node.table):
            raise fault(
                "unknown-field",
                tr("Only fields of “{table}” can be used here.", table=self.fields.table.name),
                place,
            )
        if node.this.quoted and node.name not in self.fields:
            raise self._perhaps_text(node.name, place)
        found = self.fields.find(node.name, place, perhaps_text=_is_compared_with(node))
        sql = self._derived(found, place) if found.derived else self._stored(found)
        return Typed(sql, found.type, place, field=found)

    def _perhaps_text(self, name: str, place: int | None) -> Exception:
        return fault(
            "unknown-field",
            tr("“{table}” has no field “{name}”.", table=self.fields.table.name, name=name),
            place,
            tr("Text goes in single quotes: '{name}'.", name=name),
        )

    def _stored(self, found: Field) -> exp.Expr:
        self.used.add(found.name)
        return exp.column(exp.to_identifier(found.name, quoted=True))

    def _derived(self, found: Field, place: int | None) -> exp.Expr:
        stored = {each.name: each for each in self.fields.stored}
        for name in found.needs:
            if name not in stored:
                raise fault(
                    "missing-field",
                    tr("“{name}” is computed from “{needed}”, which “{table}” does not have.",
                       name=found.name, needed=name, table=self.fields.table.name),
                    place,
                )  # fmt: skip
        needs = {name: self._stored(stored[name]) for name in found.needs}
        return derive(self.fields.table.role, found.name, needs, self.data_date)

    def parenthesis(self, node: exp.Paren) -> Typed:
        return self.translate(node.this)


def _is_compared_with(node: exp.Column) -> bool:
    """Whether a name stands where a value usually does: behind a sign of comparison or ``in``."""
    compared = (exp.EQ, exp.NEQ, exp.Like, exp.In)
    return isinstance(node.parent, compared) and node.parent.this is not node


def _condition(sql: exp.Expr, node: exp.Expr) -> Typed:
    return Typed(sql, "boolean", position(node))


def _not_allowed(node: object) -> Exception:
    if not isinstance(node, exp.Expr):
        return fault("bad-expression", tr("The expression cannot be understood."))
    return fault(
        "not-allowed",
        tr("“{what}” is not part of the expression language.", what=node.sql("duckdb")[:60]),
        position(node),
    )


_BOTH = ("this", "expression")
_RULES: dict[type, tuple[tuple[str, ...], Callable[[Translator, Any], Typed]]] = {
    exp.And: (_BOTH, Translator.connective),
    exp.Or: (_BOTH, Translator.connective),
    exp.Not: (("this",), Translator.negation),
    **dict.fromkeys(
        (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE), (_BOTH, Translator.comparison)
    ),
    exp.Between: (("this", "low", "high"), Translator.between),
    exp.In: (("this", "expressions", "field"), Translator.among),
    exp.Like: (_BOTH, Translator.like),
    exp.Is: (_BOTH, Translator.is_null),
    **dict.fromkeys((exp.Add, exp.Sub, exp.Mul), (_BOTH, Translator.arithmetic)),
    exp.Div: ((*_BOTH, "typed", "safe"), Translator.arithmetic),
    exp.Neg: (("this",), Translator.negative),
    exp.Paren: (("this",), Translator.parenthesis),
    exp.Literal: (("this", "is_string"), Translator.literal),
    exp.Boolean: (("this",), Translator.truth),
    exp.Null: ((), Translator.nothing),
    exp.Cast: (("this", "to"), Translator.date),
    exp.Anonymous: (("this", "expressions"), Translator.call),
    exp.Column: (("this", "table"), Translator.column),
}
