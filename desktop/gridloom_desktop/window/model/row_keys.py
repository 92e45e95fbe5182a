"""Where row keys are among those of a table: in a moment for a million, as both are sorted."""

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
NONE: Integers = np.empty(0, dtype=np.int64)
FEW = 16
"""Where there is a key for so many rows at most, each is searched for instead of a merge."""


def positions_of(rows: Integers, keys: Integers) -> Integers:
    """Return, ascending, the positions in ``rows`` of those ``keys`` that are there; both sorted.

    >>> positions_of(np.array([2, 4, 6, 9]), np.array([1, 4, 9])).tolist()
    [1, 3]
    """
    if not len(rows) or not len(keys):
        return NONE
    if rows[-1] - rows[0] == len(rows) - 1:  # no key is left out: it tells the position
        found = keys - rows[0]
        return found[(found >= 0) & (found < len(rows))]
    if len(keys) * FEW > len(rows):
        from gridloom_desktop.window.model.merging import merged  # late: numba takes long to load

        return merged(rows, keys)
    found = np.searchsorted(rows, keys)
    found[found == len(rows)] = 0
    return found[rows[found] == keys]


def flags_of(rows: Integers, keys: Integers) -> npt.NDArray[np.bool_]:
    """Return a flag for each of ``rows``: whether it is among ``keys``; both sorted."""
    flags = np.zeros(len(rows), dtype=np.bool_)
    flags[positions_of(rows, keys)] = True
    return flags
