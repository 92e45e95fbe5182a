"""An expression in the words of print: signs, titles of fields, and the language's own words."""

import re
from collections.abc import Iterator

from sqlglot.tokenizer_core import Token, TokenType

from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.expressions import Fields
from gridloom_analytics.expressions.syntax import half_width, tokenize
from gridloom_layers.errors import BadInput
from gridloom_layers.language import LANGUAGES, Language

SIGNS = {">=": "≥", "<=": "≤", "<>": "≠", "!=": "≠"}
CHINESE = {
    TokenType.AND: "且", TokenType.OR: "或", TokenType.NOT: "非", TokenType.IN: "属于",
    TokenType.BETWEEN: "介于", TokenType.LIKE: "形如", TokenType.IS: "为", TokenType.NULL: "空",
    TokenType.TRUE: "是", TokenType.FALSE: "否",
}  # fmt: skip
FLUENT = {"为 非 空": "不为空", "为 空": "为空", "非 属于": "不属于", "非 介于": "不介于",
          "非 形如": "不形如"}  # fmt: skip
"""What several of these words are together."""
_FLUENT = re.compile("|".join(FLUENT))
NAMES = (TokenType.VAR, TokenType.IDENTIFIER)


def worded(text: str, fields: Fields | None) -> Bilingual:
    """Return an expression as it is read, fields by their titles where ``fields`` are known.

    What is no expression stays as it is written.

    >>> worded("floors >= 12 and use is not null", None)["zh"]
    'floors ≥ 12 且 use 不为空'
    """
    try:
        tokens = tokenize(text)
    except BadInput:
        return dict.fromkeys(LANGUAGES, text)
    return {language: _written(half_width(text), tokens, fields, language)
            for language in LANGUAGES}  # fmt: skip


def _written(text: str, tokens: list[Token], fields: Fields | None, language: Language) -> str:
    pieces, end = [], 0
    words = _words(tokens, fields, language)
    for token, word in zip(tokens, words, strict=True):
        between = text[end : token.start]
        end = token.end + 1
        pieces += [" " if between.strip() == "" and between else between,
                   text[token.start : end] if word is None else word]  # fmt: skip
    said = "".join(pieces)
    return _FLUENT.sub(lambda found: FLUENT[found[0]], said) if language == "zh" else said


def _words(tokens: list[Token], fields: Fields | None, language: Language) -> Iterator[str | None]:
    """Yield for each token what stands for it; None where it stands for itself."""
    in_range = False
    for token, after in zip(tokens, [*tokens[1:], None], strict=True):
        called = after is not None and after.token_type is TokenType.L_PAREN
        if token.text in SIGNS:
            yield SIGNS[token.text]
        elif token.token_type in CHINESE:
            word = "和" if in_range and token.token_type is TokenType.AND else None
            in_range = token.token_type is TokenType.BETWEEN or (in_range and word is None)
            yield (word or CHINESE[token.token_type]) if language == "zh" else None
        elif fields is not None and not called and token.token_type is not TokenType.STRING:
            yield _title(token, fields, language)
        else:
            yield None


def _title(token: Token, fields: Fields, language: Language) -> str | None:
    if token.token_type not in NAMES and not token.text.isidentifier():
        return None
    return fields.find(token.text).title[language] if token.text in fields else None
