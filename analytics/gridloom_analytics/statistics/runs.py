"""Counts of combinations in rows that are sorted by one of them."""

import itertools
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

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
    radix, kinds = np.array(sizes, np.int32), int(np.prod(sizes))

    def count(share: slice) -> tuple[npt.NDArray[np.bool_], list[Ints]]:
        rows = places[share]
        found = [np.empty(len(rows), np.int32) for _ in range(3)]
        met = np.zeros(most + 1, np.bool_)
        tally = np.zeros(kinds, np.int64)
        size = _count(rows, tuple(code[share] for code in codes), radix, tally, met, *found)
        return met, [column[:size] for column in found] if size >= 0 else []

    most = int(places.max(initial=-1)) + 1
    with ThreadPoolExecutor() as pool:
        parts = list(pool.map(count, _shares(places, os.cpu_count() or 1)))
    times_met = np.sum([met for met, _ in parts], axis=0, dtype=np.int32)
    if times_met.max(initial=0) > 1 or not all(found for _, found in parts):
        return None
    where, what, counts = (
        np.concatenate(column) for column in zip(*(found for _, found in parts), strict=True)
    )
    return where, what, counts


def _shares(places: npt.NDArray[np.int32], number: int) -> list[slice]:
    """Return about equal shares of the rows that do not part the rows of a place."""
    edges = [0]
    for share in range(1, number):
        edge = max(edges[-1], len(places) * share // number)
        same = places[edge:] != places[edge - 1] if edge else np.ones(1, np.bool_)
        edges.append(edge + int(same.argmax()) if same.any() else len(places))
    return [slice(*edge) for edge in itertools.pairwise([*edges, len(places)])]


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
