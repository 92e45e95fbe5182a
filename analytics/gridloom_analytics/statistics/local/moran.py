"""Local Moran's I: is a site like its neighbours, or unlike them?"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.local.getis_ord import scores_of_lag
from gridloom_analytics.statistics.scaling import deviations

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class LocalMoran:
    """Local Moran's I of n sites; every array has shape (n,).

    ``i`` the statistic, ``z`` its score under conditional randomisation, ``quadrant`` the site's
    value and its neighbours' mean, each against the overall mean (None for islands).
    """

    i: Floats
    z: Floats
    quadrant: npt.NDArray[np.object_]


def local_moran(values: Floats, graph: Graph) -> LocalMoran:
    """Return local Moran's I of each site, in spdep's convention.

    I_i = z_i Σ_j w_ij z_j / m2 with z the deviations from the mean and m2 = Σ z² / n (esda's
    values divide by n−1 instead). The weights are used as they are: row-standardise first for the
    usual form. The analytic z is conditional on the site's own value (Sokal, Oden & Thomson 1998;
    spdep's default): it has the size of Gi's z and the sign of I_i − E[I_i]. NaN for islands and
    where the statistic cannot vary; a site exactly at the mean has I = 0 and z = 0.

    >>> ring = Graph.from_pairs(np.arange(5), (np.arange(5) + 1) % 5, np.arange(5))
    >>> local_moran(np.array([1.0, 1, 1, 5, 6]), ring).quadrant.tolist()
    ['low-low', 'low-low', 'low-high', 'high-high', 'high-low']
    """
    centred = deviations(values)
    lag = graph.lag(centred)
    with np.errstate(invalid="ignore"):  # a constant variable: 0 / 0
        statistic = centred * lag / (centred**2).mean()
    z = np.sign(centred) * scores_of_lag(centred, lag, graph, star=False)
    return LocalMoran(
        i=np.where(graph.islands, np.nan, statistic),
        z=z + 0.0,  # −0.0 becomes 0.0
        quadrant=quadrants(centred, lag, graph.islands),
    )


def quadrants(
    centred: Floats, lag: Floats, islands: npt.NDArray[np.bool_]
) -> npt.NDArray[np.object_]:
    """Return on which side of their means a site and its neighbours lie; None for islands.

    ``centred`` and ``lag`` are deviations from the mean, of the site and of its neighbours.
    """
    names = np.array(["low-low", "low-high", "high-low", "high-high"], dtype=object)
    found = names.take(2 * (centred > 0) + (lag > 0))
    found[islands] = None
    return found
