"""Bivariate local Moran's I: a site's value against another value of its neighbours."""

import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.local.getis_ord import local_g
from gridloom_analytics.statistics.local.moran import LocalMoran, quadrants
from gridloom_analytics.statistics.scaling import deviations

Floats = npt.NDArray[np.float64]


def bivariate_local_moran(values: Floats, others: Floats, graph: Graph) -> LocalMoran:
    """Return x_i Σ_j w_ij y_j of each site: x its own value, y the other one of its neighbours.

    Both are deviations from their means in standard deviations over n − 1, as in spdep's
    ``localmoran_bv``. The site's own y plays no part, so the statistic says nothing of how x and
    y go together at one place. The analytic z is that of local Moran's I: conditional on the
    site, the y of all other sites are shuffled. ``quadrant`` names the site's x first, then its
    neighbours' y. NaN for islands and where the statistic cannot vary; both variables must vary.

    Anselin, Syabri & Smirnov 2002, "Visualizing multivariate spatial correlation".

    >>> ring = Graph.from_pairs(np.arange(5), (np.arange(5) + 1) % 5, np.arange(5))
    >>> x, y = np.array([9.0, 0, 0, 0, 0]), np.array([0.0, 9, 0, 0, 9])
    >>> bivariate_local_moran(x, y, ring).quadrant[0]
    'high-high'
    """
    x, y = deviations(values), deviations(others)
    lag = graph.matrix @ y
    scale = np.sqrt((x**2).sum() * (y**2).sum()) / (graph.n - 1)
    z = np.sign(x) * local_g(others, graph, star=False)
    return LocalMoran(
        i=np.where(graph.islands, np.nan, x * lag / scale),
        z=z + 0.0,  # −0.0 becomes 0.0
        quadrant=quadrants(x, lag, graph.islands),
    )
