"""Local join counts: are the neighbours of a marked site marked more often than by chance?"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import hypergeom

from gridloom_analytics.statistics.graphs.graph import Graph

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class LocalJoins:
    """Local join counts of n sites; every array has shape (n,), NaN where nothing is tested.

    ``joins`` how many neighbours are marked (0 for a site that is not marked itself), ``z`` in
    standard deviations from what is expected, ``p`` the exact chance of as many or more.
    """

    joins: Floats
    z: Floats
    p: Floats


def local_join_counts(marked: npt.NDArray[np.bool_], graph: Graph) -> LocalJoins:
    """Return the local join count of each site: x_i Σ_j x_j over its neighbours, x 0 or 1.

    Each neighbour counts once, whatever the weights. Only marked sites that have neighbours are
    tested. Given that a site is marked, the marks among its k neighbours are, when the others are
    shuffled, a sample without replacement: so the one-sided p is the hypergeometric one, exactly.

    Anselin & Li 2019, Journal of Geographical Systems 21: 189-210.

    >>> ring = Graph.from_pairs(np.arange(5), (np.arange(5) + 1) % 5, np.arange(5))
    >>> found = local_join_counts(np.array([True, True, True, False, False]), ring)
    >>> found.joins, found.p.round(4)
    (array([1., 1., 0., 0., 0.]), array([0.5, 0.5, 1. , nan, nan]))
    """
    around = graph.binary().matrix @ marked.astype(np.float64)
    joins = np.where(marked, around, 0.0)
    tested = marked & ~graph.islands
    k, others, ones = graph.cardinalities[tested], graph.n - 1, int(marked.sum()) - 1
    p, z = np.full(graph.n, np.nan), np.full(graph.n, np.nan)
    share, left = ones / others, (others - k) / max(others - 1, 1)
    variance = k * share * (1 - share) * left
    free = variance > 0  # not where all others are neighbours, or of one kind
    excess = joins[tested] - k * share
    z[tested] = np.where(free, excess / np.sqrt(np.where(free, variance, 1.0)), np.nan)
    chance = np.minimum(1.0, hypergeom.sf(joins[tested] - 1, others, ones, k))
    p[tested] = np.where(free, chance, np.nan)
    return LocalJoins(joins, z, p)
