"""The usual slips of the pen in conditions: each is told with what to write instead."""

import re
from collections.abc import Container, Sequence

from sqlglot.tokenizer_core import Token, TokenType

from gridloom_analytics.expressions.faults import fault
from gridloom_layers.language import tr

SIGNS = {
    "≥": ">=", "≤": "<=", "≠": "<>", "=<": "<=", "=>": ">=", "&&": "and", "||": "or", "、": ",",
    "`": "'", "「": "'", "」": "'", "『": "'", "』": "'", "《": "'", "》": "'",
}  # fmt: skip
WORDS = {
    "且": "and", "并且": "and", "而且": "and", "和": "and", "或": "or", "或者": "or", "非": "not",
    "等于": "=", "不等于": "<>", "不是": "<>", "大于": ">", "小于": "<", "大于等于": ">=",
    "不小于": ">=", "小于等于": "<=", "不大于": "<=", "属于": "in", "介于": "between",
    "为空": "is null", "不为空": "is not null", "empty": "null",
    "contains": "like '%…%'", "包含": "like '%…%'",
}  # fmt: skip
TRUTHS = {"是": "true", "真": "true", "yes": "true", "否": "false", "假": "false", "no": "false"}
DATE = re.compile(
    r"(?<![\w.])([12]\d{3})([-/.年])(0?[1-9]|1[0-2])(?:\2|月)(0?[1-9]|[12]\d|3[01])日?(?![\w.])"
)
"""A date without quotation marks; what is meant as a calculation has blanks around its signs."""
WRONG_SIGN = re.compile("|".join(map(re.escape, SIGNS)))
QUOTED = (TokenType.STRING, TokenType.IDENTIFIER)
EQUAL = (TokenType.EQ, TokenType.NEQ)
UNFINISHED = {
    TokenType.AND, TokenType.OR, TokenType.NOT, TokenType.IN, TokenType.BETWEEN, TokenType.LIKE,
    TokenType.IS, TokenType.EQ, TokenType.NEQ, TokenType.LT, TokenType.LTE, TokenType.GT,
    TokenType.GTE, TokenType.PLUS, TokenType.DASH, TokenType.STAR, TokenType.SLASH,
}  # fmt: skip
"""What another value or condition must follow."""


def refuse_mistakes(text: str, tokens: Sequence[Token], names: Container[str]) -> None:
    """Raise ``BadInput`` for a slip that can be told from the words alone.

    ``text`` is half-width, ``tokens`` are its words, ``names`` the fields, which may be called
    like one of the words in question. What this passes need not be an expression.
    """
    bare = _without_quoted(text, tokens)
    _refuse_dates(bare)
    if sign := WRONG_SIGN.search(bare):
        raise _instead(sign[0], SIGNS[sign[0]], sign.start())
    _refuse_words(tokens, names)
    _refuse_commas(tokens)
    if tokens[-1].token_type in UNFINISHED and tokens[-1].text not in names:
        problem = tr("The expression breaks off after “{word}”.", word=tokens[-1].text)
        raise fault("bad-expression", problem, tokens[-1].start)


def _without_quoted(text: str, tokens: Sequence[Token]) -> str:
    """Return the text with blanks instead of what stands in quotation marks."""
    signs = list(text)
    for token in tokens:
        if token.token_type in QUOTED:
            signs[token.start : token.end + 1] = " " * (token.end + 1 - token.start)
    return "".join(signs)


def _refuse_dates(text: str) -> None:
    found = DATE.search(text)
    if found is None:
        return
    year, _, month, day = found.groups()
    raise fault(
        "bare-date",
        tr("The date “{date}” needs quotation marks.", date=found[0]),
        found.start(),
        tr("Put it in single quotes: '{date}'.", date=f"{year}-{month:0>2}-{day:0>2}"),
    )


def _refuse_words(tokens: Sequence[Token], names: Container[str]) -> None:
    if _word(tokens[0], names) == "where":
        raise fault(
            "bad-expression",
            tr("“where” has no place in a condition."),
            tokens[0].start,
            tr("Write the condition alone, such as: age >= 65."),
        )
    for before, token, after in zip([None, *tokens], tokens, [*tokens[1:], None], strict=False):
        word = _word(token, names)
        called = after is not None and after.token_type is TokenType.L_PAREN
        if before is not None and before.token_type in EQUAL and word in TRUTHS:
            raise _instead(token.text, TRUTHS[word], token.start)
        if word in WORDS and not called:
            raise _instead(token.text, WORDS[word], token.start)


def _word(token: Token, names: Container[str]) -> str:
    """Return the word of a token, folded; nothing where it is quoted or names a field."""
    bare = token.token_type not in QUOTED and token.text not in names
    return token.text.casefold() if bare else ""


def _refuse_commas(tokens: Sequence[Token]) -> None:
    """Refuse conditions with a comma or a semicolon between them."""
    depth = 0
    for token in tokens:
        kind = token.token_type
        depth += (kind is TokenType.L_PAREN) - (kind is TokenType.R_PAREN)
        if kind is TokenType.SEMICOLON or (kind is TokenType.COMMA and depth == 0):
            raise fault(
                "bad-expression",
                tr("Conditions cannot be joined by “{sign}”.", sign=token.text),
                token.start,
                tr("Write “and” or “or” between them."),
            )


def _instead(wrong: str, right: str, place: int) -> Exception:
    return fault(
        "bad-expression",
        tr("“{what}” cannot be understood here.", what=wrong),
        place,
        tr("Write “{right}” instead of “{wrong}”.", right=right, wrong=wrong),
    )
