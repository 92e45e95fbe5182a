"""Compiled loops of Knox's test; they hold no lock and share no state."""

import numba as nb
import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.significance.streams import deal

Integers = npt.NDArray[np.int64]
Positions = npt.NDArray[np.int32]


@nb.njit(cache=True, nogil=True)
def count_gaps(
    first: Positions,
    second: Positions,
    starts: Integers,
    times: Integers,
    width: int,
    bands: int,
) -> Integers:
    """Count the pairs of each band of distance by bands of time, shape (S, T); see ``knox``."""
    found = np.zeros((len(starts) - 1, bands), dtype=np.int64)
    longest = width * bands
    for band in range(len(starts) - 1):
        for pair in range(starts[band], starts[band + 1]):
            gap = abs(times[first[pair]] - times[second[pair]])
            if gap <= longest:
                found[band, max(gap - 1, 0) // width] += 1
    return found


@nb.njit(cache=True, nogil=True)
def count_at_least(
    first: Positions,
    second: Positions,
    starts: Integers,
    times: Integers,
    width: int,
    observed: Integers,
    draws: int,
    key: np.uint64,
) -> Integers:
    """Count in how many ``draws`` shuffled times give as many pairs as ``observed`` or more."""
    at_least = np.zeros_like(observed)
    order = np.arange(len(times)).astype(np.int32)
    state = key
    for _ in range(draws):
        state = deal(order, len(times), state)
        found = count_gaps(first, second, starts, times[order], width, observed.shape[1])
        at_least += found >= observed
    return at_least
