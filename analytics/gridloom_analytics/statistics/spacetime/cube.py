"""The space-time cube: Gi* of each area in each step, among areas near by and steps before."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.significance.p_values import (
    LEVELS,
    false_discovery_rate,
    normal_p,
)
from gridloom_analytics.statistics.significance.sums import Moments, Weights, shape_of_sums

Floats = npt.NDArray[np.float64]
Window = Literal["cube", "neighbourhood"]

NEGLIGIBLE = 1e-12
"""A variance under this share of its terms is rounding, not variance."""


@dataclass(frozen=True)
class Cube:
    """Counts of n areas in T steps, shape (n, T), the oldest first, and which areas are near.

    ``counts`` are whole numbers.
    """

    counts: Floats
    graph: Graph

    @cached_property
    def around(self) -> Floats:
        """The sum of each area and its neighbours in each step; every link counts 1."""
        return self.counts + self.graph.binary().matrix @ self.counts

    def g(self, steps_before: int = 1, window: Window = "cube") -> Floats:
        """Return z of the space-time Gi* of each bin, shape (n, T).

        The neighbourhood of area i in step t is i and its neighbours, each in step t and the
        ``steps_before`` steps before it; the first steps have fewer. Its sum is compared with the
        mean and variance over the whole ``cube``, or over all areas in the steps of the
        ``neighbourhood``, which leaves out what rises and falls everywhere at once. NaN for
        islands, and where nothing can vary.

        Ord & Getis 1995 with the bins as sites, as ArcGIS Pro's Emerging Hot Spot Analysis.
        """
        sums = _over_steps(self.around, steps_before)
        many, those = self._many(steps_before), self._moments(steps_before, window)
        variance = those.spread * many * (those.bins - many) / (those.bins - 1)
        varies = variance > NEGLIGIBLE * those.spread * many * those.bins
        with np.errstate(divide="ignore", invalid="ignore"):
            z = np.where(varies, (sums - many * those.mean) / np.sqrt(variance), np.nan)
        z[self.graph.islands] = np.nan
        return z

    def p(self, z: Floats, steps_before: int = 1, window: Window = "cube") -> Floats:
        """Return the two-sided p of ``z``, which :meth:`g` gave with the same arguments.

        Where it is small it allows for the skewness of such a sum when the counts are shuffled
        over the bins (:class:`~gridloom_analytics.statistics.significance.sums.Shape`).
        """
        p = normal_p(z)
        small = np.flatnonzero(p.ravel() < max(LEVELS))
        area, step = np.divmod(small, z.shape[1])
        those = self._moments(steps_before, window).at(step)
        many = self._many(steps_before)[area, step]
        among = Moments(those.bins, those.spread, those.third)
        shape = shape_of_sums(among, Weights(many, many, many), 1.0)
        p.ravel()[small] = shape.p(z.ravel()[small])
        return p

    def _many(self, steps_before: int) -> Floats:
        """Return how many bins each neighbourhood has, shape (n, T)."""
        steps = np.minimum(np.arange(self.counts.shape[1]), steps_before) + 1.0
        return (self.graph.cardinalities[:, None] + 1.0) * steps

    @cached_property
    def _powers(self) -> tuple[Floats, Floats, Floats]:
        """The sums of the counts, their squares and cubes in each step.

        Sums of whole numbers are exact, so that steps with the same counts have the same moments:
        the trend must see ties where there are ties.
        """
        squares = self.counts * self.counts
        parts = (self.counts, squares, squares * self.counts)
        total, square, cube = (part.sum(axis=0) for part in parts)
        return total, square, cube

    def _moments(self, steps_before: int, window: Window) -> "_Moments":
        n, length = self.counts.shape
        powers = list(self._powers)
        if window == "cube":
            powers = [np.full(length, each.sum()) for each in powers]
            bins = np.full(length, float(n * length))
        else:
            powers = [_over_steps(each[None], steps_before)[0] for each in powers]
            bins = n * (np.minimum(np.arange(length), steps_before) + 1.0)
        mean, square, cube = (each / bins for each in powers)
        third = cube - 3 * mean * square + 2 * mean**3
        return _Moments(bins, mean, square - mean**2, third)


@dataclass(frozen=True)
class _Moments:
    """What each step is compared with: how many bins, their mean and central moments (over n)."""

    bins: Floats
    mean: Floats
    spread: Floats
    third: Floats

    def at(self, steps: npt.NDArray[np.int64]) -> "_Moments":
        """Return the moments of some steps."""
        return _Moments(self.bins[steps], self.mean[steps], self.spread[steps], self.third[steps])


def _over_steps(values: Floats, steps_before: int) -> Floats:
    """Return the sum of each value and those of the steps before it."""
    total = values.copy()
    for back in range(1, min(steps_before, values.shape[1] - 1) + 1):
        total[:, back:] += values[:, :-back]
    return total


def cube_bins(z: Floats, p: Floats) -> npt.NDArray[np.int8]:
    """Return −3 … 3 for each bin of a cube: the sign of ``z`` with 1, 2, 3 for 90, 95, 99 %.

    The confidence is that of ``p`` corrected by the false discovery rate over the whole cube
    (Benjamini & Hochberg 1995). 0 also where there is no test. Only p under the weakest level can
    be under it once corrected, so that the others need no sorting; the answer is the same.

    >>> cube_bins(np.array([[3.0, 0.1], [-2.9, 1.0]]), np.array([[0.002, 0.9], [0.004, 0.3]]))
    array([[ 3,  0],
           [-3,  0]], dtype=int8)
    """
    found = np.zeros(p.shape, dtype=np.int8)
    small = np.flatnonzero(p.ravel() < max(LEVELS))
    tests = int(np.count_nonzero(~np.isnan(p)))
    scale = tests / max(1, len(small))
    corrected = np.minimum(1.0, false_discovery_rate(p.ravel()[small] * scale))
    depth = sum((corrected < level).astype(np.int8) for level in LEVELS)
    found.ravel()[small] = np.sign(z.ravel()[small]).astype(np.int8) * depth
    return found
