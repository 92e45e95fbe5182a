"""Rows sorted into bins once, so that those selected are counted in one quick pass."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from gridloom_analytics.disclosure import THRESHOLD
from gridloom_desktop.window.model.charts.column import Integers
from gridloom_desktop.window.model.charts.marking import coded_as, counted


@dataclass(frozen=True, eq=False)
class Coded:
    """The bin of each row: ``codes`` (n,) from 0 to ``size`` − 1, ``size`` for a row in none.

    Counts of ``persons`` are told in full tens, as the gate tells them: two selections never
    differ by a few persons.
    """

    codes: npt.NDArray[np.uint16 | np.int32]
    size: int
    persons: bool = False

    def counts(self, positions: Integers | None = None) -> Integers:
        """Return how many rows (None: of all) are in each bin, then in none; (size + 1,)."""
        if positions is None:
            return self._of_all
        return self._told(counted(self.codes, positions, self.size + 1))

    @cached_property
    def _of_all(self) -> Integers:
        return self._told(np.bincount(self.codes, minlength=self.size + 1))

    def _told(self, counts: Integers) -> Integers:
        return counts // THRESHOLD * THRESHOLD if self.persons else counts

    def rows(self, bins: Sequence[int] | range) -> Integers:
        """Return the positions of all rows in some bins, ascending."""
        chosen = np.zeros(self.size + 1, dtype=np.bool_)
        chosen[list(bins)] = True
        return coded_as(self.codes, chosen)


def small(size: int) -> type[np.uint16] | type[np.int32]:
    """Return the smallest type that holds the codes of so many bins."""
    return np.uint16 if size < np.iinfo(np.uint16).max else np.int32
