"""Which areas touch: shared vertices and edges by hashing, the rest by an exact test."""

from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from scipy.sparse import csr_array

from gridloom_analytics.statistics.graphs.graph import Graph

Contiguity = Literal["queen", "rook"]
Pairs = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]

SHARED_LINE = "****1****"
"""DE-9IM: the boundaries have a line in common."""


def build_contiguity(
    areas: npt.ArrayLike, contiguity: Contiguity = "queen", ids: npt.NDArray[Any] | None = None
) -> Graph:
    """Return the binary graph of areas that touch: at a point (queen) or along a line (rook).

    ``areas`` is an array of polygons and multipolygons, none missing or empty; coordinates are
    taken as they are, so no CRS is needed. Areas with a vertex (rook: an edge) in common are
    found by hashing it. Where a border was digitised twice, with vertices that only one side has,
    some edges belong to one area alone: the areas at such edges are tested against each other
    exactly. Areas that overlap, as badly digitised neighbours do, count as touching.

    >>> cells = [shapely.box(x, y, x + 1, y + 1) for y in range(2) for x in range(2)]
    >>> build_contiguity(cells, "rook").cardinalities.tolist()
    [2, 2, 2, 2]
    """
    shapes = np.asarray(areas, dtype=object)
    labels = np.arange(len(shapes)) if ids is None else np.asarray(ids)
    corners = _corners(shapes)
    shared = corners.sharing("vertex" if contiguity == "queen" else "edge")
    beside = _touching(shapes, corners.open_areas(), contiguity)
    focal, neighbour = (np.concatenate(sides) for sides in zip(shared, beside, strict=True))
    return Graph.from_pairs(focal, neighbour, labels)


class _Corners:
    """The vertices of all rings as numbers, equal where the coordinates are equal."""

    def __init__(
        self, n: int, owner: npt.NDArray[np.int64], vertex: npt.NDArray[np.int64],
        inside: npt.NDArray[np.bool_],
    ) -> None:  # fmt: skip
        self.n, self.owner, self.vertex = n, owner, vertex
        start, end = vertex[:-1][inside], vertex[1:][inside]
        self.edge_owner = owner[:-1][inside]
        self.edge_start, self.edge_end = np.minimum(start, end), np.maximum(start, end)
        packed = self.edge_start * (int(vertex.max(initial=0)) + 1) + self.edge_end
        self.edge = pd.factorize(packed)[0]

    def sharing(self, kind: Literal["vertex", "edge"]) -> Pairs:
        """Return the pairs of areas that have a vertex or an edge in common."""
        if kind == "vertex":
            owner, code = self.owner, self.vertex
        else:
            owner, code = self.edge_owner, self.edge
        shape = (self.n, int(code.max(initial=-1)) + 1)
        member = csr_array((np.ones(len(owner), dtype=np.int32), (owner, code)), shape=shape)
        member.sum_duplicates()
        member.data[:] = 1
        common = np.bincount(member.indices, minlength=shape[1]) > 1
        member = member[:, np.flatnonzero(common)]
        pairs = (member @ member.T).tocoo()
        return pairs.row.astype(np.int64), pairs.col.astype(np.int64)

    def open_areas(self) -> npt.NDArray[np.int64]:
        """Return the areas with a vertex on an edge that belongs to one area alone.

        Where all borders are shared whole, these lie on the outer border only. A vertex that
        touches the middle of another area's edge is such a vertex, or an end of a piece of one.
        """
        alone = np.bincount(self.edge, minlength=1)[self.edge] == 1
        ends = np.zeros(int(self.vertex.max(initial=0)) + 1, dtype=bool)
        ends[self.edge_start[alone]] = True
        ends[self.edge_end[alone]] = True
        return np.unique(self.owner[ends[self.vertex]])


def _corners(shapes: npt.NDArray[np.object_]) -> _Corners:
    parts, part_owner = shapely.get_parts(shapes, return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    x, y = (pd.factorize(points[:, axis])[0] for axis in (0, 1))
    vertex = pd.factorize(x * (int(y.max(initial=0)) + 1) + y)[0]
    owner = part_owner[ring_part[ring]]
    return _Corners(len(shapes), owner, vertex, ring[1:] == ring[:-1])


def _touching(
    shapes: npt.NDArray[np.object_], among: npt.NDArray[np.int64], contiguity: Contiguity
) -> Pairs:
    """Return the pairs among some areas that touch or overlap, by an exact test."""
    some = shapes[among]
    if contiguity == "queen":
        focal, neighbour = shapely.STRtree(some).query(some, predicate="intersects")
    else:
        focal, neighbour = shapely.STRtree(some).query(some)
        beside = shapely.relate_pattern(some[focal], some[neighbour], SHARED_LINE)
        focal, neighbour = focal[beside], neighbour[beside]
    return among[focal], among[neighbour]
