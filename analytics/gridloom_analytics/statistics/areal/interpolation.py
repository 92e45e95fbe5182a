"""Counts and rates of areas shared out to other areas, so that no count is lost."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.areal.overlay import Pieces

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

WHOLE = 1e-9
"""A source of which less than this is left over is shared out whole: what is left is rounding."""


@dataclass(frozen=True)
class Shares:
    """Which share of a source (n of them) goes to a target (m): the matrix of interpolation.

    ``source``, ``target`` and ``share`` (> 0) have shape (p,). ``outside`` (n,) is the share of
    each source that goes nowhere: shares of a source and what is outside add up to 1.
    """

    source: Integers
    target: Integers
    share: Floats
    outside: Floats
    targets: int

    def counts(self, values: Floats) -> Floats:
        """Return counts (n,; NaN counts nothing) as counts of the targets (m,).

        Σ_i share_ij · count_i (Goodchild & Lam 1980, Geo-Processing 1; tobler's "extensive").
        """
        known = np.nan_to_num(values)
        return sums(self.target, self.share * known[self.source], self.targets)

    def lost(self, values: Floats) -> float:
        """Return how much of counts (n,) goes nowhere."""
        return float((self.outside * np.nan_to_num(values)).sum())

    def rates(self, values: Floats, weights: Floats) -> Floats:
        """Return rates (n,) as means of the targets (m,); NaN where no known source reaches.

        Σ_i share_ij · w_i · rate_i / Σ_i share_ij · w_i over the sources with a rate; ``weights``
        (n,), not negative, are what the rate is of: the area of the source for a density, its
        population for a rate of persons (tobler's "intensive" where shares go by area).
        """
        known = np.isfinite(values) & np.isfinite(weights)
        weight = np.where(known, weights, 0.0)
        total, below = self.counts(weight * np.where(known, values, 0.0)), self.counts(weight)
        return np.divide(total, below, out=np.full(self.targets, np.nan), where=below > 0)


def sums(groups: Integers, values: Floats, n: int) -> Floats:
    """Return the sum of the values (p,) of each of n groups, added up in their order.

    >>> sums(np.array([0, 2, 0]), np.array([1.0, 5.0, 2.0]), 3).tolist()
    [3.0, 0.0, 5.0]
    """
    return np.asarray(np.bincount(groups, values, minlength=n), dtype=np.float64)


def shares_by_area(pieces: Pieces, sizes: Floats, targets: int) -> Shares:
    """Return the shares by area; ``sizes`` (n,) are the areas of the sources.

    Where targets overlap, so that a source would be shared out more than once, its shares are
    scaled down to 1.
    """
    share = pieces.size / sizes[pieces.source]
    return _closed(pieces.source, pieces.target, share, len(sizes), targets)


def shares_by_weight(
    source: Integers, target: Integers, weights: Floats, fallback: Shares
) -> Shares:
    """Return the shares by things that lie in the areas, such as buildings by their floor area.

    ``source`` and ``target`` (b,) say where each thing lies, −1 for nowhere; ``weights`` (b,) are
    finite, not negative. A source without any weight keeps its shares of ``fallback``. Dasymetric
    mapping: Wright 1936, Geographical Review 26: 103-110.
    """
    n, m = len(fallback.outside), fallback.targets
    placed = source >= 0
    total = sums(source[placed], weights[placed], n)
    reached = placed & (target >= 0) & (weights > 0)
    pair, at = np.unique(source[reached] * m + target[reached], return_inverse=True)
    amount = sums(at, weights[reached], len(pair))
    kept = total[fallback.source] == 0
    return _closed(
        np.concatenate([pair // m, fallback.source[kept]]),
        np.concatenate([pair % m, fallback.target[kept]]),
        np.concatenate([amount / total[pair // m], fallback.share[kept]]),
        n,
        m,
    )


def _closed(source: Integers, target: Integers, share: Floats, n: int, m: int) -> Shares:
    """Return shares with what is left of each source as ``outside``."""
    inside = sums(source, share, n)
    outside = np.where(inside > 1 - WHOLE, 0.0, 1 - inside)
    whole = np.where(inside > 1 - WHOLE, inside, 1.0)
    return Shares(source, target, share / whole[source], outside, m)
