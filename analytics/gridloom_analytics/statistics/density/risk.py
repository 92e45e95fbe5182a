"""Relative risk: where events are more, or fewer, than the population would have by chance."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.density.smoothing import Smoother
from gridloom_analytics.statistics.significance.pearson import pearson_tail

Floats = npt.NDArray[np.float64]

NOISE = 1e-10
"""Sums under this share of their greatest are noise of the transforms: no one lives there."""


@dataclass(frozen=True)
class Risk:
    """Surfaces over a lattice.

    ``density`` is the events', ``expected`` what it would be were each event's place drawn from
    the population, both per unit of area; ``ratio`` is the one by the other, 1 where the risk is
    that of the whole, NaN far from any population. ``upper`` and ``lower`` are the p-values of so
    high and so low a density. ``events`` is how many events chance would have within reach of the
    kernel.
    """

    density: Floats
    expected: Floats
    ratio: Floats
    upper: Floats
    lower: Floats
    events: Floats


def relative_risk(smoother: Smoother, binned: Floats, population: Floats, weights: Floats) -> Risk:
    """Return the relative risk of ``binned`` events (of ``weights``, shape (n,)) by population.

    Both surfaces are smoothed alike, so the ratio is that of two kernel densities (Bithell 1990;
    Kelsall & Diggle 1995). Its p-values are those of the density under the null that each event
    falls on the population at random: the sum over events of independent kernels, whose mean,
    variance and skewness are known exactly, taken as a Pearson type III (shifted gamma)
    distribution. ``population`` is binned and must not be all 0.
    """
    density = smoother.smooth(binned)
    first, second, third = _moments(smoother, population / population.sum())
    varied = np.maximum(second - first**2, 0.0)
    populated = (varied > NOISE * second.max()) & (first > NOISE * first.max())
    first = np.where(populated, first, np.nan)
    expected, variance = weights.sum() * first, (weights**2).sum() * varied
    skewed = (weights**3).sum() * (third - 3 * second * first + 2 * first**3)
    deviation = np.sqrt(np.where(populated, variance, np.nan))
    z, skewness = (density - expected) / deviation, skewed / deviation**3
    upper, lower = pearson_tail(z, skewness), pearson_tail(-z, -skewness)
    events = np.nan_to_num((expected / deviation) ** 2)
    return Risk(density, expected, density / expected, upper, lower, events)


def _moments(smoother: Smoother, shares: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the first three raw moments of the kernel around one place of the population."""
    first, second, third = (smoother.smooth(shares, power) for power in (1, 2, 3))
    return first, second, third
