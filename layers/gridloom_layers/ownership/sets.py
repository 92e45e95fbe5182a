"""Sets of sources as small numbers: who says a value that millions of rows hold."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Longs = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
HAND, ACCEPTED, CORRECTED = 0, -1, -2
"""What stands among the sources where a value was chosen by hand, or the newest was accepted, or
where somebody has corrected it. A choice falls when a value comes that was not there to choose; a
correction stands, a blank one too, and what comes is a conflict."""
DECISIONS = -CORRECTED + 1
"""How many of them there are: so many places has an array by source before that of source 1."""


def slot(source: Any) -> Any:
    """Return the place of a source or decision (a number or an array) in an array by source.

    >>> slot(CORRECTED), slot(1)
    (0, 3)
    """
    return source - CORRECTED


_NONE = -(1 << 30)
"""Fills up the rows of a matrix of sets; sorts before every source."""


class ClaimSets:
    """Sets of source numbers by their code; code 0 is the empty set."""

    def __init__(self, known: Iterable[Sequence[int]] = ()) -> None:
        self.sets: list[tuple[int, ...]] = [(), *map(tuple, known)]
        self._codes = {each: code for code, each in enumerate(self.sets)}

    def code(self, sources: Iterable[int]) -> int:
        """Return the code of a set; a new one where it was never met."""
        key = tuple(sorted(set(sources)))
        if key not in self._codes:
            self._codes[key] = len(self.sets)
            self.sets.append(key)
        return self._codes[key]

    def single(self, numbers: Longs) -> Longs:
        """Return the codes of sets of one source each."""
        return self._by_value(numbers, lambda number: self.code((number,)))

    def mapped(self, codes: Longs, act: Callable[[tuple[int, ...]], Iterable[int]]) -> Longs:
        """Return the codes of what ``act`` makes of the sets."""
        return self._by_value(codes, lambda code: self.code(act(self.sets[code])))

    def tell(self, codes: Longs, test: Callable[[tuple[int, ...]], bool]) -> Mask:
        """Return which sets pass a test."""
        return self._by_value(codes, lambda code: int(test(self.sets[code]))).astype(np.bool_)

    def expanded(self, codes: Longs) -> tuple[Longs, Longs]:
        """Return the rows and the sources of all members of the sets, row by row."""
        lengths = self._by_value(codes, lambda code: len(self.sets[code]))
        rows = np.repeat(np.arange(len(codes)), lengths)
        within = np.arange(len(rows)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        used = np.unique(codes)
        table = np.full((len(used), max([1, *(len(self.sets[code]) for code in used)])), _NONE)
        for row, code in enumerate(used):
            table[row, : len(self.sets[code])] = self.sets[code]
        return rows, table[np.searchsorted(used, codes)[rows], within]

    def gathered(self, rows: Longs, sources: Longs, count: int) -> Longs:
        """Return for each of ``count`` rows the code of its set, from (row, source) pairs."""
        order = np.lexsort((sources, rows))
        rows, sources = rows[order], sources[order]
        lengths = np.bincount(rows, minlength=count)
        within = np.arange(len(rows)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        table = np.full((count, max(1, int(lengths.max(initial=0)))), _NONE)
        table[rows, within] = sources
        unique, which = np.unique(table, axis=0, return_inverse=True)
        codes = [self.code(int(each) for each in row if each != _NONE) for row in unique]
        return np.array([*codes, 0], np.int64)[which.ravel()]

    @staticmethod
    def _by_value(values: Longs, act: Callable[[int], int]) -> Longs:
        """Do something once for each distinct value."""
        if not len(values):
            return np.zeros(0, np.int64)
        low = int(values.min())
        met = np.flatnonzero(np.bincount(values - low)) + low
        result = np.zeros(int(met[-1]) - low + 1, np.int64)
        result[met - low] = [act(int(value)) for value in met]
        return result[values - low]
