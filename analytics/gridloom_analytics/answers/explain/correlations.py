"""Each column's correlation with the value, judged by how many independent places there are."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import pearsonr, spearmanr

from gridloom_analytics.answers.explain.variables import Variables
from gridloom_analytics.statistics.comparing.correlation import (
    SpatialCorrelation,
    correlogram,
    ranks,
    spatial_correlation,
)
from gridloom_layers.language import Message, tr
from gridloom_layers.progress import Progress

MOST = 20_000
"""Places among which distances are taken: 200 million pairs take seconds, not minutes."""


@dataclass(frozen=True)
class Correlation:
    """A column's correlation with the value: plain and of ranks.

    ``plain_p`` and ``plain_rank_p`` take all places as independent. The others are spatial: their
    ``r`` is that of the places whose distances were taken, which may be a sample.
    """

    r: float
    rank_r: float
    plain_p: float
    plain_rank_p: float
    spatial: SpatialCorrelation
    spatial_rank: SpatialCorrelation


def correlations(
    found: Variables, seed: int, progress: Progress
) -> tuple[list[Correlation], list[Message]]:
    """Return the correlation of each column with the value, and what is to be said of a sample."""
    n, warnings = len(found.y), []
    chosen = np.arange(n)
    if n > MOST:
        chosen = np.sort(np.random.default_rng(seed).choice(n, MOST, replace=False))
        warnings.append(
            tr(
                "How alike places are at a distance is taken from a random sample of {sample:,} of "
                "{n:,} places: the p-values of correlations are of these and so on the safe side.",
                sample=MOST,
                n=n,
            )
        )
    plain = np.c_[found.y, found.x][chosen]
    ranked = ranks(plain)
    alike = correlogram(found.points[chosen], np.c_[plain, ranked], progress=progress)
    width = plain.shape[1]
    each = []
    for column in range(1, width):
        pearson: Any = pearsonr(found.x[:, column - 1], found.y)
        spearman: Any = spearmanr(found.x[:, column - 1], found.y)
        spatial, spatial_rank = (
            spatial_correlation(values[:, column], values[:, 0], alike, (at + column, at))
            for values, at in ((plain, 0), (ranked, width))
        )
        each.append(
            Correlation(
                r=float(pearson.statistic),
                rank_r=float(spearman.statistic),
                plain_p=float(pearson.pvalue),
                plain_rank_p=float(spearman.pvalue),
                spatial=spatial,
                spatial_rank=spatial_rank,
            )
        )
    return each, warnings
