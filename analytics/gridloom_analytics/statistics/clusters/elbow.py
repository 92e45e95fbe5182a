"""Parameters of DBSCAN where none are given: from how far the k-th nearest point is."""

import numpy as np
import numpy.typing as npt
from scipy.spatial import KDTree

Floats = npt.NDArray[np.float64]

LEAST = 4
"""Twice the number of dimensions (Sander et al. 1998)."""
SAMPLE = 100_000
"""Points whose distances are looked at; more would not move the elbow."""


def fewest_points(n: int) -> int:
    """Return the least number of points of a core among n: ln n (Birant & Kut 2007), at least 4.

    >>> fewest_points(20), fewest_points(121_145)
    (4, 12)
    """
    return max(LEAST, round(np.log(n)))


def nearest_distances(points: Floats, fewest: int) -> Floats:
    """Return the distances, falling, within which points have ``fewest``, themselves among them.

    Of many points a sample is asked, spread evenly in the order of place, so that the order of
    rows has no say. ``points`` has shape (n, 2), n ≥ ``fewest``.
    """
    placed = points[np.lexsort(points.T)]
    asked = placed[:: -(-len(points) // SAMPLE)]
    found, _ = KDTree(placed).query(asked, fewest, workers=-1)
    return np.sort(np.asarray(found)[:, -1])[::-1]


def elbow(falling: Floats) -> float:
    """Return the value where a falling curve bends most: farthest below the line of its ends.

    Both axes are scaled to 0 … 1 (Satopaa et al. 2011, "Kneedle").

    >>> elbow(np.array([10.0, 5.0, 1.0, 0.9, 0.8, 0.7]))
    1.0
    """
    span = falling[0] - falling[-1]
    if not span:
        return float(falling[0])
    height = (falling - falling[-1]) / span
    line = np.linspace(1, 0, len(falling))
    return float(falling[np.argmax(line - height)])
