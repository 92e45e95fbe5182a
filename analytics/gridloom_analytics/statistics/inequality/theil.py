"""How unequally a total is spread, within and between wider areas: Theil's T."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Theil:
    """Theil's T, 0 … ln n, and where it comes from.

    ``contributions`` (n,) are the sites' terms, negative where a site has less than its share;
    they add up to ``total``. ``between`` is what is left where every site has its group's mean,
    ``within`` the rest: total = between + within.
    """

    total: float
    between: float
    within: float
    contributions: Floats


def theil(values: Floats, groups: Ints | None = None, weights: Floats | None = None) -> Theil:
    """Return Theil's T (Theil 1967, Economics and Information Theory, ch. 4).

    T = Σ s ln (s / q) with s the share of a site in the values and q its share in the ``weights``
    (population, area; without them 1 / n). ``groups`` (n,) are 0 … of the wider area each site
    lies in. A site with value 0 adds 0; one with weight 0 must have value 0, or T is infinite.

    >>> theil(np.array([1.0, 1, 1, 1])).total
    0.0
    """
    s = values / values.sum()
    q = np.full(len(values), 1 / len(values)) if weights is None else weights / weights.sum()
    contributions = _terms(s, q)
    if groups is None:
        groups = np.zeros(len(values), dtype=np.int64)
    of_groups = _terms(*(np.bincount(groups, each).astype(float) for each in (s, q)))
    total = max(0.0, float(contributions.sum()))  # rounding can take both out of their bounds
    between = min(max(0.0, float(of_groups.sum())), total)
    return Theil(total, between, total - between, contributions)


def _terms(s: Floats, q: Floats) -> Floats:
    """Return s ln (s / q), 0 where s is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(s > 0, s * np.log(s / q), 0.0)
