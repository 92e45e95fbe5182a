"""Which areas touch: shared vertices and edges by hashing, the rest by an exact test."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import shapely

from gridloom_analytics.statistics.graphs.contiguity_kernels import (
    edges_along,
    gather_neighbours,
    has_open_corner,
    number_pairs,
    owners_of,
)
from gridloom_analytics.statistics.graphs.graph import Graph

Contiguity = Literal["queen", "rook"]
Integers = npt.NDArray[np.int64]

POLYGON = 3
"""The type id of polygons in shapely."""
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
    beside = _touching(shapes, corners.open_areas(), contiguity)
    if contiguity == "queen":
        code, owner, codes = corners.vertex, corners.owner, corners.vertices
    else:
        code, owner, codes = corners.edge, corners.edge_owner, corners.edges
    shared = owners_of(code, owner, codes)
    indptr, indices = gather_neighbours(len(shapes), code, owner, *shared, beside)
    return Graph(indptr, indices, np.ones(len(indices)), labels)


@dataclass(frozen=True)
class _Corners:
    """The vertices and edges of all rings of n areas as numbers, with the areas they belong to.

    Vertices are equal where the coordinates are, edges where both ends are, either way round.
    """

    n: int
    owner: Integers
    vertex: Integers
    vertices: int
    edge_owner: Integers
    edge_ends: Integers
    edge: Integers
    edges: int

    def open_areas(self) -> Integers:
        """Return the areas with a vertex on an edge that belongs to one area alone.

        Where all borders are shared whole, these lie on the outer border only. A vertex that
        touches the middle of another area's edge is such a vertex, or an end of a piece of one.
        """
        corners = (self.owner, self.vertex, self.vertices)
        opened = has_open_corner(self.n, *corners, self.edge_ends, self.edge, self.edges)
        return np.flatnonzero(opened)


def _corners(shapes: npt.NDArray[np.object_]) -> _Corners:
    points, owner = shapely.get_coordinates(shapes, return_index=True)
    vertex, vertices = number_pairs(points.view(np.uint64))
    start, ends = edges_along(vertex, _ring_lengths(shapes))
    edge, edges = number_pairs(ends.view(np.uint64))
    return _Corners(len(shapes), owner, vertex, vertices, owner[start], ends, edge, edges)


def _ring_lengths(shapes: npt.NDArray[np.object_]) -> Integers:
    """Return the number of vertices of each ring, in the order of the coordinates.

    Rings are taken out of the areas with holes only: to make them costs more than all else.
    """
    single = bool((shapely.get_type_id(shapes) == POLYGON).all())
    polygons = shapes if single else shapely.get_parts(shapes)
    holed = shapely.get_num_interior_rings(polygons) > 0
    lengths = shapely.get_num_coordinates(polygons).astype(np.int64)
    if not holed.any():
        return lengths
    rings, of_polygon = shapely.get_rings(polygons[holed], return_index=True)
    order = np.argsort(
        np.concatenate([np.flatnonzero(~holed), np.flatnonzero(holed)[of_polygon]]), kind="stable"
    )
    of_rings = shapely.get_num_coordinates(rings).astype(np.int64)
    return np.concatenate([lengths[~holed], of_rings])[order]


def _touching(shapes: npt.NDArray[np.object_], among: Integers, contiguity: Contiguity) -> Integers:
    """Return the pairs among some areas that touch or overlap, by an exact test; shape (·, 2)."""
    some = shapes[among]
    if contiguity == "queen":
        focal, neighbour = shapely.STRtree(some).query(some, predicate="intersects")
    else:
        focal, neighbour = shapely.STRtree(some).query(some)
        beside = shapely.relate_pattern(some[focal], some[neighbour], SHARED_LINE)
        focal, neighbour = focal[beside], neighbour[beside]
    order = np.argsort(focal, kind="stable")
    return np.column_stack([among[focal[order]], among[neighbour[order]]])
