"""A coarse grid of exactly placed nodes, from which a frame's pixels are interpolated."""

from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from gridloom_desktop.basemap.placing import Placing
from gridloom_desktop.canvas import Box, View

COARSEST, FINEST = 128, 8
"""Pixels between two nodes."""
TOLERANCE = 0.25
"""How far from its place a pixel may be taken, in pixels of the frame."""


@dataclass(frozen=True)
class Grid:
    """Nodes every ``step`` pixels of a frame: ``places`` (rows, columns, 2) in the basemap's CRS.

    A node that the CRS cannot hold is NaN. The last row and column may lie beyond the frame.
    """

    step: int
    places: npt.NDArray[np.float64]

    @property
    def box(self) -> Box | None:
        """The box around all nodes; None where there is none."""
        x, y = self.places[..., 0], self.places[..., 1]
        if not np.isfinite(x).any():
            return None
        return float(np.nanmin(x)), float(np.nanmin(y)), float(np.nanmax(x)), float(np.nanmax(y))

    @property
    def resolution(self) -> float:
        """How far apart two neighbouring pixels lie in the basemap, in the middle of the frame."""
        steps = [np.diff(self.places, axis=axis) for axis in (0, 1)]
        sides = np.concatenate([np.hypot(*one.reshape(-1, 2).T) for one in steps])
        return float(np.nanmedian(sides)) / self.step if np.isfinite(sides).any() else np.nan


def grid_of(view: View, placing: Placing) -> Grid:
    """Return a grid as fine as it takes to have each pixel of a view within the tolerance.

    A grid is compared with the one of half its step. As the error falls with the square of the
    step, the finer one, which is returned, is right to a quarter of the tolerance. Edges are
    compared as well as middles, where the errors of a conformal projection cancel.
    """
    step = COARSEST
    coarse = _placed(view, placing, step)
    while True:
        fine = _placed(view, placing, step // 2)
        step //= 2
        if step <= FINEST or _error(coarse, fine) <= TOLERANCE * fine.resolution:
            return fine
        coarse = fine


def _placed(view: View, placing: Placing, step: int) -> Grid:
    # Whole cells of the coarsest grid, so that each finer one has nodes where it has.
    cells = COARSEST // step
    rows, columns = (-(-size // COARSEST) * cells + 1 for size in (view.height, view.width))
    x = view.left + np.arange(columns) * step / view.scale
    y = view.top - np.arange(rows) * step / view.scale
    across, down = np.meshgrid(x, y)
    places = placing.to_source(across.ravel(), down.ravel())
    return Grid(step, np.column_stack(places).reshape(rows, columns, 2))


def _error(coarse: Grid, fine: Grid) -> float:
    """Return how far the nodes of a finer grid are from where the coarse one has them."""
    guessed = _halved(_halved(coarse.places, 0), 1)
    gaps = np.hypot(*np.moveaxis(guessed - fine.places, -1, 0))
    return float(np.nanmax(gaps)) if np.isfinite(gaps).any() else 0.0


def _halved(places: npt.NDArray[np.float64], axis: int) -> npt.NDArray[np.float64]:
    """Put the middle of two neighbours between them, along an axis."""
    take = partial(np.take, places, axis=axis)
    size = places.shape[axis]
    middles = (take(range(size - 1)) + take(range(1, size))) / 2
    shape = list(places.shape)
    shape[axis] = 2 * size - 1
    found = np.empty(shape)
    even, odd = [slice(None)] * 3, [slice(None)] * 3
    even[axis], odd[axis] = slice(0, None, 2), slice(1, None, 2)
    found[tuple(even)], found[tuple(odd)] = places, middles
    return found
