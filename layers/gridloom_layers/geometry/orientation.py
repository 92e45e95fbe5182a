"""On which side of a line a point lies, right in every last bit that matters.

Plain double arithmetic decides where its error bound (Shewchuk 1997) allows; the rest is decided in
double-double arithmetic, as GEOS does. So a border that two areas share has no gap and no overlap.
"""

import numba

ERROR_BOUND = 3.3306690738754716e-16
SPLITTER = 134217729.0
MISSED, CROSSED, TOUCHED = 0, 1, 2


@numba.njit(cache=True, nogil=True)
def crossing(x0: float, y0: float, x1: float, y1: float, x: float, y: float) -> int:
    """Return whether a ray from a point to the right crosses an edge, or the point is on the edge.

    The lower end belongs to an edge, the upper one does not: of two edges that meet at the height
    of the point the ray crosses one where the outline goes on, none or both where it turns back.
    """
    if (x0 < x and x1 < x) or (y0 < y and y1 < y) or (y0 > y and y1 > y):
        return MISSED
    if y0 == y1:  # both on the ray's line
        return TOUCHED if min(x0, x1) <= x <= max(x0, x1) else MISSED
    side = orientation(x0, y0, x1, y1, x, y)
    if side == 0:
        return TOUCHED
    return CROSSED if (y0 > y) != (y1 > y) and (side > 0) == (y1 > y0) else MISSED


@numba.njit(cache=True, nogil=True)
def orientation(ax: float, ay: float, bx: float, by: float, px: float, py: float) -> int:
    """Return 1 where p lies left of the line from a to b, −1 right of it, 0 on it."""
    left = (ax - px) * (by - py)
    right = (ay - py) * (bx - px)
    determinant = left - right
    if abs(determinant) > ERROR_BOUND * (abs(left) + abs(right)):
        return 1 if determinant > 0 else -1
    return _exact_orientation(ax, ay, bx, by, px, py)


@numba.njit(cache=True, nogil=True)
def _exact_orientation(ax: float, ay: float, bx: float, by: float, px: float, py: float) -> int:
    left = _product(_difference(ax, px), _difference(by, py))
    right = _product(_difference(ay, py), _difference(bx, px))
    high, low = _difference(left[0], right[0])
    total = high + (low + (left[1] - right[1]))
    if total > 0:
        return 1
    return -1 if total < 0 else 0


@numba.njit(cache=True, nogil=True)
def _difference(a: float, b: float) -> tuple[float, float]:
    """Return a − b as an unevaluated sum of two doubles, exactly."""
    high = a - b
    part = a - high
    return high, (a - (high + part)) + (part - b)


@numba.njit(cache=True, nogil=True)
def _product(a: tuple[float, float], b: tuple[float, float]) -> tuple[float, float]:
    """Return the product of two such sums."""
    high = a[0] * b[0]
    a_high, b_high = _upper_half(a[0]), _upper_half(b[0])
    a_low, b_low = a[0] - a_high, b[0] - b_high
    low = ((a_high * b_high - high) + a_high * b_low + a_low * b_high) + a_low * b_low
    return high, low + (a[0] * b[1] + a[1] * b[0])


@numba.njit(cache=True, nogil=True)
def _upper_half(a: float) -> float:
    shifted = SPLITTER * a
    return shifted - (shifted - a)
