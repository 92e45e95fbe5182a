"""One term of a measure: its subject, its value and its filter."""

from collections.abc import Sequence
from typing import get_args

from sqlglot.tokenizer_core import Token, TokenType

from gridloom_analytics.expressions import (
    Fields,
    Filter,
    Value,
    find_table,
    parse_filter,
    parse_value,
    refuse_identifying,
)
from gridloom_analytics.expressions.faults import fault
from gridloom_analytics.expressions.typed import NUMBERS
from gridloom_analytics.measures.terms import Aggregate, Span, Term
from gridloom_layers.errors import BadInput
from gridloom_layers.language import listed, tr
from gridloom_layers.workspace import Reading

AGGREGATES: tuple[Aggregate, ...] = get_args(Aggregate)
VALUED = ("sum", "mean", "median")


def read_term(
    store: Reading, text: str, name: Token, inside: Sequence[Token], closing: Token
) -> Term:
    """Return the term ``name(inside)``, its tables, fields and filter looked up and checked."""
    aggregate: Aggregate = next(each for each in AGGREGATES if each == name.text.casefold())
    subject, of, where = _split(inside)
    written = text[name.start : closing.end + 1]
    if not subject:
        raise fault("bad-measure", tr("“{term}” lacks a table.", term=written), name.start)
    condition = _span(where, closing)
    if aggregate == "share" and not condition:
        raise fault(
            "bad-measure",
            tr("“{term}” needs a condition: a share of what?", term=written),
            name.start,
            tr("Write share(TABLE where CONDITION)."),
        )
    if aggregate in VALUED:
        table, value_span, named = _valued(store, text, subject, of, aggregate)
        value = _value(store, text, table, value_span)
    elif of:
        raise fault("bad-measure", tr("“of” has no place in “{term}”.", term=written), of[0].start)
    else:
        table, value_span, value = _table(store, text, subject), None, None
        named = _extent(subject)
    return Term(
        aggregate,
        written,
        table,
        _filter(store, text, table, condition),
        _slice(text, condition),
        value,
        _slice(text, value_span),
        named,
    )


def _split(inside: Sequence[Token]) -> tuple[list[Token], list[Token], list[Token]]:
    """Split the tokens at ``of`` and ``where`` outside parentheses; each part keeps its word."""
    parts: tuple[list[Token], list[Token], list[Token]] = ([], [], [])
    depth, part = 0, 0
    for token in inside:
        depth += (token.token_type is TokenType.L_PAREN) - (token.token_type is TokenType.R_PAREN)
        word = token.text.casefold() if token.token_type is not TokenType.STRING else ""
        if depth == 0 and part < 2 and word == "where":
            part = 2
        elif depth == 0 and part == 0 and word == "of" and parts[0]:
            part = 1
        parts[part].append(token)
    return parts


def _span(part: Sequence[Token], closing: Token) -> Span | None:
    """Return what follows the first word of ``part``."""
    return (part[0].end + 1, closing.start) if part else None


def _valued(
    store: Reading, text: str, subject: list[Token], of: list[Token], aggregate: str
) -> tuple[str, Span, Span | None]:
    """Return the table of ``sum``, ``mean`` or ``median``, and where its value and it are named."""
    whole = _extent(subject)
    if of:
        if len(of) == 1:
            raise fault("bad-measure", tr("The table is missing after “of”."), of[0].start)
        return _table(store, text, of[1:]), whole, _extent(of[1:])
    if len(subject) > 2 and subject[1].token_type is TokenType.DOT:
        return _table(store, text, subject[:1]), (subject[2].start, whole[1]), _extent(subject[:1])
    return _owner(store, subject, aggregate), whole, None


def _extent(tokens: Sequence[Token]) -> Span:
    return tokens[0].start, tokens[-1].end + 1


def _owner(store: Reading, subject: list[Token], aggregate: str) -> str:
    """Return the only table that has the field."""
    name, place = subject[0].text, subject[0].start
    hint = tr("Write {aggregate}(FIELD of TABLE).", aggregate=aggregate)
    if len(subject) > 1:
        raise fault("bad-measure", tr("It is not clear which table is meant."), place, hint)
    owners = [table.name for table in store.tables.values() if name in Fields(store, table)]
    if len(owners) == 1:
        return owners[0]
    if not owners:
        raise fault("unknown-field", tr("No table has a field “{name}”.", name=name), place, hint)
    problem = tr("Several tables have a field “{name}”: {tables}.",
                 name=name, tables=listed(owners))  # fmt: skip
    raise fault("ambiguous-field", problem, place, hint)


def _table(store: Reading, text: str, tokens: Sequence[Token]) -> str:
    """Return the table that the tokens name; names such as school-rolls are several tokens."""
    whole = text[tokens[0].start : tokens[-1].end + 1]
    name = tokens[0].text if len(tokens) == 1 else whole
    try:
        return find_table(store, name).name
    except BadInput as error:
        raise fault(error.code, error.message, tokens[0].start, error.hint) from error


def _value(store: Reading, text: str, table: str, span: Span) -> Value:
    value = parse_value(_in_place(text, span), store, table)
    refuse_identifying(store, value)
    if value.type not in NUMBERS:
        raise fault(
            "wrong-type", tr("“{value}” is not a number.", value=_slice(text, span)), span[0]
        )
    return value


def _filter(store: Reading, text: str, table: str, span: Span | None) -> Filter | None:
    if span is None:
        return None
    condition = parse_filter(_in_place(text, span), store, table)
    refuse_identifying(store, condition)
    return condition


def _in_place(text: str, span: Span) -> str:
    """Return the part behind blanks, so that faults are told at their place in the measure."""
    return " " * span[0] + text[span[0] : span[1]]


def _slice(text: str, span: Span | None) -> str:
    return text[span[0] : span[1]].strip() if span else ""
