"""Counts of combinations in rows that are sorted by one of them."""

from collections.abc import Sequence

import numba
import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]


def count_runs(
    places: npt.NDArray[np.int32], codes: Sequence[Ints], sizes: Sequence[int]
) -> tuple[Ints, Ints, Ints] | None:
    """Count the combinations of codes in the rows of each place (−1 and above).

    ``codes[k]`` run from 0 to ``sizes[k]`` − 1; a combination goes by one number, the last code
    counting fastest. Rows of one place must lie together. Return place, combination and count of
    each that occurs, by place as they come and rising combination; None where rows of a place are
    apart.

    >>> count_runs(np.array([7, 7, 3], np.int32), [np.array([1, 1, 0], np.int32)], [2])
    (array([7, 3], dtype=int32), array([1, 0], dtype=int32), array([2, 1], dtype=int32))
    """
    met = np.zeros(int(places.max(initial=-1)) + 2, np.bool_)
    tally = np.zeros(int(np.prod(sizes)), np.int64)
    where, what, counts = (np.empty(len(places), np.int32) for _ in range(3))
    radix = np.array(sizes, np.int32)
    size = _count(places, tuple(codes), radix, tally, met, where, what, counts)
    return None if size < 0 else (where[:size], what[:size], counts[:size])


@numba.njit(cache=True, nogil=True)
def _count(places, codes, radix, tally, met, where, what, counts) -> int:
    """Fill in the combinations; return how many there are, −1 where a place comes again."""
    at, row = 0, 0
    while row < len(places):
        place = places[row]
        if met[place + 1]:
            return -1
        met[place + 1] = True
        low, high = len(tally), -1
        while row < len(places) and places[row] == place:
            code = 0
            for k in range(len(codes)):
                code = code * radix[k] + codes[k][row]
            tally[code] += 1
            low, high = min(low, code), max(high, code)
            row += 1
        for code in range(low, high + 1):
            if tally[code]:
                where[at], what[at], counts[at] = place, code, tally[code]
                tally[code] = 0
                at += 1
    return at
