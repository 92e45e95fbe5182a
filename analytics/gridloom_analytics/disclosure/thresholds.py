"""The threshold rule: a figure that rests on a few persons is not published."""

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pandas as pd

THRESHOLD = 10
"""Counts of 1 to 9 persons are withheld, unless another threshold is asked for."""

Mask = npt.NDArray[np.bool_]


def coarse(part: int, whole: int) -> tuple[int, int]:
    """Return ``part`` rounded down and ``whole`` rounded up to hundreds.

    Beside withheld counts an exact total would tell what they add up to.

    >>> coarse(893, 900), coarse(4096, 4105)
    ((800, 900), (4000, 4200))
    """
    return part // 100 * 100, -(-whole // 100) * 100


def rounded_total(count: int, base: int = THRESHOLD) -> int:
    """Return a count of persons rounded down to a multiple of ``base``; below it, 0.

    This is deterministic rounding (Hundepool et al. 2012, Statistical Disclosure Control, ch. 5),
    with the threshold as its base: two totals are the same or at least ``base`` persons apart, so
    that their difference does not count a few persons. It goes downwards, so that as many rows may
    be shown as are told.

    >>> rounded_total(1239), rounded_total(10), rounded_total(9)
    (1230, 10, 0)
    """
    return count // base * base


def small_counts(persons: "pd.DataFrame", threshold: int = THRESHOLD) -> Mask:
    """Return which rows rest on a count n of persons with 0 < n < ``threshold``.

    ``persons`` has a column for each count that the figures of a row rest on. Where one count
    never exceeds another, it may be a part of it (those over 64 of all residents): then the rest
    is a count too, and 97 of 100 tells of 3. Rows that are small by themselves have no say in
    that: which further rows are withheld would tell of them. A count of 0 is no person and is
    published; a missing one is no count.

    >>> import pandas as pd
    >>> small_counts(pd.DataFrame({"old": [0, 3, 97, 50], "all": [80, 90, 100, 100]})).tolist()
    [False, True, True, False]
    """
    small = np.zeros(len(persons), dtype=bool)
    counts = [persons[name].to_numpy(dtype=float, na_value=np.nan) for name in persons.columns]
    for count in counts:
        small |= _is_small(count, threshold)
    plain = ~small
    for one, other in combinations(counts, 2):
        if _nested(one[plain], other[plain]) or _nested(other[plain], one[plain]):
            small |= _is_small(np.abs(one - other), threshold)
    return small


def _is_small(count: npt.NDArray[np.float64], threshold: int) -> Mask:
    return (count > 0) & (count < threshold)


def _nested(part: npt.NDArray[np.float64], whole: npt.NDArray[np.float64]) -> bool:
    known = np.isfinite(part) & np.isfinite(whole)
    return bool((part[known] <= whole[known]).all())
