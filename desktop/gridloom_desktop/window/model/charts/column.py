"""The columns of a chart: numbers, days or categories of the rows of one table."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from gridloom_analytics.bilingual import Bilingual
from gridloom_desktop.window.model.row_keys import NONE, Integers, positions_of

Floats = npt.NDArray[np.float64]
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
    _last: list[tuple[Integers, Integers]] = field(default_factory=list)

    @cached_property
    def everywhere(self) -> Integers:
        """The positions of all rows."""
        return np.arange(len(self.keys))

    def positions(self, keys: Integers) -> Integers:
        """Return where rows of these sorted ``keys`` are; found once for all charts of a table."""
        last = self._last[0] if self._last else (None, NONE)  # once: threads change it
        if last[0] is not keys:
            last = keys, positions_of(self.keys, keys)
            self._last[:] = [last]
        return last[1]

    def keys_at(self, positions: Integers) -> Integers:
        """Return the keys of the rows at some positions, ascending."""
        keys = self.keys[positions]
        self._last[:] = [(keys, positions)]
        return keys


def day(number: float) -> dt.date:
    """Return the day of a number of days since 1970-01-01."""
    return EPOCH + dt.timedelta(days=int(number))
