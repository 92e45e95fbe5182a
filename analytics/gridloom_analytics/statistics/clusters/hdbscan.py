"""HDBSCAN: clusters of differing density, by scikit-learn."""

import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.clusters.numbering import number_by_size

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


def hdbscan(points: Floats, fewest: int) -> Integers:
    """Return the number of the cluster of each point, shape (n,): 1 is the largest, −1 is noise.

    ``points`` has shape (n, 2); clusters have at least ``fewest`` of them, from 2 on (Campello,
    Moulavi & Sander 2013). Ties are broken by the order of place: that of rows changes nothing.
    Time grows with n², some 10 s for 20,000 points.
    """
    from sklearn.cluster import HDBSCAN  # slow to load

    order = np.lexsort(points.T)
    labels = np.empty(len(points), dtype=np.int64)
    own = points[order]
    found = HDBSCAN(min_cluster_size=fewest, copy=False).fit(own)  # pyright: ignore[reportArgumentType]
    labels[order] = found.labels_
    return number_by_size(labels, points)
