"""What a condition says, as a sentence in both languages."""

import re
from collections.abc import Mapping

from gridloom_analytics.bilingual import Bilingual, Given
from gridloom_analytics.selecting.conditions import (
    AllOf,
    AnyOf,
    Condition,
    Everything,
    Found,
    Linked,
    Not,
    Rows,
    Where,
    Within,
)
from gridloom_layers.language import Message, tr, tr_n

SIGNS = {">=": "≥", "<=": "≤", "<>": "≠", "!=": "≠"}
_SIGN = re.compile(r"'(?:[^']|'')*'|>=|<=|<>|!=")
SQUARE_KM = 1e6


def told(condition: Condition, names: Mapping[str, Bilingual] | None = None) -> Bilingual:
    """Return what a condition selects, to stand in a sentence or by itself.

    ``names`` are what tables and results are called; others go by their own names.

    >>> told(Where(text="floors >= 10"))["en"]
    'floors ≥ 10'
    """
    return _told(condition, names or {}).both()


def _told(condition: Condition, names: Mapping[str, Bilingual]) -> Message:
    match condition:
        case Everything():
            return tr("all rows")
        case Where():
            return _as_written(condition.text)
        case Within():
            return _in_area(condition)
        case Rows():
            return tr_n("{count:,} single row", "{count:,} single rows", len(condition.keys))
        case Found():
            return tr("{expression} in “{result}”", expression=_as_written(condition.text),
                      result=_named(condition.result, names))  # fmt: skip
        case Linked():
            return tr("linked to “{table}” with {condition}", table=_named(condition.table, names),
                      condition=_part(condition.condition, names))  # fmt: skip
        case Not():
            return tr("not {condition}", condition=_part(condition.condition, names))
        case AllOf():
            return _joined(condition.parts, names, all_of=True)
        case AnyOf():
            return _joined(condition.parts, names, all_of=False)


def _as_written(text: str) -> Message:
    """Return an expression with the signs of print; texts in it stay as they are."""
    shown = _SIGN.sub(lambda found: SIGNS.get(found[0], found[0]), " ".join(text.split()))
    return Given.of({"zh": shown, "en": shown})


def _in_area(condition: Within) -> Message:
    area = f"{condition.geometry.area / SQUARE_KM:,.3g}"
    if condition.relation == "within":
        return tr("wholly in the drawn area ({area} km²)", area=area)
    if condition.relation == "centre":
        return tr("with the centre in the drawn area ({area} km²)", area=area)
    return tr("touching the drawn area ({area} km²)", area=area)


def _joined(
    parts: tuple[Condition, ...], names: Mapping[str, Bilingual], *, all_of: bool
) -> Message:
    if not parts:
        return tr("all rows") if all_of else tr("no row")
    first, *others = [_part(part, names) for part in parts]
    for each in others:
        first = (
            tr("{one} and {other}", one=first, other=each)
            if all_of
            else tr("{one} or {other}", one=first, other=each)
        )
    return first


def _part(condition: Condition, names: Mapping[str, Bilingual]) -> Message:
    """Return a condition as a part of another: in parentheses where it has parts itself."""
    said = _told(condition, names)
    several = isinstance(condition, AllOf | AnyOf) and len(condition.parts) > 1
    connected = isinstance(condition, Where) and re.search(r"\b(and|or)\b", condition.text, re.I)
    return tr("({condition})", condition=said) if several or connected else said


def _named(name: str, names: Mapping[str, Bilingual]) -> Message:
    return Given.of(names.get(name, {"zh": name, "en": name}))
