"""Getis and Ord's local G: is the sum of the values around a site unusual?"""

import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.graphs.graph import Graph

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
    lag = graph.matrix @ centred
    total, squares = graph.row_sums()
    if star:
        lag += self_weight * centred
        z = _g_star(centred, lag, total + self_weight, squares + self_weight**2)
    else:
        z = _g(centred, lag, total, squares)
    z[graph.islands] = np.nan
    return z


def _g_star(centred: Floats, lag: Floats, total: Floats, squares: Floats) -> Floats:
    n, spread = len(centred), (centred**2).mean()
    variance = spread * (n * squares - total**2) / (n - 1)
    return _standardised(lag, variance, n * squares * spread)


def _g(centred: Floats, lag: Floats, total: Floats, squares: Floats) -> Floats:
    n = len(centred)
    mean, spread = moments_of_others(centred)
    variance = spread * ((n - 1) * squares - total**2) / (n - 2)
    scale = (n - 1) * squares * (centred**2).mean()
    return _standardised(lag - total * mean, variance, scale)


def deviations(values: Floats) -> Floats:
    """Return the values less their mean; exactly 0 where all are equal."""
    if values.min() == values.max():
        return np.zeros(len(values))
    return values - values.mean()


def moments_of_others(centred: Floats) -> tuple[Floats, Floats]:
    """Return for each site the mean and the variance (over n−1) of all other sites' values.

    ``centred`` are the values less their mean.
    """
    n = len(centred)
    mean = -centred / (n - 1)
    spread = ((centred**2).sum() - centred**2) / (n - 1) - mean**2
    return mean, spread


def _standardised(deviation: Floats, variance: Floats, scale: Floats) -> Floats:
    variance = np.where(variance > NEGLIGIBLE * scale, variance, np.nan)
    return deviation / np.sqrt(variance)
