"""Compiled loops over the links of a graph: one pass each, bound by memory, not by arithmetic."""

import numba as nb
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Positions = npt.NDArray[np.int32]

FAULTS = (
    "",
    "weights must be finite and not negative",
    "a neighbour is not among the sites",
    "a site is not its own neighbour",
    "neighbours must ascend and occur once",
)
"""What is wrong with links, by the number that :func:`first_fault` returns; 0 is nothing."""


@nb.njit(cache=True, nogil=True)
def first_fault(indptr: Integers, indices: Positions, weights: Floats) -> int:
    """Return the number of the first fault among the links, a position in ``FAULTS``."""
    n = len(indptr) - 1
    for site in range(n):
        before = -1
        for link in range(indptr[site], indptr[site + 1]):
            neighbour, weight = indices[link], weights[link]
            if not 0.0 <= weight < np.inf:
                return 1
            if neighbour < 0 or neighbour >= n:
                return 2
            if neighbour == site:
                return 3
            if neighbour <= before:
                return 4
            before = neighbour
    return 0


@nb.njit(cache=True, nogil=True)
def common_weights(indptr: Integers, weights: Floats) -> Floats:
    """Return the one weight that all links of a site have: NaN where they differ, 0 for none."""
    found = np.zeros(len(indptr) - 1)
    for site in range(len(found)):
        start, end = indptr[site], indptr[site + 1]
        if start < end:
            found[site] = weights[start]
        for link in range(start, end):
            if weights[link] != weights[start]:
                found[site] = np.nan
                break
    return found


@nb.njit(cache=True, nogil=True)
def plain_sums(
    values: Floats, indptr: Integers, indices: Positions, start: int, end: int, sums: Floats
) -> None:
    """Put in ``sums[start:end]`` the sum of the neighbours' values of these sites."""
    for site in range(start, end):
        total = 0.0
        for link in range(indptr[site], indptr[site + 1]):
            total += values[indices[link]]
        sums[site] = total


@nb.njit(cache=True, nogil=True)
def weighted_sums(
    values: Floats,
    indptr: Integers,
    indices: Positions,
    weights: Floats,
    start: int,
    end: int,
    sums: Floats,
) -> None:
    """Put in ``sums[start:end]`` the weighted sum of the neighbours' values of these sites."""
    for site in range(start, end):
        total = 0.0
        for link in range(indptr[site], indptr[site + 1]):
            total += weights[link] * values[indices[link]]
        sums[site] = total


@nb.njit(cache=True, nogil=True)
def fill_nearest(found: Integers, sites: Integers, indices: Positions) -> None:
    """Write the k nearest of each of ``sites`` to its row of ``indices`` (n, k), ascending.

    ``found`` (n, k + 1) are the nearest of ``sites``, the nearest first, themselves included;
    where more than k others at the same place hid the site itself, the last is left out.
    """
    rows, most = found.shape
    for row in range(rows):
        site, kept = sites[row], 0
        for rank in range(most):
            neighbour = found[row, rank]
            if neighbour == site or kept == most - 1:
                continue
            place = kept
            while place > 0 and indices[site, place - 1] > neighbour:
                indices[site, place] = indices[site, place - 1]
                place -= 1
            indices[site, place] = neighbour
            kept += 1
