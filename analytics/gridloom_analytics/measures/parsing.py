"""From the text of a measure to its terms."""

from sqlglot.tokenizer_core import Token, TokenType

from gridloom_analytics.expressions import find_level
from gridloom_analytics.expressions.faults import fault
from gridloom_analytics.expressions.names import close_names
from gridloom_analytics.expressions.syntax import MAX_DEPTH, half_width, tokenize
from gridloom_analytics.measures.reading import AGGREGATES, read_term
from gridloom_analytics.measures.terms import (
    Area,
    Arithmetic,
    Measure,
    Number,
    Operator,
    Part,
    Span,
)
from gridloom_layers.language import Message, tr
from gridloom_layers.workspace import Reading

SUMS: dict[TokenType, Operator] = {TokenType.PLUS: "+", TokenType.DASH: "-"}
PRODUCTS: dict[TokenType, Operator] = {TokenType.STAR: "*", TokenType.SLASH: "/"}


def parse_measure(text: str, store: Reading) -> Measure:
    """Parse a measure; raise ``BadInput`` that says what is wrong and where.

    The grammar::

        measure := formula ["by" LEVEL]
        formula := numbers, terms and area() with + - * / and parentheses
        term    := count(TABLE [where F]) | share(TABLE where F) | density(TABLE [where F])
                 | sum(VALUE) | mean(VALUE) | median(VALUE)
        VALUE   := (TABLE.FIELD | EXPRESSION of TABLE | FIELD) [where F]

    TABLE and LEVEL are names of tables or names of roles in Chinese or English; F and EXPRESSION
    are those of :func:`~gridloom_analytics.expressions.parse_filter`. A FIELD alone must occur in
    one table only. share is the part of the rows that F selects (0 … 1), density rows per km².
    """
    return _MeasureParser(text, store).measure()


class _MeasureParser:
    """A recursive descent over the tokens of one measure."""

    def __init__(self, text: str, store: Reading) -> None:
        self.text, self.store = half_width(text), store
        self.tokens = tokenize(text)
        self.place = 0
        self.depth = 0

    def measure(self) -> Measure:
        if not self.tokens:
            raise fault("bad-measure", tr("The measure is empty."), hint=_example())
        formula, named = self._formula(), None
        token = self._peek()
        if token is not None and token.text.casefold() == "by":
            named = self._level(token)
        elif token is not None:
            raise self._unexpected(token)
        level = None if named is None else find_level(self.store, self._named(named)).name
        made = Measure(self.text, formula, level, named)
        if not made.terms:
            raise fault("bad-measure", tr("The measure counts nothing."), hint=_example())
        return made

    def _level(self, by: Token) -> Span:
        rest = self.text[by.end + 1 :]
        if not rest.strip():
            raise fault("bad-measure", tr("The level is missing after “by”."), by.start)
        return len(self.text) - len(rest.lstrip()), len(self.text.rstrip())

    def _named(self, span: Span) -> str:
        return self.text[slice(*span)].strip('"')

    def _formula(self) -> Part:
        left = self._product()
        while (token := self._peek()) is not None and token.token_type in SUMS:
            self.place += 1
            left = Arithmetic(SUMS[token.token_type], left, self._product())
        return left

    def _product(self) -> Part:
        left = self._factor()
        while (token := self._peek()) is not None and token.token_type in PRODUCTS:
            self.place += 1
            left = Arithmetic(PRODUCTS[token.token_type], left, self._factor())
        return left

    def _factor(self) -> Part:
        token = self._next()
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise fault("bad-measure", tr("The measure is nested too deeply."), token.start)
        try:
            if token.token_type is TokenType.NUMBER:
                return Number(_number(token))
            if token.token_type is TokenType.DASH:
                return Arithmetic("-", Number(0.0), self._factor())
            if token.token_type is TokenType.L_PAREN:
                return self._parenthesis()
            return self._call(token)
        finally:
            self.depth -= 1

    def _parenthesis(self) -> Part:
        inner = self._formula()
        token = self._next()
        if token.token_type is not TokenType.R_PAREN:
            raise self._unexpected(token)
        return inner

    def _call(self, name: Token) -> Part:
        opening = self._peek()
        if opening is None or opening.token_type is not TokenType.L_PAREN:
            raise self._unexpected(name)
        known = name.text.casefold()
        if known not in (*AGGREGATES, "area"):
            problem = tr("There is no aggregate “{name}”.", name=name.text)
            names = [*AGGREGATES, "area"]
            raise fault("unknown-aggregate", problem, name.start, close_names(known, names))
        inside, closing = self._inside(opening)
        if known == "area":
            if inside:
                raise self._unexpected(inside[0])
            return Area()
        return read_term(self.store, self.text, name, inside, closing)

    def _inside(self, opening: Token) -> tuple[list[Token], Token]:
        """Return the tokens up to the parenthesis that closes ``opening``, and go past it."""
        first, depth = self.place + 1, 0
        for at in range(self.place, len(self.tokens)):
            kind = self.tokens[at].token_type
            depth += (kind is TokenType.L_PAREN) - (kind is TokenType.R_PAREN)
            if depth == 0:
                self.place = at + 1
                return self.tokens[first:at], self.tokens[at]
        raise fault("bad-measure", tr("A parenthesis is not closed."), opening.start)

    def _peek(self) -> Token | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def _next(self) -> Token:
        token = self._peek()
        if token is None:
            problem = tr("The measure breaks off.")
            raise fault("bad-measure", problem, len(self.text.rstrip()), _example())
        self.place += 1
        return token

    def _unexpected(self, token: Token) -> Exception:
        problem = tr("“{what}” cannot be understood here.", what=token.text[:40])
        return fault("bad-measure", problem, token.start, _example())


def _number(token: Token) -> float:
    try:
        value = float(token.text)
    except ValueError:
        value = float("inf")
    if value == float("inf"):
        problem = tr("“{text}” cannot be read as a number.", text=token.text[:40])
        raise fault("bad-number", problem, token.start)
    return value


def _example() -> Message:
    return tr("Write a measure such as: count(person where age >= 65) / count(person) by grid.")
