"""The parameters of an answer, as a reader who wants to judge or repeat it is told of them."""

from typing import Any

from gridloom_analytics.analyses import named
from gridloom_analytics.bilingual import Bilingual
from gridloom_analytics.result import Result
from gridloom_desktop.publishing.export.wording import readable
from gridloom_layers.language import Message, listed, tr

Setting = tuple[Bilingual, Bilingual]
"""The title of a parameter, and what it was set to."""
DRAWS = ("permutations", "draws", "simulations")
"""Parameters that say how many random draws a result rests on."""


def settings_of(result: Result) -> tuple[Setting, ...]:
    """Return the parameters of a result."""
    schema = named(result.analysis).parameters.model_json_schema()["properties"]
    known: dict[str, Bilingual] = {
        name: one.get("x-gridloom", {}).get("title", _both(name)) for name, one in schema.items()
    }
    return tuple(
        (known.get(name, _both(name)), _both(_told(value)))
        for name, value in result.parameters.items()
    )


def seed_of(result: Result) -> int | None:
    """Return the seed of a result that rests on random draws."""
    return result.seed if any(result.parameters.get(name) for name in DRAWS) else None


def _told(value: Any) -> Message | str:
    """Return a value of a parameter in words, a dash for none."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, (list, tuple)):
        return listed(_told(one) for one in value)
    return readable(float(value)) if isinstance(value, (int, float)) else str(value)


def _both(text: Message | str) -> Bilingual:
    return text.both() if isinstance(text, Message) else {"zh": text, "en": text}
