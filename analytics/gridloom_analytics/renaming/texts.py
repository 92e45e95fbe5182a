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
from gridloom_layers.workspace.names import taken

GRAMMAR = ("by", "of", "where")
"""What a table cannot be called: even between quotation marks it parts a measure."""


def check_speakable(store: Reading, old: str, new: str) -> None:
    """Refuse a name of the table ``old`` that no measure could say, or that would mean two."""
    for known in store.tables:
        if known != old and fold(known) == fold(new):
            raise taken(known)
    if fold(new) in GRAMMAR:
        raise BadInput(
            "bad-name",
            tr("“{name}” is a word of measures, so no table can be called so.", name=new),
            hint=tr("Choose another name."),
        )


def in_name(name: str, store: Reading, old: str, new: str) -> str:
    """Return a name that means the same table once ``old`` of ``store`` is called ``new``.

    That of a role stays, as it still means the table, unless it would mean the renamed one from
    then on: it becomes the table's own. Raise ``BadInput`` where ``name`` means no table.
    """
    meant = find_table(store, name).name
    if fold(name) == fold(old):
        return new
    return meant if fold(name) == fold(new) and meant != old else name


def in_measure(text: str, store: Reading, old: str, new: str) -> str:
    """Return a measure that says the same once the table ``old`` of ``store`` is called ``new``.

    Tables are named as ``in_name`` says. Raise ``BadInput`` where the measure cannot be read.
    """
    measure = parse_measure(text, store)
    named = [measure.level_named, *(term.named for term in measure.occurrences)]
    places = [
        *_own_names(measure.text, [span for span in named if span], store, old, new),
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
        written = text[slice(*span)].strip('"')  # half-width: curly quotes are of the name itself
        if (name := in_name(written, store, old, new)) != written:
            yield span, name


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
