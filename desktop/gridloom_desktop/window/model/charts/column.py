"""The columns of a chart: numbers, days or categories of the rows of one table."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from gridloom_analytics.bilingual import Bilingual
from gridloom_desktop.window.model.charts.marking import positions_of

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
Raw = str | bool | int | dt.date
"""What a stored category is."""
EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True, eq=False)
class Numbers:
    """A column of numbers: ``values`` (n,), NaN where there is none; ``whole`` ones throughout?"""

    name: str
    title: Bilingual
    values: Floats
    whole: bool = False
    unit: str = ""


@dataclass(frozen=True, eq=False)
class Days:
    """A column of days: ``values`` (n,) are days since 1970-01-01, NaN where there is none."""

    name: str
    title: Bilingual
    values: Floats


@dataclass(frozen=True, eq=False)
class Categories:
    """A column of categories, the most frequent first.

    ``codes`` (n,) number the ``raw`` values and their ``labels``; −1 where there is none.
    """

    name: str
    title: Bilingual
    codes: Codes
    raw: tuple[Raw, ...]
    labels: tuple[Bilingual, ...]


Column = Numbers | Days | Categories


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows that charts of one table show, by rising row key; ``persons``: each is a person."""

    table: str
    title: Bilingual
    keys: Integers
    persons: bool = False
    _marked: dict[int, tuple[Integers, Integers]] = field(default_factory=dict)

    @cached_property
    def everywhere(self) -> Integers:
        """The positions of all rows."""
        return np.arange(len(self.keys))

    def positions(self, keys: Integers) -> Integers:
        """Return where rows of these sorted ``keys`` are; found once for all charts of a table."""
        known = self._marked.get(0)
        if known is None or known[0] is not keys:
            self._marked[0] = known = keys, positions_of(self.keys, keys)
        return known[1]


@dataclass(frozen=True, eq=False)
class ChartData:
    """The rows of a table with the columns that a chart asks for."""

    rows: Rows
    columns: tuple[Column, ...]
    further: Mapping[str, Floats] = field(default_factory=dict)


def day(number: float) -> dt.date:
    """Return the day of a number of days since 1970-01-01."""
    return EPOCH + dt.timedelta(days=int(number))
