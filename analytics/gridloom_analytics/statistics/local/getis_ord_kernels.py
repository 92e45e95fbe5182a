"""Compiled scores of Getis and Ord's local G: one pass, where numpy would need fifteen."""

import numba as nb
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@nb.njit(cache=True, nogil=True, error_model="numpy")
def g_star_scores(
    centred: Floats,
    lag: Floats,
    total: Floats,
    squares: Floats,
    self_weight: float,
    negligible: float,
) -> Floats:
    """Return the z of Gi* of each site from its weighted sum without itself.

    ``centred`` are the values less their mean, ``lag`` their weighted sums over the neighbours,
    ``total`` and ``squares`` the sums of each site's weights and of their squares. NaN where the
    variance is under ``negligible`` of its first term: it is rounding.
    """
    n, z = len(centred), np.empty(len(centred))
    spread = (centred * centred).mean()
    for site in range(n):
        weight = total[site] + self_weight
        most = spread * n * (squares[site] + self_weight * self_weight)
        variance = (most - spread * weight * weight) / (n - 1)
        if variance > negligible * most:
            z[site] = (lag[site] + self_weight * centred[site]) / np.sqrt(variance)
        else:
            z[site] = np.nan
    return z


@nb.njit(cache=True, nogil=True, error_model="numpy")
def g_scores(
    centred: Floats, lag: Floats, total: Floats, squares: Floats, negligible: float
) -> Floats:
    """Return the z of Gi of each site: against the mean and variance of all other sites.

    The arguments are those of :func:`g_star_scores`.
    """
    n, z = len(centred), np.empty(len(centred))
    whole = (centred * centred).sum()
    for site in range(n):
        mean = -centred[site] / (n - 1)
        spread = (whole - centred[site] * centred[site]) / (n - 1) - mean * mean
        variance = spread * ((n - 1) * squares[site] - total[site] * total[site]) / (n - 2)
        if variance > negligible * (n - 1) * squares[site] * whole / n:
            z[site] = (lag[site] - total[site] * mean) / np.sqrt(variance)
        else:
            z[site] = np.nan
    return z
