"""Join by place: the area that covers a point, or the nearest within a distance."""

import numpy as np
import numpy.typing as npt

from gridloom_layers.geometry import locate, nearest
from gridloom_layers.geometry.cells import Floats
from gridloom_layers.joins.matches import CODES, MATCHED, Matches


def match_places(
    points: Floats, targets: npt.NDArray[np.object_], *, areas: bool, within: float | None
) -> Matches:
    """Match points (n, 2) with the shapes of right rows, in one CRS.

    Areas cover points, or are nearest where ``within`` (metres) is given; other shapes are
    nearest, at any distance where ``within`` is None. Points that are not finite have no place.
    """
    if areas and within is None:
        positions = locate(points, targets)
    else:
        positions = nearest(points, targets, np.inf if within is None else within)
    missed = CODES["outside-all-areas" if within is None else "too-far"]
    reasons = np.where(positions >= 0, MATCHED, missed).astype(np.uint8)
    reasons[~np.isfinite(points).all(axis=1)] = CODES["no-coordinates"]
    return Matches(positions.astype(np.int64), reasons)
