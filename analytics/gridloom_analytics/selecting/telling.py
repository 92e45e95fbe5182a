"""What a condition says, as a sentence in both languages."""

import re
from dataclasses import dataclass

from gridloom_analytics.bilingual import Bilingual, Given
from gridloom_analytics.expressions import Fields
from gridloom_analytics.expressions.wording import worded
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
from gridloom_analytics.titles import named_table
from gridloom_layers.language import Message, tr, tr_n
from gridloom_layers.workspace import Reading

CONNECTED = re.compile(r"\b(and|or)\b", re.IGNORECASE)
SQUARE_KM = 1e6


def told(condition: Condition, store: Reading | None = None, table: str | None = None) -> Bilingual:
    """Return what a condition selects, to stand in a sentence or by itself.

    With the ``store``, and the ``table`` that it is about, fields and tables go by their titles.

    >>> told(Where(text="floors >= 10"))["en"]
    'floors ≥ 10'
    """
    return _Teller(store, table).told(condition).both()


@dataclass(frozen=True)
class _Teller:
    """Tells conditions on one table."""

    store: Reading | None
    table: str | None

    def told(self, condition: Condition) -> Message:
        match condition:
            case Everything():
                return tr("all rows")
            case Where():
                return Given.of(worded(condition.text, self._fields()))
            case Within():
                return _in_area(condition)
            case Rows():
                return tr_n("{count:,} single row", "{count:,} single rows", len(condition.keys))
            case Found():
                return tr("{expression} in “{result}”", result=condition.result,
                          expression=Given.of(worded(condition.text, None)))  # fmt: skip
            case Linked():
                other = _Teller(self.store, condition.table)
                return tr("linked to “{table}” with {condition}", table=other._title(),
                          condition=other._part(condition.condition))  # fmt: skip
            case Not():
                return tr("not {condition}", condition=self._part(condition.condition))
            case AllOf():
                return self._joined(condition.parts, all_of=True)
            case AnyOf():
                return self._joined(condition.parts, all_of=False)

    def _joined(self, parts: tuple[Condition, ...], *, all_of: bool) -> Message:
        if not parts:
            return tr("all rows") if all_of else tr("no row")
        first, *others = map(self._part, parts)
        for each in others:
            first = (
                tr("{one} and {other}", one=first, other=each)
                if all_of
                else tr("{one} or {other}", one=first, other=each)
            )
        return first

    def _part(self, condition: Condition) -> Message:
        """Return a condition as a part of another: in parentheses where it has parts itself."""
        said = self.told(condition)
        several = isinstance(condition, AllOf | AnyOf) and len(condition.parts) > 1
        connected = isinstance(condition, Where) and CONNECTED.search(condition.text)
        return tr("({condition})", condition=said) if several or connected else said

    def _fields(self) -> Fields | None:
        table = self.store.tables.get(self.table or "") if self.store is not None else None
        return Fields(self.store, table) if self.store is not None and table is not None else None

    def _title(self) -> Message | str | None:
        """Return what the table is called; one that is not known has its name."""
        if self.store is None or self.table is None:
            return self.table
        return Given.of(named_table(self.store, self.table))


def _in_area(condition: Within) -> Message:
    area = f"{condition.geometry.area / SQUARE_KM:,.3g}"
    if condition.relation == "within":
        return tr("wholly in the drawn area ({area} km²)", area=area)
    if condition.relation == "centre":
        return tr("with the centre in the drawn area ({area} km²)", area=area)
    return tr("touching the drawn area ({area} km²)", area=area)
