"""User-visible text in two languages, from one gettext catalogue.

A sentence is a :class:`Message`: its English text is the catalogue's msgid and its values are kept
apart, so that a result made today can be read in Chinese or in English tomorrow.
"""

import re
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, get_args

from gridloom_data import data_path

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

_current: ContextVar[Language] = ContextVar("language", default="en")


@dataclass(frozen=True)
class Message:
    """One sentence for a user: an English msgid with ``{named}`` places, rendered late.

    Values that are messages themselves are rendered in the same language.

    >>> str(Message("{count:,} rows", {"count": 1234}))
    '1,234 rows'
    """

    msgid: str
    values: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    plural: str | None = None

    def render(self, language: Language) -> str:
        """Return the sentence in ``language``; without a translation, in English."""
        values = {
            name: value.render(language) if isinstance(value, Message) else value
            for name, value in self.values.items()
        }
        return nested(self.template(language).format(**values))

    def template(self, language: Language) -> str:
        """Return the sentence in ``language`` before its values are put in."""
        if language == "zh" and (translated := _catalogue().get(self.msgid)):
            return translated
        if self.plural is not None and self.values.get("count") != 1:
            return self.plural
        return self.msgid

    def both(self) -> dict[Language, str]:
        """Return ``{"zh": …, "en": …}``, the shape used in JSON."""
        return {language: self.render(language) for language in LANGUAGES}

    def __str__(self) -> str:
        return self.render(_current.get())


def nested(text: str) -> str:
    """Return a sentence with single quotation marks inside of double ones, as both languages ask.

    >>> nested("hot spots of “cases of “flu” in “福田””")
    'hot spots of “cases of ‘flu’ in ‘福田’”'
    """
    if text.count("“") < 2 or text.count("“") != text.count("”"):
        return text
    found, depth = [], 0
    for character in text:
        depth -= character == "”"
        inside = depth > 0
        found.append(_SINGLE.get(character, character) if inside else character)
        depth += character == "“"
    return "".join(found)


_SINGLE = {"“": "‘", "”": "’"}


@dataclass(frozen=True)
class Listing(Message):
    """Names one after the other, as part of a sentence; made by :func:`listed`."""

    parts: tuple[Any, ...] = ()

    def render(self, language: Language) -> str:
        """Return the names with the language's own comma between them."""
        between = "、" if language == "zh" else ", "
        return between.join(
            part.render(language) if isinstance(part, Message) else str(part) for part in self.parts
        )


def listed(names: Iterable[Any]) -> Listing:
    """Return names, which may be messages, as a part of sentences; “–” where there are none.

    >>> listed(["code", "name"]).both()
    {'zh': 'code、name', 'en': 'code, name'}
    """
    return Listing("", parts=tuple(names) or ("–",))


def tr(msgid: str, /, **values: Any) -> Message:
    """Return a translatable sentence; ``msgid`` must be a literal, so that it can be extracted."""
    return Message(msgid, MappingProxyType(values))


def tr_n(singular: str, plural: str, /, count: int, **values: Any) -> Message:
    """Return a translatable sentence that depends on ``count``, which it may show.

    >>> str(tr_n("{count} row", "{count} rows", 2))
    '2 rows'
    """
    return Message(singular, MappingProxyType({"count": count, **values}), plural)


def use_language(language: Language) -> None:
    """Make ``language`` the one in which ``str(message)`` renders."""
    _current.set(language)


def current_language() -> Language:
    """Return the language in which ``str(message)`` renders."""
    return _current.get()


ENTRY = re.compile(
    r'^msgid "(.+)"\n(?:msgid_plural ".*"\nmsgstr\[0\]|msgstr) "(.*)"$', re.MULTILINE
)
ESCAPED = re.compile(r"\\(.)")


@cache
def _catalogue() -> dict[str, str]:
    """Return the Chinese texts by msgid; polib, which a test compares, takes ten times as long.

    Every start of the command reads them.
    """
    text = data_path("locale", "zh.po").read_text(encoding="utf-8").replace('"\n"', "")
    return {_unescaped(msgid): _unescaped(msgstr) for msgid, msgstr in ENTRY.findall(text)}


def english_of(text: str) -> str:
    """Return the English of a Chinese text of the catalogue, before values are put in.

    Any other text, such as a name from a file, is returned as it is.
    """
    english, templates = _sources()
    if text in english:
        return english[text]
    made = (msgid for start, rest, msgid in templates if text.startswith(start) and rest in text)
    return next(made, text)


@cache
def _sources() -> tuple[dict[str, str], list[tuple[str, str, str]]]:
    """Return msgids by Chinese text; of those with values how they begin and go on, too."""
    english = {chinese: msgid for msgid, chinese in reversed(_catalogue().items())}
    made = []
    for chinese, msgid in english.items():
        start, place, rest = chinese.partition("{")
        if place and len(start) > 1:
            made.append((start, rest.partition("}")[2].partition("{")[0], msgid))
    return english, sorted(made, key=lambda one: -len(one[0]))


def _unescaped(text: str) -> str:
    return ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1], text)
