"""Values that options take, read from text."""

import datetime as dt
import math
from collections.abc import Callable, Sequence

from gridloom_layers.errors import BadInput
from gridloom_layers.language import Message, listed, tr


class WrongValue(Exception):  # noqa: N818 - becomes a BadInput that names the option
    """A text cannot be the value of its option; ``hint`` says what can."""

    def __init__(self, hint: Message) -> None:
        super().__init__(hint)
        self.hint = hint


def day(text: str) -> dt.date:
    """Return a date written as 2026-01-01."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise WrongValue(tr("Write a date as 2026-01-01.")) from error


def count(text: str) -> int:
    """Return a whole number that is not negative."""
    try:
        number = int(text)
    except ValueError as error:
        raise WrongValue(tr("Write a whole number.")) from error
    if number < 0:
        raise WrongValue(tr("Write a number that is not negative."))
    return number


def metres(text: str) -> float:
    """Return a distance that is not negative."""
    try:
        distance = float(text)
    except ValueError as error:
        raise WrongValue(tr("Write a number of metres.")) from error
    if not 0 <= distance < math.inf:
        raise WrongValue(tr("Write a number that is not negative."))
    return distance


def score(text: str) -> float:
    """Return a score above 0, up to 100."""
    try:
        number = float(text)
    except ValueError as error:
        raise WrongValue(tr("Write a number up to 100.")) from error
    if not 0 < number <= 100:
        raise WrongValue(tr("Write a number up to 100."))
    return number


def one_of(*choices: str) -> Callable[[str], str]:
    """Return a reader that takes only one of ``choices``."""

    def choice(text: str) -> str:
        if text not in choices:
            raise WrongValue(tr("Use one of: {values}.", values=listed(choices)))
        return text

    return choice


def pairs(texts: Sequence[str]) -> dict[str, str]:
    """Return repeated NAME=VALUE as a dictionary.

    >>> pairs(["value=CRIME", "neighbours=queen"])
    {'value': 'CRIME', 'neighbours': 'queen'}
    """
    found = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not (name.strip() and equals):
            raise BadInput(
                "bad-value",
                tr("“{value}” cannot be used here.", value=text),
                hint=tr("Write it as NAME=VALUE."),
            )
        if name.strip() in found:
            raise BadInput(
                "given-twice",
                tr("“{name}” is given twice.", name=name.strip()),
                hint=tr("Give it once; several names go with commas between them."),
            )
        found[name.strip()] = value.strip()
    return found
