"""Finding a command by a few letters of it, in either language."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from rapidfuzz import fuzz

Value = TypeVar("Value")
LEAST = 75.0
"""The score (0 … 100) below which a command is not what was meant."""


def best(wanted: str, among: Iterable[tuple[Sequence[str], Value]]) -> list[Value]:
    """Return what fits ``wanted`` best, the best first; all, as they are, where nothing is wanted.

    ``among`` are pairs of texts and what they stand for. A text that begins with what is wanted
    goes before one that holds it, and that before one that is only alike.
    """
    words = wanted.casefold().strip()
    if not words:
        return [one for _, one in among]
    scored = [(max(_score(words, text.casefold()) for text in texts), one) for texts, one in among]
    found = [(score, place, one) for place, (score, one) in enumerate(scored) if score >= LEAST]
    return [one for _, _, one in sorted(found, key=lambda entry: (-entry[0], entry[1]))]


def _score(words: str, text: str) -> float:
    if text.startswith(words):
        return 200.0
    if any(part.startswith(words) for part in text.split()):
        return 180.0
    if words in text:
        return 160.0
    return fuzz.partial_ratio(words, text) if len(words) > 2 else 0.0
