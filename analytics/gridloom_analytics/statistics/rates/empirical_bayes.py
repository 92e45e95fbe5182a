"""Empirical Bayes: rates of small populations drawn towards a mean, as far as chance blows them.

Everything here takes ``cases`` (≥ 0) and ``population`` (> 0), both finite and of shape (n,).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.graphs.graph import Graph

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class EmpiricalBayes:
    """Smoothed rates and the distribution of risks that they were drawn to.

    ``estimates`` has shape (n,), in cases a head. ``mean`` and ``variance`` are of the risk: over
    all sites (numbers), or around each site (arrays). A variance of 0 says that the rates differ
    no more than chance makes them.
    """

    estimates: Floats
    mean: float | Floats
    variance: float | Floats


def empirical_bayes(cases: Floats, population: Floats) -> EmpiricalBayes:
    """Return each site's rate drawn to the overall rate, by Marshall's moments.

    Marshall 1991 (Applied Statistics 40: 283-294), as spdep's ``EBest`` for Poisson counts. There
    must be a case.

    >>> empirical_bayes(np.array([1.0, 9, 40]), np.array([10.0, 100, 1000])).estimates.round(4)
    array([0.0464, 0.0539, 0.0415])
    """
    rate = cases / population
    mean = float(cases.sum() / population.sum())
    spread = float((population * (rate - mean) ** 2).sum() / population.sum())
    variance = max(0.0, spread - mean / float(population.mean()))
    return EmpiricalBayes(_shrunk(rate, population, mean, variance), mean, variance)


def spatial_empirical_bayes(cases: Floats, population: Floats, graph: Graph) -> EmpiricalBayes:
    """Return each site's rate drawn to the rate of the site with its neighbours.

    As spdep's ``EBlocal`` (esda and GeoDa sum the spread about another mean): a site counts among
    its neighbours, whatever their weights. Without any, or where nobody around has a case, the
    rate stays as it is.
    """
    around = graph.binary().matrix
    rate = cases / population

    def together(values: Floats) -> Floats:
        return around @ values + values

    people = together(population)
    mean = together(cases) / people
    # each neighbour's spread is about the mean around itself: this is spdep's convention
    spread = together(population * (rate - mean) ** 2) / people
    variance = np.maximum(0.0, spread - mean * (graph.cardinalities + 1) / people)
    return EmpiricalBayes(_shrunk(rate, population, mean, variance), mean, variance)


def empirical_bayes_index(cases: Floats, population: Floats) -> Floats:
    """Return each site's rate less the overall one, in standard deviations that it should have.

    Assunção & Reis 1999 (Statistics in Medicine 18: 2147-2162), as spdep's ``EBImoran.mc``: all
    sites have about the same variance, so that neighbours can be compared whatever their
    populations. There must be a case.
    """
    found = empirical_bayes(cases, population)
    return (cases / population - found.mean) / np.sqrt(found.variance + found.mean / population)


def _shrunk(
    rate: Floats, population: Floats, mean: float | Floats, variance: float | Floats
) -> Floats:
    """Return rates drawn to the mean by the share of their variance that chance alone gives."""
    total = np.asarray(variance + mean / population)
    own = np.divide(variance, total, out=np.zeros(len(rate)), where=total > 0)
    return mean + (rate - mean) * own
