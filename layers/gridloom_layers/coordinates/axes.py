"""Whether x and y were swapped: from where the coordinates lie, never from a guess."""

from typing import Literal

import numpy as np
import numpy.typing as npt

from gridloom_layers.coordinates.crs import Extent

AxisOrder = Literal["as-given", "swapped", "elsewhere"]
MOSTLY = 0.5


def axis_order(
    x: npt.ArrayLike, y: npt.ArrayLike, expected: Extent, margin: float = 0.5
) -> AxisOrder:
    """Return whether coordinates lie in ``expected`` as given, only when swapped, or neither.

    ``expected`` (the workspace's extent or the CRS's area of use, in the coordinates' CRS) is
    widened by ``margin`` of its size on each side. Where more than half of the finite coordinates
    (or corners of bounds) lie inside as given, they are; a few zeros do not change that. Without a
    finite coordinate the answer is ``as-given``.

    >>> axis_order([22.5], [114.0], (113.7, 22.4, 114.7, 22.9))
    'swapped'
    """
    x, y = np.asarray(x, np.float64), np.asarray(y, np.float64)
    finite = np.isfinite(x) & np.isfinite(y)
    x, y = x[finite], y[finite]
    if not len(x) or _share_inside(x, y, expected, margin) > MOSTLY:
        return "as-given"
    return "swapped" if _share_inside(y, x, expected, margin) > MOSTLY else "elsewhere"


def _share_inside(
    x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], extent: Extent, margin: float
) -> float:
    xmin, ymin, xmax, ymax = extent
    wide, high = (xmax - xmin) * margin, (ymax - ymin) * margin
    inside = (x >= xmin - wide) & (x <= xmax + wide) & (y >= ymin - high) & (y <= ymax + high)
    return float(inside.mean())
