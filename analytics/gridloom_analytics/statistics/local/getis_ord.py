"""Getis and Ord's local G: is the sum of the values around a site unusual?"""

import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.local.getis_ord_kernels import g_scores, g_star_scores
from gridloom_analytics.statistics.scaling import deviations

Floats = npt.NDArray[np.float64]

NEGLIGIBLE = 1e-12
"""A variance under this share of its terms is rounding, not variance."""


def local_g(values: Floats, graph: Graph, *, star: bool = True, self_weight: float = 1.0) -> Floats:
    """Return the z-score of Gi* (``star``: the site itself counts) or Gi for each site.

    Positive where high values lie together, negative where low ones do. ``values`` has shape
    (n,), finite, in the order of the graph. The weights are used as they are; a factor common to
    a site's weights does not change its z. With ``star`` the site itself has ``self_weight``,
    which must be on the scale of the weights (1 for binary ones). NaN for islands, and where the
    statistic cannot vary: the values are constant, or all sites are neighbours.

    Ord & Getis 1995 (Geographical Analysis 27), as spdep's ``localG`` and esda's ``z_G``.

    >>> ring = Graph.from_pairs(np.arange(5), (np.arange(5) + 1) % 5, np.arange(5))
    >>> local_g(np.array([1.0, 1, 1, 5, 6]), ring).round(3)
    array([-1.32 , -1.32 ,  0.147,  1.98 ,  0.513])
    """
    centred = deviations(values)
    return scores_of_lag(centred, graph.lag(centred), graph, star=star, self_weight=self_weight)


def scores_of_lag(
    centred: Floats, lag: Floats, graph: Graph, *, star: bool, self_weight: float = 1.0
) -> Floats:
    """Return what :func:`local_g` returns, where the lag of the centred values is known."""
    total, squares = graph.row_sums()
    if star:
        z = g_star_scores(centred, lag, total, squares, self_weight, NEGLIGIBLE)
    else:
        z = g_scores(centred, lag, total, squares, NEGLIGIBLE)
    z[graph.islands] = np.nan
    return z
