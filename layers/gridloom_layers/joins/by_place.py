"""Join by place: the area that covers a point, or the nearest within a distance."""

import numpy as np

from gridloom_layers.geometry import AreaLocator, NearestFinder
from gridloom_layers.geometry.cells import Floats
from gridloom_layers.geometry.wkb import Ragged
from gridloom_layers.joins.matches import CODES, MATCHED, Matches
from gridloom_layers.progress import Progress

SLICE = 1 << 18
"""Points between two reports of progress."""


def match_places(
    points: Floats,
    targets: Ragged,
    progress: Progress,
    *,
    areas: bool,
    within: float | None,
) -> Matches:
    """Match points (n, 2) with the shapes of right rows, in one CRS.

    Areas cover points, or are nearest where ``within`` (metres) is given; other shapes are
    nearest, at any distance where ``within`` is None. Points that are not finite have no place.
    """
    progress.report("join", 0, len(points))
    if areas and within is None:
        find = AreaLocator.of(targets).locate
    else:
        find = NearestFinder.of(targets, np.inf if within is None else within).find
    positions = np.empty(len(points), np.int64)
    for first in range(0, len(points), SLICE):
        progress.report("join", first, len(points))
        positions[first : first + SLICE] = find(points[first : first + SLICE])
    missed = CODES["outside-all-areas" if within is None else "too-far"]
    reasons = np.where(positions >= 0, MATCHED, missed).astype(np.uint8)
    reasons[~np.isfinite(points).all(axis=1)] = CODES["no-coordinates"]
    return Matches(positions, reasons)
