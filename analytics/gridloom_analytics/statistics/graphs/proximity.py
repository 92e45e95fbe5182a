"""Which points are near: the k nearest, or all within a distance."""

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.spatial import KDTree

from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.graphs.graph_kernels import fill_nearest

Points = npt.NDArray[np.float64]


def build_knn(points: Points, k: int, ids: npt.NDArray[Any] | None = None) -> Graph:
    """Return the binary graph from each point to its ``k`` nearest other points.

    ``points`` has shape (n, 2), in a projected CRS; 1 ≤ k < n. It need not be symmetric. Of
    points equally far, and of points at the same place, some are taken, always the same ones.

    >>> build_knn(np.array([[0.0, 0], [1, 0], [5, 0]]), 1).indices.tolist()
    [1, 0, 1]
    """
    n = len(points)
    if not 1 <= k < n:
        raise ValueError(f"k must be from 1 to {n - 1}, not {k}")
    tree = KDTree(points, balanced_tree=False, compact_nodes=False)  # half the time to build
    along = tree.indices  # leaf by leaf, so that neighbouring searches find the same memory warm
    _, found = tree.query(points[along], k + 1, workers=-1)
    nearest = np.empty((n, k), dtype=np.int32)
    fill_nearest(np.asarray(found), along, nearest)
    return Graph(np.arange(n + 1) * k, nearest.ravel(), np.ones(n * k), _labels(n, ids))


def build_distance_band(
    points: Points, distance: float, ids: npt.NDArray[Any] | None = None
) -> Graph:
    """Return the binary graph of points at most ``distance`` apart (in units of the CRS).

    >>> build_distance_band(np.array([[0.0, 0], [1, 0], [5, 0]]), 1.0).islands.tolist()
    [False, False, True]
    """
    pairs = KDTree(points).query_pairs(distance, output_type="ndarray")
    focal = np.concatenate([pairs[:, 0], pairs[:, 1]])
    neighbour = np.concatenate([pairs[:, 1], pairs[:, 0]])
    return Graph.from_pairs(focal, neighbour, _labels(len(points), ids))


def links_within(points: Points, distance: float) -> int:
    """Return how many links :func:`build_distance_band` would make, without making them."""
    tree = KDTree(points)
    return int(tree.count_neighbors(tree, distance)) - len(points)


def _labels(n: int, ids: npt.NDArray[Any] | None) -> npt.NDArray[Any]:
    return np.arange(n) if ids is None else np.array(ids)
