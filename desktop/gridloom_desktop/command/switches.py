"""The switches that every command knows: language, JSON, progress as JSON."""

import locale
import os
from collections.abc import Sequence
from dataclasses import dataclass

from gridloom_layers.errors import BadInput
from gridloom_layers.language import LANGUAGES, Language, listed, tr

JSON, LANG, PROGRESS = "--json", "--lang", "--progress"


@dataclass(frozen=True)
class Switches:
    """How to answer: ``language`` of sentences, ``json`` envelope, ``progress`` as JSON lines."""

    language: Language
    json: bool = False
    progress: bool = False


def read_switches(arguments: Sequence[str], language: Language | None = None) -> Switches:
    """Return the switches that stand anywhere before ``--``; never fails, so errors can use them.

    ``language`` is spoken where the arguments ask for none: the machine's, if not given.

    >>> read_switches(["describe", "city.gridloom", "--json", "--lang", "zh"])
    Switches(language='zh', json=True, progress=False)
    """
    own = _before_dashes(arguments)
    wanted = _value(own, LANG)
    chosen: Language | None = next((one for one in LANGUAGES if one == wanted), None)
    return Switches(
        chosen or language or machine_language(), JSON in own, _value(own, PROGRESS) == "json"
    )


def without_switches(arguments: Sequence[str]) -> list[str]:
    """Return the arguments that are left for the command; refuse a switch with a wrong value."""
    own = _before_dashes(arguments)
    rest, position = [], 0
    while position < len(own):
        name, joined, value = own[position].partition("=")
        if name in ALLOWED:
            if not joined:
                position += 1
                value = own[position] if position < len(own) else ""
            _check(name, value)
        elif own[position] != JSON:
            rest.append(own[position])
        position += 1
    return [*rest, *arguments[len(own) :]]


ALLOWED = {LANG: LANGUAGES, PROGRESS: ("json",)}


def machine_language() -> Language:
    """Return the language of the machine: Chinese where its locale is, else English."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return "zh" if value.lower().startswith("zh") else "en"
    name = locale.getlocale()[0] or ""
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"


def _before_dashes(arguments: Sequence[str]) -> list[str]:
    own = list(arguments)
    return own[: own.index("--")] if "--" in own else own


def _value(own: Sequence[str], name: str) -> str | None:
    for position, argument in enumerate(own):
        if argument.startswith(f"{name}="):
            return argument.partition("=")[2]
        if argument == name:
            return own[position + 1] if position + 1 < len(own) else None
    return None


def _check(name: str, value: str) -> None:
    if value not in ALLOWED[name]:
        raise BadInput(
            "bad-value",
            tr("“{value}” cannot be the value of {option}.", value=value, option=name),
            hint=tr("Use one of: {values}.", values=listed(ALLOWED[name])),
        )
