"""How far the largest cluster reaches: one over half the city tells nothing about where."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

MOST_ROWS, MOST_AREA = 0.1, 0.04
"""The shares of all rows and of the outline of all that a cluster may have until it is too wide.

Schubert, Sander, Ester, Kriegel & Xu 2017 (ACM Transactions on Database Systems 42: 19) take a
cluster with a large part of the rows for the sign of a distance that is too long; one that is
dense and small, such as a town in an empty county, is none.
"""


@dataclass(frozen=True)
class Reach:
    """The largest cluster's share of all rows, its outline in m², and the outline of all."""

    share: float
    area: float
    whole: float

    @property
    def wide(self) -> bool:
        """Whether the cluster has too much of the rows and of the city at once."""
        return self.share > MOST_ROWS and self.area > MOST_AREA * self.whole


def reach(points: Floats, labels: Integers) -> Reach:
    """Return how far the largest of the clusters of ``points``, shape (n, 2), reaches."""
    largest = labels == 1
    return Reach(float(largest.mean()), _outline(points[largest]), _outline(points))


def _outline(points: Floats) -> float:
    return float(shapely.MultiPoint(points).convex_hull.area)
