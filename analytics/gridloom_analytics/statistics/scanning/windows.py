"""Which places a circle holds as it grows around a centre."""

import numba as nb
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

SAME = 1e-9
"""Squared distances closer than this share of them are the same: rounding of coordinates."""
CROWD = 64
"""Places of one ring from which on a plain sort is faster."""


def along_strips(points: Floats) -> Integers:
    """Return an order of points in which those that follow each other are near each other.

    Strips of about as many points as there are strips, run through to and fro.
    """
    n = len(points)
    strips = max(1, round(np.sqrt(n / 2)))
    by_x = np.argsort(points[:, 0], kind="stable")
    strip = np.empty(n, dtype=np.int64)
    strip[by_x] = np.arange(n) * strips // n
    along = np.where(strip % 2 == 0, points[:, 1], -points[:, 1])
    return np.lexsort((along, strip))


@nb.njit(cache=True, nogil=True)
def nearest_first(squared: Floats) -> Integers:
    """Return the order of squared distances, equal ones as they are.

    Rings of one area hold about as many places each, so places are dealt to as many rings as
    there are places and few are left to sort in each: four times as fast as a sort, which takes
    over where places crowd.
    """
    n = len(squared)
    scale = n / (squared.max() * (1.0 + SAME)) if n and squared.max() > 0.0 else 0.0
    starts = np.zeros(n + 1, dtype=np.int64)
    for place in range(n):
        starts[int(squared[place] * scale) + 1] += 1
    if n == 0 or starts.max() > CROWD:
        return np.argsort(squared, kind="mergesort")
    starts = np.cumsum(starts)
    ranks = np.empty(n, dtype=np.int64)
    filled = starts.copy()
    for place in range(n):
        ring = int(squared[place] * scale)
        rank = filled[ring]
        filled[ring] += 1
        while rank > starts[ring] and squared[ranks[rank - 1]] > squared[place]:
            ranks[rank] = ranks[rank - 1]
            rank -= 1
        ranks[rank] = place
    return ranks


@nb.njit(cache=True, nogil=True)
def grow_circle(
    centre: int,
    xy: Floats,
    weight: Floats,
    most: float,
    radius: float,
    reach: float,
    order: npt.NDArray[np.int32],
    closes: npt.NDArray[np.bool_],
) -> tuple[int, float]:
    """Put the places around a centre in ``order``, nearest first, as far as a window may reach.

    A window may weigh at most ``most`` in all and have at most the ``radius``; it may end behind
    a place where ``closes`` says so: places equally far enter together. ``reach`` is a distance
    beyond which no window ends (infinite if none is known). Returns the number of places, and
    such a distance for this centre.
    """
    n = len(weight)
    squared, limit = np.empty(n), min(reach, radius * (1.0 + SAME)) ** 2
    for place in range(n):
        east, north = xy[place, 0] - xy[centre, 0], xy[place, 1] - xy[centre, 1]
        squared[place] = east * east + north * north
    near, count = np.empty(n, dtype=np.int32), 0
    for place in range(n):
        if squared[place] <= limit:
            near[count], squared[count] = place, squared[place]
            count += 1
    ranks = nearest_first(squared[:count])
    total, last, beyond = 0.0, 0, np.inf
    for rank in range(count):
        place = near[ranks[rank]]
        total += weight[place]
        if total > most * (1.0 + SAME):
            beyond = float(np.sqrt(squared[ranks[rank]]))
            break
        order[rank] = place
        last = rank + 1
    for rank in range(last):
        here = squared[ranks[rank]]
        follows = squared[ranks[rank + 1]] if rank + 1 < count else np.inf
        closes[rank] = follows > here + SAME * here
    while last > 0 and not closes[last - 1]:
        last -= 1
    return last, beyond
