"""Footprints: rectangles and L-shapes in rows along made-up streets, none outside its cell."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gridloom_sample.buildings.land import Land
from gridloom_sample.territory.coverage import Areas, Integers
from gridloom_sample.territory.regions import Points

SPARE = 1.8
SPARE_PLOTS = 12
REACH = 90
L_SHARE = (0.02, 0.30, 0.20, 0.25, 0.05)
"""Share of L-shapes by land use."""


@dataclass(frozen=True)
class Footprints:
    """Polygons of buildings in the order of their cells, with their cell and centre."""

    areas: Areas
    cell: Integers
    xy: Points


def make_footprints(cells: Areas, land: Land, rng: np.random.Generator) -> Footprints:
    """Return ``land.buildings.sum()`` footprints; a cell without room passes some to others."""
    shapely.prepare(cells)
    wanted = np.where(land.buildings > 0, np.ceil(land.buildings * SPARE) + SPARE_PLOTS, 0)
    plots = _plots(cells, land, wanted.astype(np.int64), rng)
    cell, corners = plots.cell, plots.corners(rng)
    whole = shapely.polygons(corners)
    fits = shapely.contains_properly(cells[cell], whole)
    cell, corners = cell[fits], corners[fits]
    chosen = _chosen(cell, land.buildings)
    cell, corners = cell[chosen], corners[chosen]
    l_shaped = rng.random(len(cell)) < np.array(L_SHARE)[land.use[cell]]
    return Footprints(_shapes(corners, l_shaped), cell, corners.mean(axis=1))


@dataclass(frozen=True)
class _Plots:
    """Candidate plots: centre, two half sides as vectors, cell."""

    cell: Integers
    centre: Points
    along: Points
    across: Points

    def corners(self, rng: np.random.Generator) -> npt.NDArray[np.float64]:
        """Return the (n, 4, 2) corners of a house on each plot."""
        size = rng.uniform(0.55, 0.92, (len(self.cell), 2, 1))
        along, across = self.along * size[:, 0], self.across * size[:, 1]
        signs = ((-1, -1), (1, -1), (1, 1), (-1, 1))
        corners = [self.centre + a * along + b * across for a, b in signs]
        return np.round(np.stack(corners, axis=1), 2)


def _plots(cells: Areas, land: Land, wanted: Integers, rng: np.random.Generator) -> _Plots:
    """Return the plots nearest to the middle of each cell, in the order of nearness."""
    middle = shapely.get_coordinates(shapely.point_on_surface(cells))
    angle = rng.uniform(0, np.pi / 2, len(cells))
    parts = [
        _plots_of_use(use, np.flatnonzero(land.use == number), wanted, middle, angle)
        for number, use in land.uses.iterrows()
    ]
    merged = [np.concatenate([getattr(part, name) for part in parts]) for name in _FIELDS]
    order = np.argsort(merged[0], kind="stable")
    return _Plots(*(values[order] for values in merged))


_FIELDS = ("cell", "centre", "along", "across")


def _plots_of_use(
    use: pd.Series, cells: Integers, wanted: Integers, middle: Points, angle: Points
) -> _Plots:
    offsets = _lattice(use, int(wanted[cells].max(initial=0)))
    counts = np.minimum(wanted[cells], len(offsets))
    cell = np.repeat(cells, counts)
    rank = np.arange(len(cell)) - np.repeat(np.cumsum(counts) - counts, counts)
    east = np.column_stack([np.cos(angle[cell]), np.sin(angle[cell])])
    north = np.column_stack([-east[:, 1], east[:, 0]])
    offset = offsets[rank]
    centre = middle[cell] + offset[:, :1] * east + offset[:, 1:] * north
    return _Plots(cell, centre, east * use["plot_x"] / 2, north * use["plot_y"] / 2)


def _lattice(use: pd.Series, size: int) -> Points:
    """Return the ``size`` plot centres nearest to 0,0: pairs of rows with a street between."""
    reach = min(REACH, int(np.sqrt(size)) + 4)
    steps = np.arange(-reach, reach + 1, dtype=np.float64)
    x, row = (grid.ravel() for grid in np.meshgrid(steps, steps))
    block = x // 6 * use["street"]
    x, y = x * use["plot_x"] + block, row * use["plot_y"] + row // 2 * use["street"]
    order = np.argsort((x / 1.5) ** 2 + y**2, kind="stable")[:size]
    return np.column_stack([x, y])[order]


def _chosen(cell: Integers, buildings: Integers) -> npt.NDArray[np.bool_]:
    """Return which fitting plots are built on: the wished number by cell, then what is missing."""
    first = np.searchsorted(cell, cell)
    rank = np.arange(len(cell)) - first
    chosen = rank < buildings[cell]
    missing = int(buildings.sum() - chosen.sum())
    spare = np.flatnonzero(~chosen)
    chosen[spare[np.argsort(rank[spare], kind="stable")[:missing]]] = True
    return chosen


def _shapes(corners: npt.NDArray[np.float64], l_shaped: npt.NDArray[np.bool_]) -> Areas:
    shapes = np.empty(len(corners), dtype=object)
    shapes[~l_shaped] = shapely.polygons(corners[~l_shaped])
    a, b, c, d = (corners[l_shaped, corner] for corner in range(4))
    inner = a + 0.45 * (b - a) + 0.5 * (d - a)
    notch = [a, b, b + 0.5 * (c - b), inner, a + 0.45 * (b - a) + (d - a), d]
    shapes[l_shaped] = shapely.polygons(np.stack(notch, axis=1))
    return shapes
