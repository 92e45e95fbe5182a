"""The parameters of an answer, as a reader who wants to judge or repeat it is told of them."""

from collections.abc import Mapping
from typing import Any

from gridloom_analytics.analyses import named
from gridloom_analytics.bilingual import Bilingual, same
from gridloom_analytics.result import Result
from gridloom_analytics.titles import named_table
from gridloom_desktop.publishing.export.wording import readable
from gridloom_layers.language import LANGUAGES, listed, tr
from gridloom_layers.workspace import Reading

Setting = tuple[Bilingual, Bilingual]
"""The title of a parameter, and what it was set to."""
NAMING_TABLES = ("layer", "expression")
"""The kinds of parameters that may be the name of a table."""
DRAWS = ("permutations", "draws", "simulations")
"""Parameters that say how many random draws a result rests on."""


def settings_of(result: Result, store: Reading) -> tuple[Setting, ...]:
    """Return the parameters of a result; layers and tables of the ``store`` by their titles."""
    schema = named(result.analysis).parameters.model_json_schema()["properties"]
    hints = {name: one.get("x-gridloom", {}) for name, one in schema.items()}
    found = []
    for name, value in result.parameters.items():
        hint = hints.get(name, {})
        titles = hint.get("choices", {})
        names = isinstance(value, str) and hint.get("kind") in NAMING_TABLES
        if names and value in store.tables:
            titles = {value: named_table(store, value)}
        found.append((hint.get("title", same(name)), _told(value, titles)))
    return tuple(found)


def seed_of(result: Result) -> int | None:
    """Return the seed of a result that rests on random draws."""
    return result.seed if any(result.parameters.get(name) for name in DRAWS) else None


def _told(value: Any, choices: Mapping[str, Bilingual]) -> Bilingual:
    """Return a value of a parameter in words, one of its ``choices`` by its title; a dash for none.

    >>> _told("auto", {"auto": {"zh": "自动", "en": "automatic"}})["zh"], _told(1000, {})["en"]
    ('自动', '1,000')
    """
    if str(value) in choices:
        return choices[str(value)]
    if value is None or value == "":
        return same("–")
    if isinstance(value, bool):
        return (tr("yes") if value else tr("no")).both()
    if isinstance(value, (list, tuple)):
        parts = [_told(one, choices) for one in value]
        return {one: listed(part[one] for part in parts).render(one) for one in LANGUAGES}
    return same(readable(float(value)) if isinstance(value, (int, float)) else str(value))
