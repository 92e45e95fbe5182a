"""Measures and expressions that name a table, written with its new name.

Where a table is named is what the parser says, so that values, fields and other tables that only
look alike stay as they are.
"""

from collections.abc import Iterator

from sqlglot import exp
from sqlglot.tokenizer_core import TokenType

from gridloom_analytics.expressions import Fields, find_table
from gridloom_analytics.expressions.names import fold
from gridloom_analytics.expressions.syntax import parse, tokenize
from gridloom_analytics.expressions.translating import PLACED
from gridloom_analytics.measures import parse_measure
from gridloom_analytics.measures.terms import Span, Term
from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr
from gridloom_layers.workspace import Reading

GRAMMAR = ("by", "of", "where")
"""What a table cannot be called: even between quotation marks it parts a measure."""


def check_speakable(new: str) -> None:
    """Refuse a name that no measure could say."""
    if fold(new) in GRAMMAR:
        raise BadInput(
            "bad-name",
            tr("“{name}” is a word of measures, so no table can be called so.", name=new),
            hint=tr("Choose another name."),
        )


def in_measure(text: str, store: Reading, old: str, new: str) -> str:
    """Return a measure that says the same once the table ``old`` of ``store`` is called ``new``.

    Raise ``BadInput`` where the measure cannot be read. Names of roles stay, as they still mean
    the table; one that would mean the renamed table from then on becomes the name of its own.
    """
    measure = parse_measure(text, store)
    named = [measure.level_named, *(term.named for term in measure.occurrences)]
    places = [
        *_own_names(text, [span for span in named if span], store, old, new),
        *(place for term in measure.occurrences for place in _of_term(term, store, old, new)),
    ]
    return _written(text, places)


def in_expression(text: str, fields: Fields, old: str, new: str) -> str:
    """Return a condition or value that says the same once a table is called ``new``.

    ``fields`` are those of the table whose rows it is about, before or after. Raise ``BadInput``
    where the text is no expression.
    """
    return _written(text, [(span, new) for span in _named(text, fields, old)])


def _of_term(term: Term, store: Reading, old: str, new: str) -> Iterator[tuple[Span, str]]:
    """Yield the places of a term's value and filter, which are told as in the whole measure."""
    fields = Fields(store, store.table(term.subject))
    for part in (term.value, term.where):
        if part is not None:
            yield from ((span, new) for span in _named(part.text, fields, old))


def _own_names(
    text: str, spans: list[Span], store: Reading, old: str, new: str
) -> Iterator[tuple[Span, str]]:
    for span in spans:
        written = text[slice(*span)].strip('"“”')
        meant = find_table(store, written).name
        if fold(written) == fold(old):
            yield span, new
        elif fold(written) == fold(new) and meant != old:
            yield span, meant


def _named(text: str, fields: Fields, old: str) -> Iterator[Span]:
    """Yield where an expression names a table: before a field, and in ``placed(TABLE)``."""
    tree = parse(text, fields)
    qualifiers = (column.args.get("table") for column in tree.find_all(exp.Column))
    calls = (call for call in tree.find_all(exp.Anonymous) if call.name.lower() == PLACED)
    placed = (one.this for call in calls for one in call.expressions if isinstance(one, exp.Column))
    for name in (*qualifiers, *placed):
        if isinstance(name, exp.Identifier) and fold(name.this) == fold(old):
            yield name.meta["start"], name.meta["end"] + 1


def _written(text: str, places: list[tuple[Span, str]]) -> str:
    for (start, end), name in sorted(set(places), reverse=True):
        text = text[:start] + _quoted(name) + text[end:]
    return text


def _quoted(name: str) -> str:
    """Return a name as an expression has it: between quotation marks unless it is a plain word."""
    plain = name.isidentifier() and [one.token_type for one in tokenize(name)] == [TokenType.VAR]
    return name if plain else f'"{name}"'
