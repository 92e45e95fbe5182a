"""Polygons that share every vertex: made from linework, so that nothing gaps or overlaps."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import shapely
from scipy import sparse

Areas = npt.NDArray[np.object_]
Integers = npt.NDArray[np.int64]
PRECISION = 0.01
"""Metres: coordinates of the made-up ground lie on this raster."""


def faces(lines: Areas) -> Areas:
    """Return the faces between ``lines`` (noded here), in a fixed order."""
    noded = shapely.unary_union(lines, grid_size=PRECISION)
    found = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    corner = shapely.bounds(found)
    return found[np.lexsort(corner.T)]


@dataclass(frozen=True)
class Neighbours:
    """Pairs of polygons that share an edge, each pair once, with the metres they share."""

    first: Integers
    second: Integers
    shared: npt.NDArray[np.float64]

    def graph(self, size: int, weights: npt.NDArray[np.float64]) -> sparse.csr_array:
        """Return the symmetric graph with ``weights`` on its links."""
        both = (np.r_[self.first, self.second], np.r_[self.second, self.first])
        return sparse.csr_array((np.r_[weights, weights], both), shape=(size, size))


def neighbours(areas: Areas) -> Neighbours:
    """Return which ``areas`` share an edge (equal vertices, as :func:`faces` makes them)."""
    owner, start, end = _edges(areas)
    key, owner_of = _undirected(start, end), owner
    order = np.lexsort((owner_of, key[:, 3], key[:, 2], key[:, 1], key[:, 0]))
    key, owner_of = key[order], owner_of[order]
    same = (key[1:] == key[:-1]).all(axis=1)
    pairs = np.column_stack([owner_of[:-1][same], owner_of[1:][same]])
    steps = (key[:-1][same, :2] - key[:-1][same, 2:]) * PRECISION
    length = np.hypot(steps[:, 0], steps[:, 1])
    pairs, which = np.unique(pairs, axis=0, return_inverse=True)
    shared = np.bincount(which.ravel(), length, len(pairs)).astype(np.float64)
    apart = pairs[:, 0] != pairs[:, 1]
    return Neighbours(pairs[apart, 0], pairs[apart, 1], shared[apart])


def _edges(areas: Areas) -> tuple[Integers, Integers, Integers]:
    rings, ring_area = shapely.get_rings(areas, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    whole = np.rint(xy / PRECISION).astype(np.int64)
    inside = ring[1:] == ring[:-1]
    return ring_area[ring[:-1][inside]], whole[:-1][inside], whole[1:][inside]


def _undirected(start: Integers, end: Integers) -> Integers:
    turn = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    low, high = np.where(turn[:, None], end, start), np.where(turn[:, None], start, end)
    return np.column_stack([low, high])


def dissolve(areas: Areas, group: Integers, count: int) -> Areas:
    """Return the union of each of ``count`` groups of areas, all vertices kept."""
    order = np.argsort(group, kind="stable")
    borders = np.searchsorted(group[order], np.arange(count + 1))
    return np.array(
        [shapely.coverage_union_all(areas[order[low:high]]) for low, high in pairwise(borders)],
        dtype=object,
    )
