"""Whose word counts: departments in the order of their right to a field, then the newest."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from gridloom_layers.ownership.sets import DECISIONS, Longs, slot
from gridloom_layers.workspace import Reading, SourceInfo, TableField

ANY_FIELD = "*"
UNNAMED = ""
"""The department of all sources that were imported without naming one."""


def claimed_fields(
    reading: Reading, table: str, fields: Iterable[TableField], key: str | None
) -> tuple[str, ...]:
    """Return the fields of a table on which departments can differ: not its key, not its links."""
    links = {link.column for link in reading.links if link.left == table}
    return tuple(field.name for field in fields if field.name not in links and field.name != key)


class Precedence:
    """How the sources of a table stand to each other.

    Sources are numbers; arrays by source are indexed by ``slot``, so that what stands for a
    decision (``HAND`` and others) has a place too. A source without a date counts as being of
    the day of the newest one before it; of two of the same day the later one is the newer.
    """

    def __init__(self, sources: Iterable[SourceInfo], owners: Mapping[str, Sequence[str]]) -> None:
        self.sources = {source.number: source for source in sources}
        self._owners = owners
        self._size = slot(max(self.sources, default=0)) + 1
        names = [source.department or UNNAMED for source in self.sources.values()]
        self._names = list(dict.fromkeys([UNNAMED, *names]))
        self._age = self._ages()

    def _ages(self) -> Longs:
        """Return by source how many are newer."""
        day, days = dt.date.min, {}
        for number in sorted(self.sources):
            day = self.sources[number].as_of or day
            days[number] = day
        ages = np.full(self._size, len(days), np.int64)
        newest_first = sorted(days, key=lambda number: (days[number], number), reverse=True)
        for age, number in enumerate(newest_first):
            ages[slot(number)] = age
        return ages

    def department(self, source: int) -> str:
        """Return the department of a source."""
        info = self.sources.get(source)
        return (info.department if info else None) or UNNAMED

    def departments(self) -> Longs:
        """Return by source a number of its department, −1 for decisions."""
        found = np.zeros(self._size, np.int64)
        found[:DECISIONS] = -1
        for number in self.sources:
            found[slot(number)] = self._names.index(self.department(number))
        return found

    def order(self, field: str) -> Sequence[str]:
        """Return the departments that own a field, the first before the others."""
        return self._owners.get(field, self._owners.get(ANY_FIELD, ()))

    def rank(self, field: str) -> Longs:
        """Return by source its place among the owners of a field; decisions come first."""
        order = list(self.order(field))
        ranks = np.full(self._size, len(order), np.int64)
        ranks[:DECISIONS] = -1
        for number in self.sources:
            if (name := self.department(number)) in order:
                ranks[slot(number)] = order.index(name)
        return ranks

    def priority(self, field: str) -> Longs:
        """Return by source who goes before whom in a field: the smaller number."""
        return self.rank(field) * (self._size + 1) + self._age

    def by_date(self) -> Longs:
        """Return by source who goes before whom if only the date counts."""
        priority = self._age.copy()
        priority[:DECISIONS] = -1
        return priority
