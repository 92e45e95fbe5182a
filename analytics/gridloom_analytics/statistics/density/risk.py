"""Relative risk: where events are more, or fewer, than the population would have by chance."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import gammainc, gammaincc, ndtr

from gridloom_analytics.statistics.density.smoothing import Smoother

Floats = npt.NDArray[np.float64]

NOISE = 1e-10
"""Sums under this share of their greatest are noise of the transforms: no one lives there."""
ROUND = 1e-6
"""Under this skewness a sum is as good as normal."""


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
    upper, lower = pearson_tails((density - expected) / deviation, skewed / deviation**3)
    events = np.nan_to_num((expected / deviation) ** 2)
    return Risk(density, expected, density / expected, upper, lower, events)


def _moments(smoother: Smoother, shares: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the first three raw moments of the kernel around one place of the population."""
    first, second, third = (smoother.smooth(shares, power) for power in (1, 2, 3))
    return first, second, third


def pearson_tails(z: Floats, skewness: Floats) -> tuple[Floats, Floats]:
    """Return the upper and the lower tail of z under a Pearson type III of this skewness.

    Of skewness 0 that is a normal, of a negative one the mirror image; NaN stays NaN.

    >>> upper, lower = pearson_tails(np.array([1.0]), np.array([2.0]))  # an exponential
    >>> float(upper[0].round(6)), float((upper + lower)[0])
    (0.135335, 1.0)
    """
    mirrored, size = skewness < 0, np.abs(skewness)
    normal = size < ROUND
    shape = 4 / np.where(normal, 1.0, size) ** 2
    far = np.where(mirrored, -z, z)
    place = np.maximum(shape + far * np.sqrt(shape), 0.0)
    beyond = np.where(normal, ndtr(-far), gammaincc(shape, place))
    before = np.where(normal, ndtr(far), gammainc(shape, place))
    unknown = np.isnan(z) | np.isnan(skewness)
    upper, lower = np.where(mirrored, before, beyond), np.where(mirrored, beyond, before)
    return np.where(unknown, np.nan, upper), np.where(unknown, np.nan, lower)
