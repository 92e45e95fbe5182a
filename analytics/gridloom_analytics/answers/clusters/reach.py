"""How far large clusters reach: one over half the city tells nothing about where."""

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
    """A cluster's number, its share of all rows, its outline in m², and the outline of all."""

    number: int
    share: float
    area: float
    whole: float

    @property
    def wide(self) -> bool:
        """Whether the cluster has too much of the rows and of the city at once."""
        return self.share > MOST_ROWS and self.area > MOST_AREA * self.whole


def reach(points: Floats, labels: Integers) -> Reach:
    """Return how far the widest of the large clusters of ``points``, shape (n, 2), reaches.

    ``labels`` number the clusters from 1. Without a large one it is cluster 1.
    """
    shares = np.bincount(np.maximum(labels, 0), minlength=2)[1:] / len(labels)
    large = np.flatnonzero(shares > MOST_ROWS) + 1
    areas = {int(number): _outline(points[labels == number]) for number in (1, *large)}
    widest = max(large.tolist(), key=areas.__getitem__, default=1)
    return Reach(widest, float(shares[widest - 1]), areas[widest], _outline(points))


def _outline(points: Floats) -> float:
    return float(shapely.MultiPoint(points).convex_hull.area)
