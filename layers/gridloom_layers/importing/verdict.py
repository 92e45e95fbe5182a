"""What was found in the rows of one batch: which to set aside and why, what was mended."""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Mask = npt.NDArray[np.bool_]


@dataclass
class Tally:
    """Counts over the batches of an import; see ``ImportReport``."""

    read: int = 0
    loaded: int = 0
    blank: int = 0
    repaired: Counter[str] = field(default_factory=Counter)
    quarantined: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)


class Verdict:
    """Findings in a batch of ``rows`` rows; the first flag of a row is the one that counts."""

    def __init__(self, rows: int) -> None:
        self.reason = np.zeros(rows, np.int16)
        self.column = np.zeros(rows, np.int16)
        self.reasons: list[str] = [""]
        self.columns: list[str | None] = [None]
        self._repairs: list[tuple[str, Mask]] = []
        self._notes: list[tuple[str, Mask]] = []

    @property
    def good(self) -> Mask:
        """The rows without a flag."""
        return self.reason == 0

    def flag(self, mask: Mask, reason: str, column: str | None = None) -> None:
        """Set rows aside for ``reason``, found in the source column ``column``."""
        fresh = mask & self.good
        if fresh.any():
            self.reasons.append(reason)
            self.columns.append(column)
            self.reason[fresh] = len(self.reasons) - 1
            self.column[fresh] = len(self.columns) - 1

    def repair(self, mask: Mask, rule: str) -> None:
        """Count rows that were mended by ``rule``."""
        self._repairs.append((rule, mask))

    def note(self, mask: Mask, finding: str) -> None:
        """Count rows with a finding that does not keep them from being loaded."""
        self._notes.append((finding, mask))

    def mended(self) -> dict[str, Mask]:
        """Return where rows were mended, by rule."""
        return {name: mask for name, mask in self._repairs if mask.any()}

    def noted(self, *findings: str) -> dict[str, Mask]:
        """Return where rows have one of some ``findings``, by finding."""
        return {name: mask for name, mask in self._notes if name in findings and mask.any()}

    def count(self, tally: Tally, blank: Mask) -> None:
        """Add this batch to the counts: repairs and notes of the rows that are loaded."""
        loaded = self.good & ~blank
        tally.read += len(blank)
        tally.blank += int(blank.sum())
        tally.loaded += int(loaded.sum())
        for counter, found in ((tally.repaired, self._repairs), (tally.notes, self._notes)):
            for name, mask in found:
                if times := int(np.count_nonzero(mask & loaded)):
                    counter[name] += times
        for number in self.reason[~self.good & ~blank]:
            tally.quarantined[self.reasons[number]] += 1


def mask_of(array: pa.Array) -> Mask:
    """Return a boolean array as a mask, nulls as False.

    >>> mask_of(pa.array([True, None, False])).tolist()
    [True, False, False]
    """
    return array.fill_null(False).to_numpy(zero_copy_only=False)
