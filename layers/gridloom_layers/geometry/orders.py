"""Orders in which what is near in the plane is near in memory."""

import numba
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

FINE, COARSE = 1 << 16, 1 << 8
"""Steps along each axis."""


def roughly_by_place(points: Floats) -> Longs:
    """Return an order of finite points (n, 2) by blocks of 1/256 of their extent, fast."""
    return np.argsort(_codes(points, COARSE).astype(np.uint16), kind="stable")


def by_place(points: Floats) -> Longs:
    """Return an order of finite points (n, 2) along a Z-order curve."""
    return np.argsort(_codes(points, FINE), kind="stable")


def _codes(points: Floats, steps: int) -> npt.NDArray[np.uint32]:
    if not len(points):
        return np.empty(0, np.uint32)
    low, high = points.min(axis=0), points.max(axis=0)
    # a step short of what would be the last one, whatever the rounding
    scale = (steps - 0.5) / np.maximum(high - low, np.finfo(float).tiny * steps)
    return _z_order(points[:, 0], points[:, 1], low, scale)


@numba.njit(cache=True, nogil=True)
def _z_order(x, y, low, scale):
    codes = np.empty(len(x), np.uint32)
    for i in range(len(x)):
        across, up = np.uint32((x[i] - low[0]) * scale[0]), np.uint32((y[i] - low[1]) * scale[1])
        codes[i] = _spread(across) | _spread(up) << np.uint32(1)
    return codes


@numba.njit(cache=True, nogil=True)
def _spread(number):
    """Put a zero between the lower 16 bits of a number."""
    number = (number | number << np.uint32(8)) & np.uint32(0x00FF00FF)
    number = (number | number << np.uint32(4)) & np.uint32(0x0F0F0F0F)
    number = (number | number << np.uint32(2)) & np.uint32(0x33333333)
    return (number | number << np.uint32(1)) & np.uint32(0x55555555)
