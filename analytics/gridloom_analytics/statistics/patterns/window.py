"""The area that is studied: points drawn at random in it, and how it overlaps with itself."""

from collections.abc import Sequence
from dataclasses import dataclass

import numba as nb
import numpy as np
import numpy.typing as npt
import shapely
from scipy.fft import irfft2, next_fast_len, rfft2
from scipy.ndimage import map_coordinates
from shapely.geometry.base import BaseGeometry

from gridloom_analytics.statistics.significance.streams import next_share, stream_key
from gridloom_layers.geometry import locate

Points = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float64]

CELLS = 512
"""Cells along the longer side of an area whose overlap with itself is measured."""
ANGLES = 180
"""Directions over half a turn that an overlap is averaged over; the other half mirrors them."""


@dataclass(frozen=True)
class Scatter:
    """Where points fall at random: evenly within each area, and as often as its weight says.

    ``triangles`` has shape (t, 3, 2), ``cumulative`` (t,) the share of the points that fall into
    one of the triangles up to each.
    """

    triangles: npt.NDArray[np.float64]
    cumulative: Floats

    @classmethod
    def over(cls, areas: Sequence[BaseGeometry], weights: npt.ArrayLike) -> "Scatter":
        """Return the scatter over valid polygons and multipolygons, with holes or without.

        ``weights`` are not negative and not all 0. One area is a uniform scatter.
        """
        pieces, owner = shapely.get_parts(
            shapely.constrained_delaunay_triangles(np.asarray(areas, dtype=object)),
            return_index=True,
        )
        size = shapely.area(pieces)
        whole = np.bincount(owner, size, minlength=len(areas))
        likely = size * (np.asarray(weights, dtype=float) / whole)[owner]
        corners = shapely.get_coordinates(pieces).reshape(-1, 4, 2)[:, :3]
        cumulative = np.cumsum(likely)
        return cls(np.ascontiguousarray(corners), cumulative / cumulative[-1])

    def draw(self, n: int, seed: int, stream: int) -> Points:
        """Return n independent points, shape (n, 2); the same ones for a seed and a stream."""
        found = np.empty((n, 2))
        _fill(found, self.triangles, self.cumulative, stream_key(seed, stream))
        return found


@nb.njit(cache=True, nogil=True)
def _fill(found, triangles, cumulative, state) -> None:
    for i in range(len(found)):
        state, share = next_share(state)
        t = min(np.searchsorted(cumulative, share, side="right"), len(cumulative) - 1)
        state, u = next_share(state)
        state, v = next_share(state)
        if u + v > 1.0:
            u, v = 1.0 - u, 1.0 - v
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        found[i, 0] = a[0] + u * (b[0] - a[0]) + v * (c[0] - a[0])
        found[i, 1] = a[1] + u * (b[1] - a[1]) + v * (c[1] - a[1])


def mean_overlap(area: BaseGeometry, distances: Floats) -> Floats:
    """Return how much of an area lies within itself, shifted by each distance, over all directions.

    The isotropised set covariance γ(r): the mean over all directions u of |W ∩ (W + r u)|, in the
    square of the units of ``distances``; γ(0) is the area. W may have holes and parts. It is
    measured on a raster with ``CELLS`` cells along the longer side, by Fourier transform: against
    the closed form of a rectangle it is off by less than one in a thousand.
    Ohser & Mücklich 2000, Statistical Analysis of Microstructures, ch. 2.
    """
    mask, wide, high = _raster(area)
    rows, columns = (next_fast_len(2 * n, real=True) for n in mask.shape)
    power = np.abs(np.asarray(rfft2(mask, (rows, columns)))) ** 2
    covariance = np.asarray(irfft2(power, (rows, columns))) * (area.area / mask.sum())
    turns = np.arange(ANGLES) * (np.pi / ANGLES)
    across = np.outer(distances, np.cos(turns)) / wide
    along = np.outer(distances, np.sin(turns)) / high
    overlap = map_coordinates(covariance, [along, across], order=1, mode="grid-wrap")
    return overlap.mean(axis=1)


def _raster(area: BaseGeometry) -> tuple[Floats, float, float]:
    """Return which cells have their middle in an area (1 or 0), and the sides of a cell.

    The cells fill the box around the area, so that a rectangle is exact.
    """
    west, south, east, north = area.bounds
    about = max(east - west, north - south) / CELLS
    columns, rows = (max(1, round(size / about)) for size in (east - west, north - south))
    wide, high = (east - west) / columns, (north - south) / rows
    x = west + (np.arange(columns) + 0.5) * wide
    y = south + (np.arange(rows) + 0.5) * high
    middles = np.column_stack([np.tile(x, rows), np.repeat(y, columns)])
    inside = locate(middles, np.array([area], dtype=object)) >= 0
    return inside.reshape(rows, columns).astype(float), wide, high
