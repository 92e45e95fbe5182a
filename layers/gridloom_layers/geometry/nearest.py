"""Which point or area is nearest, within a distance."""

import numpy as np
import numpy.typing as npt
import shapely
from scipy.spatial import KDTree

from gridloom_layers.geometry.cells import Floats, Ints
from gridloom_layers.geometry.locate import NOWHERE, locate

WIDER = 1 + 1e-12
"""So that rounding does not lose the places that are exactly as far as the nearest."""


def nearest(xy: npt.ArrayLike, targets: npt.ArrayLike, within: float = np.inf) -> Ints:
    """Return the position of the target nearest to each point, −1 where none is near enough.

    ``xy`` is (n, 2); ``targets`` an array of shapely points or areas (None for none) in the same
    CRS; ``within`` a distance in its units. Where targets are equally near the lowest position
    wins; an area that covers the point is at distance 0.

    >>> nearest([[0, 0], [9, 9]], shapely.points([[1, 0], [0, 1], [1, 0]]), within=5)
    array([ 0, -1], dtype=int32)
    """
    points = np.asarray(xy, np.float64).reshape(-1, 2)
    shapes = np.asarray(targets, dtype=object)
    finite = np.flatnonzero(np.isfinite(points).all(axis=1))
    found = np.full(len(points), NOWHERE, np.int32)
    if (shapely.get_dimensions(shapes) <= 0).all():
        found[finite] = _nearest_point(points[finite], shapes, within)
    else:
        found[finite] = _nearest_shape(points[finite], shapes, within)
    return found


def _nearest_point(points: Floats, targets: npt.NDArray[np.object_], within: float) -> Ints:
    usable = np.flatnonzero(shapely.get_type_id(targets) == 0)
    usable = usable[~shapely.is_empty(targets[usable])]
    found = np.full(len(points), NOWHERE, np.int32)
    if not len(usable) or not len(points):
        return found
    places, first = np.unique(shapely.get_coordinates(targets[usable]), axis=0, return_index=True)
    order = np.argsort(first)  # the tree's places in order of position
    tree, positions = KDTree(places[order]), usable[first[order]]
    reach = np.nextafter(within, np.inf)  # the tree's bound is exclusive
    distances, near = tree.query(points, k=2, distance_upper_bound=reach)
    distances, near = np.asarray(distances), np.asarray(near)
    choice = near[:, 0]
    tied = (distances[:, 0] == distances[:, 1]) & np.isfinite(distances[:, 0])
    for row in np.flatnonzero(tied):
        choice[row] = min(tree.query_ball_point(points[row], distances[row, 0] * WIDER))
    reached = np.isfinite(distances[:, 0])
    found[reached] = positions[choice[reached]]
    return found


def _nearest_shape(points: Floats, targets: npt.NDArray[np.object_], within: float) -> Ints:
    areas = targets.copy()
    areas[shapely.get_dimensions(targets) < 2] = None
    found = locate(points, areas)
    rest = np.flatnonzero(found == NOWHERE)
    limit = within if np.isfinite(within) else None
    pairs = shapely.STRtree(targets).query_nearest(
        shapely.points(points[rest]), max_distance=limit, all_matches=True
    )
    chosen = np.full(len(rest), len(targets))
    np.minimum.at(chosen, pairs[0], pairs[1])
    near = chosen < len(targets)
    found[rest[near]] = chosen[near]
    return found
