"""Compiled sums over the places around each place, weighted by how near they are."""

import numba as nb
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

BEYOND = 1.0000001
"""A kernel reaches so much farther than its last place, which so has a weight (as mgwr's)."""
SURELY = 1.0 + 1e-9
"""Bounds of distances are this much wider, so that rounding never hides a place."""


@nb.njit(cache=True, nogil=True)
def reaches(sites: Integers, points: Floats, places: int) -> Floats:
    """Return how far the kernel of each of the ``sites`` reaches, (m,).

    That is just beyond the nearest ``places``, the site itself among them. ``points`` (n, 2)
    ascend in x. It is fast where sites that follow each other are near each other: what one
    reaches bounds what the next one can.
    """
    found, squared = np.empty(len(sites)), np.empty(len(points))
    bound, before = np.inf, sites[0]
    for rank, site in enumerate(sites):
        east, north = points[site]
        bound = (bound + np.hypot(east - points[before, 0], north - points[before, 1])) * SURELY
        first, last = _strip(points, east, bound)
        count = 0
        for other in range(first, last):
            away = (points[other, 0] - east) ** 2 + (points[other, 1] - north) ** 2
            squared[count] = away
            count += away <= bound * bound
        nearest = np.partition(squared[:count], places - 1)[places - 1]
        found[rank] = BEYOND * np.sqrt(nearest)
        bound, before = found[rank], site
    return found


@nb.njit(cache=True, nogil=True)
def weighted_moments(
    sites: Integers, points: Floats, columns: Floats, reach: Floats, power: int
) -> Floats:
    """Return Σ wᵖ z z' around each of the ``sites``, shape (m, q, q).

    z are the rows of ``columns`` (n, q) and w = (1 − (d / reach)²)² the bisquare weight at the
    distance d from the site, 0 from its ``reach`` (n,) on; ``power`` p is 1 or 2. ``points``
    (n, 2) ascend in x.
    """
    q = columns.shape[1]
    found = np.zeros((len(sites), q, q))
    for rank, site in enumerate(sites):
        east, north = points[site]
        limit, sums = reach[site] ** 2, found[rank]
        first, last = _strip(points, east, float(reach[site]))
        for other in range(first, last):
            squared = (points[other, 0] - east) ** 2 + (points[other, 1] - north) ** 2
            if squared > 0.0 and squared >= limit:
                continue
            near = 1.0 - squared / limit if squared > 0.0 else 1.0
            weight = near * near if power == 1 else near * near * near * near
            for row in range(q):
                scaled = weight * columns[other, row]
                for column in range(row + 1):
                    sums[row, column] += scaled * columns[other, column]
        for row in range(q):
            for column in range(row):
                sums[column, row] = sums[row, column]
    return found


@nb.njit(cache=True, nogil=True)
def _strip(points: Floats, east: float, reach: float) -> tuple[int, int]:
    """Return the first of the points within ``reach`` of ``east`` in x, and the one behind."""
    first = int(np.searchsorted(points[:, 0], east - reach * SURELY))
    return first, int(np.searchsorted(points[:, 0], east + reach * SURELY, side="right"))
