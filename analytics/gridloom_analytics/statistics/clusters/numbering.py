"""Numbers of clusters that do not depend on the order of rows: by size, then by place."""

import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.clusters.dbscan_kernels import first_points

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

NOISE = -1


def number_by_size(labels: Integers, points: Floats, times: Floats | None = None) -> Integers:
    """Return labels (any ≥ 0, negative: noise) as 1, 2, …, the largest cluster first.

    Of clusters of one size the one with the westernmost (then southernmost, then earliest) point
    comes first. Noise is −1.

    >>> number_by_size(np.array([7, 4, 4, -1]), np.zeros((4, 2))).tolist()
    [2, 1, 1, -1]
    """
    inside = labels >= 0
    names, own = np.unique(labels[inside], return_inverse=True)
    positions = np.full(len(labels), NOISE)
    positions[inside] = own
    moments = np.empty(0) if times is None else times
    first = first_points(points, moments, positions, len(names))
    later = np.zeros(len(first)) if times is None else times[first]
    sizes = np.bincount(own, minlength=len(names))
    ranked = np.lexsort((later, points[first, 1], points[first, 0], -sizes))
    numbers = np.empty(len(names), dtype=np.int64)
    numbers[ranked] = np.arange(1, len(names) + 1)
    return np.append(numbers, NOISE)[positions]
