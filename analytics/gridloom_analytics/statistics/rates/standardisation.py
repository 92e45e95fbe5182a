"""Rates as they would be with the same ages everywhere.

``cases`` and ``population`` have shape (n, a): a row for each site, a column for each age group.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.special import gammaincinv

from gridloom_analytics.statistics.rates.poisson import poisson_interval

Floats = npt.NDArray[np.float64]

WORLD = (
    8.86, 8.69, 8.60, 8.47, 8.22, 7.93, 7.61, 7.15, 6.59, 6.04, 5.37, 4.55, 3.72, 2.96, 2.21, 1.52,
    0.91, 0.63,
)  # fmt: skip
"""The world standard population in groups of five years, the last of 85 and over, in per cent.

Ahmad et al. 2001, WHO, GPE Discussion Paper 31, table 1 (85-89, 90-94, 95-99 and 100+ together).
"""
YEARS = 5
"""The width of the groups of ``WORLD``."""


@dataclass(frozen=True)
class Standardised:
    """A figure for each site with the bounds of its confidence interval, each of shape (n,)."""

    values: Floats
    lower: Floats
    upper: Floats


def world_standard(lower_ages: tuple[float, ...]) -> Floats:
    """Return the world standard population of age groups that begin at ``lower_ages``.

    These ascend from 0 in steps of whole groups of five years up to 85; raises ``ValueError``
    for others.

    >>> world_standard((0, 15, 65)).round(2)
    array([26.15, 65.65,  8.23])
    """
    starts = [age / YEARS for age in lower_ages]
    ascending = all(a < b for a, b in pairwise(starts))
    whole = all(start == int(start) and start < len(WORLD) for start in starts)
    if not starts or starts[0] != 0 or not ascending or not whole:
        raise ValueError("ages must rise from 0 in steps of five years, to 85 at most")
    return np.add.reduceat(np.array(WORLD), np.array(starts, dtype=int))


def directly_standardised(
    cases: Floats, population: Floats, standard: Floats, confidence: float = 0.95
) -> Standardised:
    """Return the rate that each site would have with the ages of the ``standard`` (shape (a,)).

    The interval is Fay & Feuer's (1997, Statistics in Medicine 16: 791-801), by gamma
    distributions, as epitools' ``ageadjust.direct``: it is Garwood's where the ages are those of
    the standard. NaN for sites where an age group that counts has nobody.
    """
    share = standard / standard.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = np.where(share > 0, share / population, 0.0)
    weight[~np.isfinite(weight)] = np.nan
    rate = (weight * cases).sum(axis=1)
    variance = (weight**2 * cases).sum(axis=1)
    most = weight.max(axis=1)
    tail = (1 - confidence) / 2
    lower = np.where(rate == 0, 0.0, _gamma_quantile(tail, rate, variance))
    upper = _gamma_quantile(1 - tail, rate + most, variance + most**2)
    return Standardised(rate, np.where(np.isnan(rate), np.nan, lower), upper)


def indirectly_standardised(
    cases: Floats, expected: Floats, confidence: float = 0.95
) -> Standardised:
    """Return each site's cases over those ``expected`` (both of shape (n,)): its SMR.

    1 is as many as the standard's rates give with the site's own ages. The interval is the exact
    Poisson one of the cases. NaN where nothing is expected.
    """
    lower, upper = poisson_interval(cases, confidence)
    divisor = np.where(expected > 0, expected, np.nan)
    return Standardised(cases / divisor, lower / divisor, upper / divisor)


def expected_cases(population: Floats, rates: Floats) -> Floats:
    """Return how many cases each site would have with these ``rates`` by age (shape (a,))."""
    return (population * rates).sum(axis=1)


def _gamma_quantile(share: float, mean: Floats, variance: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return gammaincinv(mean**2 / variance, share) * variance / mean
