"""Which places a circle holds as it grows around a centre."""

import numba as nb
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

SAME = 1e-9
"""Squared distances closer than this share of them are the same: rounding of coordinates."""


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
    near = np.empty(n, dtype=np.int32)
    squared = np.empty(n)
    limit = min(reach, radius * (1.0 + SAME)) ** 2
    count = 0
    for place in range(n):
        east, north = xy[place, 0] - xy[centre, 0], xy[place, 1] - xy[centre, 1]
        distance = east * east + north * north
        near[count], squared[count] = place, distance
        count += distance <= limit
    ranks = np.argsort(squared[:count], kind="mergesort")
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
