"""What shuffling gives on average: the moments of any sum over linked pairs of sites.

Moran's I, Geary's C, Getis and Ord's G and join counts are all Γ = Σ_ij w_ij y_ij, where y_ij
compares the values of two sites. Their mean and variance, when the values are shuffled over the
sites, follow from one formula (Mantel 1967, Cancer Research 27: 209-220; Hubert, Golledge &
Costanzo 1981, Geographical Analysis 13: 224-233), of which the formulas of Cliff & Ord are cases.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.graphs.graph import Graph

Floats = npt.NDArray[np.float64]
Positions = npt.NDArray[np.int32]

FEWEST = 4
"""The variance looks at four sites at once."""
NEGLIGIBLE = 1e-12
"""A variance under this share of its terms is rounding, not variance."""


@dataclass(frozen=True)
class Pairs:
    """The linked pairs of ``n`` sites, each once: ``weights`` are w_ij + w_ji."""

    n: int
    first: Positions
    second: Positions
    weights: Floats

    @classmethod
    def of(cls, graph: Graph) -> "Pairs":
        """Return the pairs that a graph links, in the order of their sites.

        >>> ring = Graph.from_pairs(np.arange(3), (np.arange(3) + 1) % 3, np.arange(3))
        >>> Pairs.of(ring).weights.tolist()
        [1.0, 1.0, 1.0]
        """
        both = (graph.matrix + graph.matrix.T).tocoo()
        once = both.row < both.col
        return cls(
            graph.n,
            both.row[once].astype(np.int32),
            both.col[once].astype(np.int32),
            np.asarray(both.data[once], dtype=np.float64),
        )

    @cached_property
    def s0(self) -> float:
        """Σ_ij w_ij."""
        return float(self.weights.sum())

    @cached_property
    def s1(self) -> float:
        """½ Σ_ij (w_ij + w_ji)²."""
        return float((self.weights**2).sum())

    @cached_property
    def s2(self) -> float:
        """Σ_i (Σ_j w_ij + Σ_j w_ji)²."""
        ends = np.concatenate([self.first, self.second])
        sums = np.bincount(ends, np.tile(self.weights, 2), minlength=self.n)
        return float((sums**2).sum())


@dataclass(frozen=True)
class Score:
    """A statistic with its mean and variance when the values are shuffled over the sites.

    ``variance`` is NaN where shuffling changes nothing (all sites are linked to all others).
    """

    statistic: float
    expected: float
    variance: float

    @property
    def z(self) -> float:
        """The standard deviations between the statistic and its mean."""
        return float((self.statistic - self.expected) / np.sqrt(self.variance))


def score(pairs: Pairs, gamma: float, row_sums: Floats, squares: float, scale: float) -> Score:
    """Return ``scale`` × Γ with its moments.

    ``gamma`` is the observed Γ = Σ_ij w_ij y_ij, ``row_sums`` Σ_j y_ij of each site and
    ``squares`` Σ_ij y_ij², both over all pairs of different sites, linked or not; y is symmetric.
    Raises ``ValueError`` for fewer than four sites.
    """
    n = pairs.n
    if n < FEWEST:
        raise ValueError(f"the variance needs {FEWEST} sites, not {n}")
    couples, mean = n * (n - 1), float(row_sums.sum()) / (n * (n - 1))
    # about their mean, the y of all pairs sum to 0: that spares the difference of large squares
    rows, y2 = row_sums - (n - 1) * mean, squares - couples * mean**2
    y1 = float((rows**2).sum()) - y2
    y0 = -4 * y1 - 2 * y2
    terms = (
        pairs.s1 * y2 / couples,
        (pairs.s2 - 2 * pairs.s1) * y1 / (couples * (n - 2)),
        (pairs.s0**2 - pairs.s2 + pairs.s1) * y0 / (couples * (n - 2) * (n - 3)),
    )
    variance = sum(terms)
    if variance <= NEGLIGIBLE * sum(map(abs, terms)):
        variance = float("nan")
    return Score(float(scale * gamma), scale * pairs.s0 * mean, float(scale**2 * variance))
