"""Counting over the batches of a table: how many rows each check asked and found failing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridloom_analytics.quality.checks import Check, Found
from gridloom_analytics.quality.placing import Placing
from gridloom_analytics.quality.rows import Mask, Rows

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Tally:
    """Counts by group: ``rows`` (groups), ``asked`` and ``failed`` (checks × groups)."""

    rows: Counts
    asked: Counts
    failed: Counts

    @classmethod
    def of(cls, checks: int, groups: int) -> "Tally":
        """Return a tally of nothing."""
        return cls(
            np.zeros(groups, np.int64),
            np.zeros((checks, groups), np.int64),
            np.zeros((checks, groups), np.int64),
        )

    def add_rows(self, groups: npt.NDArray[np.integer]) -> Counts:
        """Count the rows of a batch by group and return these counts."""
        counts = np.bincount(groups, minlength=len(self.rows))
        self.rows[:] += counts
        return counts

    def add(self, check: int, found: Found, groups: npt.NDArray[np.integer], rows: Counts) -> None:
        """Count what a check found in a batch of ``rows`` by group."""
        self.asked[check] += _counted(found.asked, groups, rows)
        self.failed[check] += _counted(found.failed, groups, rows)


def _counted(mask: Mask, groups: npt.NDArray[np.integer], rows: Counts) -> Counts | int:
    """Count a mask by group; the rarer of its two values is counted, which is faster."""
    hits = int(np.count_nonzero(mask))
    if hits == 0:
        return 0
    if hits == len(mask):
        return rows
    if hits <= len(mask) // 2:
        return np.bincount(groups[mask], minlength=len(rows))
    return rows - np.bincount(groups[~mask], minlength=len(rows))


def count(
    batches: Iterator[Rows], checks: Sequence[Check], sources: int, areas: int, way: Placing | None
) -> tuple[Tally, Tally]:
    """Return the tallies by source number (0 … ``sources`` − 1) and by area position.

    The last group of the areas holds the rows without a place.
    """
    by_source, by_area = Tally.of(len(checks), sources), Tally.of(len(checks), areas + 1)
    for rows in batches:
        numbers = np.clip(rows.sources(), 0, sources - 1)
        in_source = by_source.add_rows(numbers)
        places = None
        if way is not None:
            places = way.positions(rows)
            places = np.where(places < 0, areas, places)
        in_area = by_area.add_rows(places) if places is not None else in_source
        for number, check in enumerate(checks):
            found = check.find(rows)
            by_source.add(number, found, numbers, in_source)
            if places is not None:
                by_area.add(number, found, places, in_area)
    return by_source, by_area
