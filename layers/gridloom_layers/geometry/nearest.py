"""Which point, line or area is nearest, within a distance."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from gridloom_layers.geometry.cells import Ints
from gridloom_layers.geometry.locate import NOWHERE
from gridloom_layers.geometry.orders import roughly_by_place
from gridloom_layers.geometry.outlines import boxes_around, outlines
from gridloom_layers.geometry.packing import PackedTree, pack, search_tree
from gridloom_layers.geometry.vicinity import Vicinity, search_cells, vicinity
from gridloom_layers.geometry.wkb import Ragged
from gridloom_layers.slices import on_all_cores


def nearest(xy: npt.ArrayLike, targets: npt.ArrayLike | Ragged, within: float = np.inf) -> Ints:
    """Return the position of the target nearest to each point, −1 where none is near enough.

    ``xy`` is (n, 2); points that are not finite are near nothing. ``targets`` are points, lines
    and valid areas in the same CRS (shapely's, None for none, or a ``Ragged``); those with a
    coordinate that is not finite are near nothing. ``within`` is a distance in units of the CRS,
    itself within. Where targets are equally near the lowest position wins; an area is at distance
    0 from the points inside and on its border.

    Distances are what GEOS computes, to the last bit: what is equally far in exact arithmetic may
    differ there, and then the one that rounds lower is the nearest.

    >>> import shapely
    >>> nearest([[0, 0], [9, 9]], shapely.points([[1, 0], [0, 1], [1, 0]]), within=5)
    array([ 0, -1], dtype=int32)
    """
    return NearestFinder.of(targets, within).find(xy)


@dataclass(frozen=True)
class NearestFinder:
    """Targets prepared to find the nearest to points again and again."""

    shapes: Ragged
    within: float
    index: PackedTree | Vicinity | None

    @classmethod
    def of(cls, targets: npt.ArrayLike | Ragged, within: float = np.inf) -> Self:
        """Prepare targets; see :func:`nearest`."""
        shapes = outlines(targets)
        boxes = boxes_around(shapes)
        usable = np.flatnonzero(~np.isnan(boxes[:, 0]))
        if not len(usable):
            return cls(shapes, within, None)
        return cls(shapes, within, vicinity(boxes, usable, within) or pack(boxes, usable))

    def find(self, xy: npt.ArrayLike, threads: int | None = None) -> Ints:
        """Return the position of the nearest target; see :func:`nearest`.

        The answer is the same for any number of ``threads`` (default: all cores).
        """
        points = np.ascontiguousarray(xy, np.float64).reshape(-1, 2)
        found = np.full(len(points), NOWHERE, np.int32)
        index = self.index
        if index is None:
            return found
        finite = np.flatnonzero(np.isfinite(points).all(axis=1))
        order = finite[roughly_by_place(points[finite])]
        shapes = (self.shapes.coordinates, self.shapes.rings, self.shapes.parts, self.shapes.areas)
        tables = tuple(vars(index).values())
        search = search_tree if isinstance(index, PackedTree) else search_cells

        def work(first: int, end: int) -> None:
            rows = order[first:end]
            near = np.empty(len(rows), np.int32)
            search(points[rows], tables, shapes, self.within, near)
            found[rows] = near

        on_all_cores(work, len(order), threads)
        return found
