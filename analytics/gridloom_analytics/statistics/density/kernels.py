"""Kernels: how the weight of a point is spread around it, by its distance."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Kernel:
    """A round kernel in the plane, of volume 1.

    ``profile`` gives its height at squared distances in units of the bandwidth. ``reach`` is where
    it ends, in bandwidths, and ``spread`` its standard deviation along an axis. ``canonical`` is
    the bandwidth that smooths as much as a Gaussian of bandwidth 1 (Marron & Nolan 1988).
    ``bend`` is the greatest sum of its second derivatives along the axes (absolute), in units of
    its peak and of the bandwidth: it bounds the error of linear binning.
    """

    profile: Callable[[Floats], Floats]
    reach: float
    spread: float
    canonical: float
    bend: float

    def heights(self, squared: Floats, bandwidth: float) -> Floats:
        """Return the height at ``squared`` distances, per unit of area."""
        return self.profile(squared / bandwidth**2) / bandwidth**2

    def binning_error(self, bandwidth: float, cell: float) -> float:
        """Return the most that linear binning can change of one point's surface, as a share of
        its peak.

        >>> round(KERNELS["gaussian"].binning_error(100.0, 20.0), 6)
        0.01
        """
        return self.bend * (cell / bandwidth) ** 2 / 8


def _gaussian(squared: Floats) -> Floats:
    return np.exp(-squared / 2) / (2 * np.pi)


def _quartic(squared: Floats) -> Floats:
    return np.maximum(1 - squared, 0.0) ** 2 * (3 / np.pi)


KERNELS = {
    # where a Gaussian is cut, at 5 standard deviations, it is 4 millionths of its peak
    "gaussian": Kernel(_gaussian, reach=5.0, spread=1.0, canonical=1.0, bend=2.0),
    "quartic": Kernel(
        _quartic, reach=1.0, spread=8**-0.5, canonical=(2304 / 5) ** (1 / 6), bend=8.0
    ),
}
"""Of the Gaussian the bandwidth is the standard deviation, of the quartic kernel its radius."""
