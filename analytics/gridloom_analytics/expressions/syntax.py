"""The syntax of expressions: text → tokens → a sqlglot tree, with no SQL word but ours."""

import unicodedata
from collections.abc import Container

from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.errors import ParseError, SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from gridloom_analytics.expressions.faults import fault
from gridloom_analytics.expressions.mistakes import refuse_mistakes
from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr

MAX_CHARACTERS = 50_000
MAX_DEPTH = 25
"""How deep parentheses may nest."""

DUCKDB = DuckDB()

KEYWORDS = {
    TokenType.AND, TokenType.OR, TokenType.NOT, TokenType.IN, TokenType.BETWEEN, TokenType.LIKE,
    TokenType.IS, TokenType.NULL, TokenType.TRUE, TokenType.FALSE,
}  # fmt: skip
SYMBOLS = {
    TokenType.L_PAREN, TokenType.R_PAREN, TokenType.COMMA, TokenType.DOT, TokenType.EQ,
    TokenType.NEQ, TokenType.LT, TokenType.LTE, TokenType.GT, TokenType.GTE, TokenType.PLUS,
    TokenType.DASH, TokenType.STAR, TokenType.SLASH, TokenType.NUMBER, TokenType.STRING,
    TokenType.IDENTIFIER, TokenType.VAR,
}  # fmt: skip

PLAIN = {chr(0xFEE0 + code): chr(code) for code in range(0x21, 0x7F)} | {
    "‘": "'", "’": "'", "“": '"', "”": '"', "\u3000": " ",
}  # fmt: skip
CLOSING = {"'": "'", '"': '"', "‘": "'’", "“": '"”'}
"""What ends a quotation that the key begins."""


class _Parser(DuckDB.Parser):
    """DuckDB's parser without its functions: ours are looked up by name after parsing."""

    FUNCTIONS = {}  # noqa: RUF012 - sqlglot's own form
    FUNCTION_PARSERS = {}  # noqa: RUF012
    NO_PAREN_FUNCTIONS = {}  # noqa: RUF012
    NO_PAREN_FUNCTION_PARSERS = {}  # noqa: RUF012


def half_width(text: str) -> str:
    """Return ``text`` with full-width signs and curly quotes as plain ones, outside of text.

    Each character stays at its place.

    >>> half_width("（年龄＞６５，性别＝‘（女）’）")
    "(年龄>65,性别='（女）')"
    """
    made, closing = [], ""
    for character in text:
        plain = PLAIN.get(character, character)
        if closing:
            made.append(closing[0] if character in closing else character)
            closing = "" if character in closing else closing
            continue
        closing = CLOSING.get(character, "")
        made.append(plain)
    return "".join(made)


def tokenize(text: str) -> list[Token]:
    """Split ``text`` into tokens; refuse comments, control characters and what is too long."""
    text = half_width(text)
    if len(text) > MAX_CHARACTERS:
        problem = tr("The expression is longer than {limit} characters.", limit=MAX_CHARACTERS)
        raise fault("bad-expression", problem)
    for place, character in enumerate(text):
        if unicodedata.category(character) in ("Cc", "Cs") and character not in "\t\r\n":
            raise _not_understood(f"\\u{ord(character):04x}", place)
    try:
        tokens = DUCKDB.tokenize(text)
    except SqlglotError as error:
        raise fault(
            "bad-expression",
            tr("The expression “{text}” cannot be read.", text=_shortened(text)),
            hint=tr("Is a quotation mark left open?"),
        ) from error
    for token in tokens:
        if token.comments:
            problem = tr("Comments have no place in an expression.")
            raise fault("bad-expression", problem, token.start)
    return tokens


def parse(text: str, names: Container[str]) -> exp.Expr:
    """Return the tree of the expression ``text``.

    ``names`` are the fields: they stand for themselves even where SQL has a word of that name;
    only a field called like one of our own words (``in``) needs double quotes.
    Raise ``BadInput`` for whatever is not an expression.
    """
    tokens = tokenize(text)
    if not tokens:
        raise fault("bad-expression", tr("The expression is empty."))
    refuse_mistakes(half_width(text), tokens, names)
    allowed = [
        _allowed(token, after, names)
        for token, after in zip(tokens, [*tokens[1:], None], strict=True)
    ]
    _check_parentheses(allowed)
    try:
        tree = _Parser(dialect=DUCKDB).parse_into(exp.Condition, allowed, half_width(text))[0]
    except ParseError as error:
        raise _misread(error, text) from error
    except RecursionError as error:
        raise fault("bad-expression", tr("The expression is nested too deeply.")) from error
    if tree is None:
        raise _not_understood(text, None)
    return tree.transform(_negation_apart, copy=False)


def _negation_apart(node: exp.Expr) -> exp.Expr:
    """Return ``not like`` as a negation, as ``not in`` and ``not between`` come from the parser."""
    if not (isinstance(node, exp.Like) and node.args.get("negate")):
        return node
    node.set("negate", None)
    return exp.Not(this=node)


def _allowed(token: Token, after: Token | None, names: Container[str]) -> Token:
    kind, follows = token.token_type, after.token_type if after else None
    if kind in KEYWORDS or kind in (TokenType.STRING, TokenType.IDENTIFIER, TokenType.NUMBER):
        return token
    if token.text in names and follows not in (TokenType.L_PAREN, TokenType.STRING):
        return _as(TokenType.IDENTIFIER, token)
    if kind in SYMBOLS:
        return token
    if kind is TokenType.DATE and follows is TokenType.STRING:
        return token
    if token.text.isidentifier():
        return _as(TokenType.VAR, token)
    raise _not_understood(token.text, token.start)


def _as(kind: TokenType, token: Token) -> Token:
    return Token(kind, token.text, token.line, token.col, token.start, token.end)


def _check_parentheses(tokens: list[Token]) -> None:
    """Refuse parentheses without their counterpart, and too many of them in each other."""
    opened: list[Token] = []
    for token in tokens:
        if token.token_type is TokenType.L_PAREN:
            opened.append(token)
        elif token.token_type is TokenType.R_PAREN and not opened:
            problem = tr("This parenthesis closes none that was opened.")
            raise fault("bad-expression", problem, token.start)
        elif token.token_type is TokenType.R_PAREN:
            opened.pop()
        if len(opened) > MAX_DEPTH:
            problem = tr("The expression is nested too deeply.")
            raise fault("bad-expression", problem, token.start)
    if opened:
        raise fault("bad-expression", tr("A parenthesis is not closed."), opened[-1].start)


def _misread(error: ParseError, text: str) -> BadInput:
    found = error.errors[0] if error.errors else {}
    near, column = found.get("highlight") or text, found.get("col")
    if found.get("line") != 1 or column is None:
        return _not_understood(near, None)
    return _not_understood(near, max(column - len(near), 0))


def _not_understood(what: str, place: int | None) -> BadInput:
    return fault(
        "bad-expression",
        tr("“{what}” cannot be understood here.", what=_shortened(what)),
        place,
        tr("Write a filter such as: age >= 65 and sex = 'F'."),
    )


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
