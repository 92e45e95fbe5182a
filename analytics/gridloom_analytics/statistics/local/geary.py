"""Local Geary's C: how far is a site's value from its neighbours' values?"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.local.getis_ord import NEGLIGIBLE
from gridloom_analytics.statistics.local.moran import quadrants
from gridloom_analytics.statistics.scaling import deviations

Floats = npt.NDArray[np.float64]

OTHER_POSITIVE, NEGATIVE = "other-positive", "negative"


@dataclass(frozen=True)
class LocalGeary:
    """Local Geary's C of n sites; every array has shape (n,).

    ``c`` the statistic, ``z`` its score under conditional randomisation (under 0: the site is
    like its neighbours), ``quadrant`` which kind of likeness: ``high-high`` and ``low-low`` where
    the site and its neighbours are on one side of the mean, ``other-positive`` where they are
    alike across it, ``negative`` where they are unlike; None for islands.
    """

    c: Floats
    z: Floats
    quadrant: npt.NDArray[np.object_]


def local_geary(values: Floats, graph: Graph) -> LocalGeary:
    """Return local Geary's C of each site, in spdep's convention.

    C_i = Σ_j w_ij (z_i − z_j)² with z the deviations from the mean in standard deviations over
    n − 1 (esda's values, over n, are n / (n − 1) times as large). The weights are used as they
    are: row-standardise first for the usual form. The mean and variance of C_i when all other
    values are shuffled over the other sites are exact (Sokal, Oden & Thomson 1998), but its
    distribution is far from normal: test it by permutation. The classes are GeoDa's. NaN for
    islands and where the statistic cannot vary.

    Anselin 1995, Geographical Analysis 27: 93-115; Anselin 2019, Geographical Analysis 51: 133-150.

    >>> ring = Graph.from_pairs(np.arange(5), (np.arange(5) + 1) % 5, np.arange(5))
    >>> local_geary(np.array([0.0, 0, 0, 0, 5]), ring).c.round(9)
    array([0., 0., 0., 5., 5.])
    """
    centred = deviations(values)
    square = float((centred**2).sum())
    gaps = graph.weights * (centred[graph.focal] - centred[graph.indices]) ** 2
    sums = np.bincount(graph.focal, gaps, minlength=graph.n)
    expected, deviation = _moments(centred, graph)
    with np.errstate(invalid="ignore", divide="ignore"):  # a constant variable: 0 / 0
        statistic = np.where(graph.islands, np.nan, sums / (square / (graph.n - 1)))
        z = (sums - expected) / deviation
    lag = graph.matrix @ centred
    return LocalGeary(statistic, z, _classes(centred, lag, sums < expected, graph.islands))


def _moments(centred: Floats, graph: Graph) -> tuple[Floats, Floats]:
    """Return the mean and the deviation of Σ_j w_ij (z_i − z_j)² over the places of the others."""
    n, (total, squares) = graph.n, graph.row_sums()
    second, third, fourth = (float((centred**power).sum()) for power in (2, 3, 4))
    mean = (n * centred**2 + second) / (n - 1)
    square = (n * centred**4 + 6 * centred**2 * second - 4 * centred * third + fourth) / (n - 1)
    spread = square - mean**2
    variance = spread * ((n - 1) * squares - total**2) / (n - 2)
    free = variance > NEGLIGIBLE * (n - 1) * squares * square
    return total * mean, np.sqrt(np.where(free, variance, np.nan))


def _classes(
    centred: Floats, lag: Floats, alike: npt.NDArray[np.bool_], islands: npt.NDArray[np.bool_]
) -> npt.NDArray[np.object_]:
    found = quadrants(centred, lag, islands)
    across = np.isin(found, ["high-low", "low-high"])
    found[across] = OTHER_POSITIVE
    found[~alike & ~islands] = NEGATIVE
    return found
