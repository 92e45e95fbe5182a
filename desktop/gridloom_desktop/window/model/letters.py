"""The letters by which Alt reaches the entries of a menu or a form.

They are found when a menu or a form is shown, so that no text of the catalogue has an “&”: the same
texts stand in the palette, in tips and in sentences. Both languages have the same letters: those of
the English text, in Chinese behind it as planners' programs write them, “文件(&F)”.
"""

import re
from collections.abc import Iterable, Iterator

from gridloom_layers.language import Language, english_of

WRITTEN = re.compile(r"\s?\(&[0-9A-Za-z]\)|&(?!&)(?=.)")
"""What marks a letter: behind a Chinese text, or before a letter of it."""
BEHIND = re.compile(r"[\s…：:？?.*]*$")
"""What ends a text and stays behind the letter."""
SAY_LITTLE = frozenset(("a", "an", "and", "by", "for", "in", "of", "on", "the", "to"))
WORD = re.compile(r"[A-Za-z][a-z]*|[A-Za-z0-9]")


def lettered(texts: Iterable[str], language: Language, taken: Iterable[str] = ()) -> list[str]:
    """Return texts with a letter each, marked by “&” as Qt reads it; no letter comes twice.

    Letters that are ``taken`` lead elsewhere.
    A letter that a text has already stays where it is free. Where all letters of a text are taken,
    it has none: in a long list that is usual.
    """
    texts, used = list(texts), set(taken)
    kept = [_kept(text, used) for text in texts]
    return [
        text if stays else _marked(plain(text), used, language)
        for text, stays in zip(texts, kept, strict=True)
    ]


def letter_of(text: str) -> str:
    """Return the letter that is marked in a text, in upper case; empty where none is."""
    found = re.search(r"&([^&])", text.replace("&&", ""))
    return found[1].upper() if found else ""


def plain(text: str) -> str:
    """Return a text without the mark of its letter; “&&” stays what Qt shows as “&”.

    >>> plain("文件(&F)…"), plain("&File"), plain("R&&D")
    ('文件…', 'File', 'R&&D')
    """
    return "&&".join(WRITTEN.sub("", part) for part in text.split("&&"))


def _kept(text: str, taken: set[str]) -> bool:
    letter = letter_of(text)
    if not letter or letter in taken:
        return False
    taken.add(letter)
    return True


def _marked(text: str, taken: set[str], language: Language) -> str:
    english = english_of(text) if language == "zh" else text
    letter = next((one for one in _wishes(english) if one not in taken), None)
    if letter is None:
        return text
    taken.add(letter)
    if language == "zh" and not text.startswith(letter):
        end = BEHIND.search(text)
        at = end.start() if end else len(text)
        return f"{text[:at]}(&{letter}){text[at:]}"
    at = _place(text, letter)
    return f"{text[:at]}&{text[at:]}"


def _wishes(text: str) -> Iterator[str]:
    """Yield letters from the one that hands expect: of the first word, of long words, any."""
    words = WORD.findall(text)
    yield from (word[0].upper() for word in words[:1])
    yield from (word[0].upper() for word in words if word not in SAY_LITTLE)
    yield from (letter.upper() for word in words for letter in word[1:])


def _place(text: str, letter: str) -> int:
    starts = (found.start() for found in WORD.finditer(text) if found[0][0].upper() == letter)
    return next(starts, text.upper().find(letter))
