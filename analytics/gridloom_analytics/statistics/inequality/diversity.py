"""How mixed the kinds of an area are. ``counts`` are (areas, kinds), float, none negative."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def effective_kinds(counts: Floats) -> Floats:
    """Return the number of kinds of the same size that would be as diverse; NaN without any.

    exp of Shannon's entropy, Hill's number of order 1 (Hill 1973): 1 for one kind alone, k for k
    kinds with as many each.

    >>> effective_kinds(np.array([[5.0, 5, 0], [7, 0, 0], [0, 0, 0]])).round(9)
    array([ 2.,  1., nan])
    """
    shares = _shares(counts)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(shares > 0, shares * np.log(shares), np.where(shares == 0, 0.0, np.nan))
    return np.exp(-terms.sum(axis=1))


def unlikeness(counts: Floats) -> Floats:
    """Return the part of each area that is unlike the mix of all areas together, 0 … 1.

    Half the sum of |share in the area − share in all|: the part that would have to be of another
    kind. NaN in an area without any.

    >>> unlikeness(np.array([[10.0, 0], [0, 10], [0, 0]]))
    array([0.5, 0.5, nan])
    """
    whole = counts.sum(axis=0) / counts.sum()
    return np.abs(_shares(counts) - whole).sum(axis=1) / 2


def _shares(counts: Floats) -> Floats:
    totals = counts.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(totals > 0, counts / totals, np.nan)
