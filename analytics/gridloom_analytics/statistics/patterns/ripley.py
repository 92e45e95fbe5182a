"""Ripley's K and Besag's L: how many points lie around a point, at every distance up to one."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from shapely.geometry.base import BaseGeometry

from gridloom_analytics.statistics.patterns.pairs import Counts, Points, pair_counts
from gridloom_analytics.statistics.patterns.window import mean_overlap

Floats = npt.NDArray[np.float64]

FINE = 16
"""Bins of pairs between two distances at which K is told."""
PER_CIRCLE = 1000
"""With more points than this in a circle on average, a longer distance tells nothing new."""


@dataclass(frozen=True)
class Ripley:
    """K within an area, with the edge correction that its shape asks for.

    ``distances`` (r, in the units of the points, ascending with equal steps from one step on) and
    ``overlap``: γ at the middle of each bin of pairs, or the area throughout where the edge is
    not corrected (Ohser's rigid motion correction, which is right for any shape, else the plain
    count).
    """

    distances: Floats
    overlap: Floats
    area: float

    @classmethod
    def within(cls, area: BaseGeometry, reach: float, steps: int, *, corrected: bool) -> "Ripley":
        """Return K at ``steps`` distances up to ``reach`` within an area."""
        distances = np.arange(1.0, steps + 1) * (reach / steps)
        middles = np.arange(0.5, steps * FINE) * (reach / (steps * FINE))
        overlap = mean_overlap(area, middles) if corrected else np.full(len(middles), area.area)
        return cls(distances, overlap, area.area)

    def count(self, points: Points) -> Counts:
        """Return the pairs of points in each bin of distance."""
        return pair_counts(points, float(self.distances[-1]), len(self.overlap))

    def k(self, counts: Counts, n: int) -> Floats:
        """Return K of ``n`` points at each distance, from the counts of their pairs.

        K(r) = |W|² / (n (n − 1)) · Σ 1[d ≤ r] / γ(d) over ordered pairs, so that E[K] = π r² where
        points are independent and evenly spread. Ripley 1976, Journal of Applied Probability 13;
        Ohser & Stoyan 1981, Biometrical Journal 23 (spatstat: ``correction="rigid"``).
        """
        weighted = 2 * self.area**2 / (n * (n - 1)) * counts / self.overlap
        return np.cumsum(weighted)[FINE - 1 :: FINE]


def besag_l(k: Floats) -> Floats:
    """Return Besag's L = √(K / π): r where points are independent, of even variance over r."""
    return np.sqrt(k / np.pi)


def usual_reach(area: BaseGeometry, n: int) -> float:
    """Return the greatest distance that K is usually asked for.

    A quarter of the shorter side, at most the radius of a circle with ``PER_CIRCLE`` points
    (Ripley; spatstat's ``rmax.rule``).
    """
    west, south, east, north = area.bounds
    crowded = np.sqrt(PER_CIRCLE * area.area / (np.pi * n))
    return float(min(min(east - west, north - south) / 4, crowded))
