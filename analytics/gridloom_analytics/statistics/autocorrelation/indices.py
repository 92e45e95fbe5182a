"""Moran's I, Geary's C and Getis and Ord's G of a number: the classical global statistics.

All take ``values`` of shape (n,), finite and not constant, in the order of ``pairs``, and the
weights as they are: row-standardise the graph first for the usual I and C, leave it binary for G.
Sites without neighbours belong to the values that are shuffled: take them out before if they are
not to. The moments are those under randomisation: all orders of the values are equally likely
(Cliff & Ord 1981, Spatial Processes; Getis & Ord 1992 with the erratum of 1993), as in spdep's
``moran.test``, ``geary.test`` and ``globalG.test``.
"""

import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.autocorrelation.pairs import Pairs, Score, score
from gridloom_analytics.statistics.scaling import deviations, rescaled

Floats = npt.NDArray[np.float64]


def morans_i(values: Floats, pairs: Pairs) -> Score:
    """Return Moran's I: above −1 / (n − 1) like values are neighbours, under it unlike ones.

    I = n / S0 · Σ w_ij z_i z_j / Σ z_i², z the deviations from the mean.

    >>> row = Pairs(4, np.int32([0, 1, 2]), np.int32([1, 2, 3]), np.ones(3))
    >>> round(morans_i(np.array([1.0, 2, 3, 4]), row).statistic, 6)
    0.333333
    """
    z = deviations(values)
    square = float((z**2).sum())
    return score(
        pairs,
        products(z, pairs),
        -(z**2),
        square**2 - float((z**4).sum()),
        len(z) / (pairs.s0 * square),
    )


def gearys_c(values: Floats, pairs: Pairs) -> Score:
    """Return Geary's C: under 1 like values are neighbours, above 1 unlike ones.

    C = (n − 1) / (2 S0) · Σ w_ij (z_i − z_j)² / Σ z_i².
    """
    z, n = deviations(values), len(values)
    square = float((z**2).sum())
    return score(
        pairs,
        differences(z, pairs),
        n * z**2 + square,
        2 * n * float((z**4).sum()) + 6 * square**2,
        (n - 1) / (2 * pairs.s0 * square),
    )


def general_g(values: Floats, pairs: Pairs) -> Score:
    """Return G: above its mean high values lie together, under it low ones do.

    G = Σ w_ij x_i x_j / Σ_{i≠j} x_i x_j, for values that are not negative and not all 0.
    """
    x = rescaled(values)
    total, square = float(x.sum()), float((x**2).sum())
    return score(
        pairs,
        products(x, pairs),
        x * (total - x),
        square**2 - float((x**4).sum()),
        1 / (total**2 - square),
    )


def products(values: Floats, pairs: Pairs) -> float:
    """Return Σ_ij w_ij x_i x_j."""
    return float((pairs.weights * values[pairs.first] * values[pairs.second]).sum())


def differences(values: Floats, pairs: Pairs) -> float:
    """Return Σ_ij w_ij (x_i − x_j)²."""
    return float((pairs.weights * (values[pairs.first] - values[pairs.second]) ** 2).sum())
