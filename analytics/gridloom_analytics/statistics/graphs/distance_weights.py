"""Neighbours that count the less, the farther they are: kernel and inverse-distance weights."""

from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.graphs.proximity import build_distance_band, build_knn

Floats = npt.NDArray[np.float64]
Points = npt.NDArray[np.float64]
KernelFunction = Literal["triangular", "uniform", "epanechnikov", "quartic", "gaussian"]

BEYOND = 1.0000001
"""An adaptive bandwidth goes this much beyond the k-th neighbour, who else would weigh nothing."""


def build_fixed_kernel(
    points: Points, kernel: KernelFunction, bandwidth: float, ids: npt.NDArray[Any] | None = None
) -> Graph:
    """Return the graph of points within ``bandwidth`` (units of the CRS), weighted by a kernel.

    Every kernel ends at the bandwidth, the Gaussian too. Weights are K(d / bandwidth) / K(0), so
    that the place itself, which is not in the graph, has 1 on their scale; who weighs 0 is no
    neighbour. Kernels as in Anselin & Rey 2014, Modern Spatial Econometrics in Practice, p. 78.

    >>> points = np.array([[0.0, 0], [1, 0], [4, 0]])
    >>> build_fixed_kernel(points, "triangular", 4.0).weights.tolist()
    [0.75, 0.75, 0.25, 0.25]
    """
    band = build_distance_band(points, bandwidth, ids)
    return _weighted(band, kernel_weights(kernel, link_lengths(band, points) / bandwidth))


def build_adaptive_kernel(
    points: Points, kernel: KernelFunction, k: int, ids: npt.NDArray[Any] | None = None
) -> Graph:
    """Return the graph of the ``k`` nearest, weighted by a kernel as wide as the farthest of them.

    Weights as in :func:`build_fixed_kernel`; 1 ≤ k < n. Where all k are at the place itself, they
    weigh 1. The k-th neighbour weighs next to nothing (but in a uniform or Gaussian kernel).

    >>> points = np.array([[0.0, 0], [1, 0], [4, 0]])
    >>> build_adaptive_kernel(points, "triangular", 2).weights.round(3).tolist()
    [0.75, 0.0, 0.667, 0.0, 0.0, 0.25]
    """
    nearest = build_knn(points, k, ids)
    lengths = link_lengths(nearest, points).reshape(-1, k)
    bandwidth = lengths.max(axis=1, keepdims=True) * BEYOND
    share = np.divide(lengths, bandwidth, out=np.zeros_like(lengths), where=bandwidth > 0)
    return _weighted(nearest, kernel_weights(kernel, share.ravel()))


def build_inverse_distance(
    points: Points,
    distance: float,
    *,
    power: float = 1.0,
    least: float,
    ids: npt.NDArray[Any] | None = None,
) -> Graph:
    """Return the graph of points at most ``distance`` apart, weighted by 1 / d ** ``power``.

    Points nearer than ``least`` (over 0) to each other weigh as if that far apart: those at one
    place would weigh infinitely.

    >>> points = np.array([[0.0, 0], [1, 0], [4, 0]])
    >>> build_inverse_distance(points, 3.5, least=0.5).weights.round(3).tolist()
    [1.0, 1.0, 0.333, 0.333]
    """
    band = build_distance_band(points, distance, ids)
    lengths = np.maximum(link_lengths(band, points), least)
    return Graph(band.indptr, band.indices, lengths**-power, band.ids)


def kernel_weights(kernel: KernelFunction, share: Floats) -> Floats:
    """Return K(z) / K(0) at distances that are ``share`` (0 … 1) of the bandwidth.

    >>> kernel_weights("quartic", np.array([0.0, 0.5, 1.0])).tolist()
    [1.0, 0.5625, 0.0]
    """
    if kernel not in get_args(KernelFunction):
        raise ValueError(f"there is no kernel {kernel}")
    if kernel == "uniform":
        return np.ones_like(share)
    if kernel == "triangular":
        return 1 - share
    if kernel == "gaussian":
        return np.exp(-(share**2) / 2)
    rest = 1 - share**2
    return rest if kernel == "epanechnikov" else rest**2


def link_lengths(graph: Graph, points: Points) -> Floats:
    """Return the length of each link, in the units of ``points`` (n, 2)."""
    steps = points[graph.indices] - points[graph.focal]
    return np.hypot(steps[:, 0], steps[:, 1])


def _weighted(graph: Graph, weights: Floats) -> Graph:
    """Return the graph with other weights; a link that weighs nothing is none."""
    kept = weights > 0
    if kept.all():
        return Graph(graph.indptr, graph.indices, weights, graph.ids)
    steps = np.bincount(graph.focal[kept], minlength=graph.n)
    indptr = np.concatenate([[0], np.cumsum(steps)])
    return Graph(indptr, graph.indices[kept], weights[kept], graph.ids)
