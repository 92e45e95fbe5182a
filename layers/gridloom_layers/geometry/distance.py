"""How far a point is from a shape: the arithmetic of GEOS, step by step, so the same last bit."""

import numba
import numpy as np

from gridloom_layers.geometry.orientation import CROSSED, TOUCHED, crossing

SLACK = 1 + 1e-9
"""Of a squared distance: so that rounding rules out nothing that may be as near."""


@numba.njit(cache=True, nogil=True)
def distance(shapes, k, x, y, in_box, most):
    """Return the distance from a point to shape ``k``; something > ``most`` where it is farther.

    ``shapes`` are the coordinates, rings, parts and areas of a ``Ragged``; an area is at 0 from
    the points it covers, which are ``in_box``.
    """
    coordinates, rings, parts, areas = shapes
    first, end = parts[k], parts[k + 1]
    if in_box and areas[first] and _covered(coordinates, rings, first, end, x, y):
        return 0.0
    best = np.inf
    limit = most * most * SLACK
    for ring in range(first, end):
        last = rings[ring + 1] - 1
        if last == rings[ring]:  # a point
            best = min(best, _length(coordinates[last, 0] - x, coordinates[last, 1] - y))
        for i in range(rings[ring], last):
            x0, y0 = coordinates[i, 0], coordinates[i, 1]
            found = _to_edge(x0, y0, coordinates[i + 1, 0], coordinates[i + 1, 1], x, y, limit)
            if found < best:
                best = found
                limit = min(limit, best * best * SLACK)
    return best


@numba.njit(cache=True, nogil=True)
def _covered(coordinates, rings, first, end, x, y):
    inside = False
    for ring in range(first, end):
        for i in range(rings[ring], rings[ring + 1] - 1):
            x0, y0 = coordinates[i, 0], coordinates[i, 1]
            crossed = crossing(x0, y0, coordinates[i + 1, 0], coordinates[i + 1, 1], x, y)
            if crossed == TOUCHED:
                return True
            inside ^= crossed == CROSSED
    return inside


@numba.njit(cache=True, nogil=True)
def _to_edge(x0, y0, x1, y1, x, y, limit):
    """Return the distance to an edge, ∞ where its square is greater than ``limit``."""
    dx, dy = x1 - x0, y1 - y0
    from_x, from_y = x - x0, y - y0
    along, square = from_x * dx + from_y * dy, dx * dx + dy * dy
    if along <= 0 or square == 0:
        near = from_x * from_x + from_y * from_y <= limit
        return _length(from_x, from_y) if near else np.inf
    if along >= square:
        from_x, from_y = x - x1, y - y1
        near = from_x * from_x + from_y * from_y <= limit
        return _length(from_x, from_y) if near else np.inf
    across = from_x * dy - from_y * dx
    if across * across > limit * square:
        return np.inf
    return abs(across / square) * np.sqrt(square)


@numba.njit(cache=True, nogil=True)
def _length(x, y):
    return np.sqrt(x * x + y * y)


@numba.njit(cache=True, nogil=True)
def square_to_box(boxes, i, x, y):
    """Return the square of the distance from a point to box ``i``."""
    dx = max(max(boxes[i, 0] - x, x - boxes[i, 2]), 0.0)
    dy = max(max(boxes[i, 1] - y, y - boxes[i, 3]), 0.0)
    return dx * dx + dy * dy
