"""The pieces that areas of one layer and areas of another have in common."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

Shapes = npt.NDArray[np.object_]
Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Pieces:
    """Piece p is where area ``source[p]`` and area ``target[p]`` meet; ``size[p]`` its area > 0.

    The three arrays have shape (p,); pieces are in the order of sources, then of targets.
    """

    source: Integers
    target: Integers
    size: Floats


def overlay(sources: Shapes, targets: Shapes) -> Pieces:
    """Return the pieces of two layers of valid polygons in one projected CRS, None for none.

    Only areas that cross an outline are cut; those that lie within one of the other layer are
    their own piece.
    """
    if len(targets) <= len(sources):
        target, source, size = _common(targets, sources)
    else:
        source, target, size = _common(sources, targets)
    order = np.lexsort((target, source))
    order = order[size[order] > 0]
    return Pieces(source[order], target[order], size[order])


def _common(few: Shapes, many: Shapes) -> tuple[Integers, Integers, Floats]:
    """Return the pairs of areas that meet and their common area; the few are prepared for it."""
    one, other = shapely.STRtree(many).query(few, predicate="intersects")
    shapely.prepare(few)
    within = shapely.covers(few[one], many[other])
    size = shapely.area(many[other])
    cut = ~within
    size[cut] = shapely.area(shapely.intersection(few[one[cut]], many[other[cut]]))
    return one, other, size
