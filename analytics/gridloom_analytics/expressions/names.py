"""Names as planners write them: compared after folding, close ones proposed."""

import difflib
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from gridloom_layers.language import Message, listed, tr


@lru_cache(4096)  # a few hundred names of fields, folded anew for each expression
def fold(name: str) -> str:
    """Return the form in which names are compared: NFKC, case, 臺/台 and spaces folded.

    >>> fold(" Ｆloor  Area ")
    'floor area'
    """
    folded = unicodedata.normalize("NFKC", name).casefold().replace("臺", "台")
    return " ".join(folded.split())


def closest(name: str, known: Iterable[str]) -> list[str]:
    """Return up to three of the ``known`` names that are most like ``name``.

    A Chinese name is a few characters long, so that one wrong of two is close enough.
    """
    by_fold = {fold(each): each for each in known}
    likeness = 0.6 if name.isascii() else 0.5
    found = difflib.get_close_matches(fold(name), by_fold, n=3, cutoff=likeness)
    return [by_fold[each] for each in found]


def close_names(
    name: str, known: Iterable[str], shown: Iterable[str] | None = None
) -> Message | None:
    """Return a hint with the ``known`` names most like ``name``; without any, all ``shown``."""
    names = list(dict.fromkeys(known))
    if close := closest(name, names):
        return tr("Did you mean {names}?", names=listed(close))
    all_names = names if shown is None else list(shown)
    return tr("There are: {names}.", names=listed(all_names)) if all_names else None
