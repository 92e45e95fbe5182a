"""Points sorted into cells so small that all points of one cell are neighbours of each other."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

SHRINK = 1 - 1e-6
"""A cell is smaller by this, so that rounding cannot make it too large."""
REACH = 2
"""Neighbours of a point are at most so many cells away, along each axis."""
MOST_CELLS = 2**62


@dataclass(frozen=True)
class Cells:
    """Points by cell: ``order`` sorts the points, ``points`` (n, 2) and ``times`` are sorted.

    ``keys`` are the rising numbers of the cells that hold points; those of cell c are
    ``starts[c]:starts[c + 1]``. ``offsets`` lead from the key of a cell to the middle of each row
    of cells within reach, the rows before it first; along a row keys differ by 1. ``times`` has
    length 0 where time does not count.
    """

    order: Integers
    points: Floats
    times: Floats
    keys: Integers
    starts: Integers
    offsets: Integers


def sort_into_cells(points: Floats, times: Floats | None, distance: float, days: float) -> Cells:
    """Return points, shape (n, 2), and their times in cells for neighbours within ``distance``.

    Raises ``ValueError`` where ``distance`` or ``days`` are so short that the cells cannot be
    numbered.
    """
    sides = [days * SHRINK] if times is not None else []
    sides += [distance * SHRINK / np.sqrt(2)] * 2
    axes = [] if times is None else [times]
    axes += [points[:, 1], points[:, 0]]
    places = [_places(axis, side) for axis, side in zip(axes, sides, strict=True)]
    widths = [int(place.max()) + 1 + REACH for place in places]
    if np.prod([float(width) for width in widths]) > MOST_CELLS:
        raise ValueError("too many cells: the distance is too short for the extent")
    key = places[0]
    for place, width in zip(places[1:], widths[1:], strict=True):
        key = key * width + place
    order = np.argsort(key)
    key = key[order]
    starts = np.flatnonzero(np.diff(key, prepend=-1))
    return Cells(
        order,
        points[order],
        np.empty(0) if times is None else times[order],
        key[starts],
        np.append(starts, len(points)),
        _offsets(widths),
    )


def _places(axis: Floats, side: float) -> Integers:
    """Return the number of the cell along an axis; the first ones are left empty."""
    share = (axis - axis.min()) / side
    if share.max() > MOST_CELLS:
        raise ValueError("too many cells: the distance is too short for the extent")
    return np.floor(share).astype(np.int64) + REACH


def _offsets(widths: list[int]) -> Integers:
    near = np.arange(-REACH, REACH + 1)
    rows = near * widths[-1]
    if len(widths) == 2:
        return rows
    return (near[:, None] * (widths[-1] * widths[-2]) + rows).ravel()
