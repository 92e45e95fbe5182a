"""Shares of a total: how concentrated they are, and against what one would expect."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def herfindahl(values: Floats) -> float:
    """Return the Herfindahl-Hirschman index: the sum of squared shares, 1 / n … 1.

    Its inverse is the number of sites of the same size that would be as concentrated.

    >>> herfindahl(np.array([2.0, 1, 1]))
    0.375
    """
    shares = values / values.sum()
    return float((shares**2).sum())


def location_quotients(part: Floats, whole: Floats) -> Floats:
    """Return (part / whole) of each area over that of all together; NaN where whole is 0.

    1 where an area has as much as its size lets expect, 2 where it has twice that.

    >>> location_quotients(np.array([1.0, 3]), np.array([10.0, 10]))
    array([0.5, 1.5])
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        found = (part / whole) / (part.sum() / whole.sum())
    return np.where(whole > 0, found, np.nan)
