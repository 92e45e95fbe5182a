"""Straight edges that bend in another projection get vertices in between."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from gridloom_layers.geometry.wkb import Ragged

Floats = npt.NDArray[np.float64]
Moving = Callable[[Floats, Floats], tuple[Floats, Floats]]
TOLERANCE = 0.5
"""How far an edge may run beside its true course, in units of the target."""
MOST_PIECES = 512


def moved(shapes: Ragged, moving: Moving, tolerance: float = TOLERANCE) -> Ragged:
    """Return shapes whose vertices ``moving`` took elsewhere; their edges stay true.

    The middle of each edge is moved too. As an edge's deviation falls with the square of its
    length, one that is too far off is cut into as many pieces as that takes (at most 512).
    Vertices that cannot be moved are NaN.
    """
    xy = shapes.coordinates
    placed = np.column_stack(moving(xy[:, 0], xy[:, 1]))
    if not len(xy):
        return _with(shapes, placed, shapes.rings)
    pieces = _pieces(xy, placed, shapes.rings, moving, tolerance)
    if pieces.max() == 1:
        return _with(shapes, placed, shapes.rings)
    start = np.repeat(np.arange(len(xy)), pieces)
    within = np.arange(len(start)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    share = (within / pieces[start])[:, None]
    following = np.minimum(start + 1, len(xy) - 1)
    cut = xy[start] + share * (xy[following] - xy[start])
    offsets = np.concatenate([[0], np.cumsum(pieces)])
    return _with(shapes, np.column_stack(moving(cut[:, 0], cut[:, 1])), offsets[shapes.rings])


def _pieces(
    xy: Floats, placed: Floats, rings: npt.NDArray[np.int64], moving: Moving, tolerance: float
) -> npt.NDArray[np.int64]:
    """Return into how many pieces the edge after each vertex is cut; 1 after a ring's last."""
    middle, guessed = (xy[:-1] + xy[1:]) / 2, (placed[:-1] + placed[1:]) / 2
    gaps = np.hypot(*(np.column_stack(moving(middle[:, 0], middle[:, 1])) - guessed).T)
    gaps = np.append(np.where(np.isfinite(gaps), gaps, 0.0), 0.0)
    last = rings[1:][rings[1:] > 0] - 1
    gaps[last] = 0.0
    return np.clip(np.ceil(np.sqrt(gaps / tolerance)), 1, MOST_PIECES).astype(np.int64)


def _with(shapes: Ragged, coordinates: Floats, rings: npt.NDArray[np.int64]) -> Ragged:
    return Ragged(coordinates, rings, shapes.parts, shapes.areas, shapes.holes)
