"""The one permutation engine: how often chance gives a sum of neighbours as high or as low.

Conditional permutation keeps the site's own value and shuffles all others over the other sites.
Given that value, Gi, Gi* and local Moran's I rise or fall with the weighted sum of the neighbours'
values (the *lag*), so that one engine serves them all.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.local.getis_ord import deviations
from gridloom_analytics.statistics.significance.jobs import run_jobs
from gridloom_analytics.statistics.significance.permutation_kernels import (
    count_ordered_draws,
    count_shared_draws,
)
from gridloom_analytics.statistics.significance.streams import stream_key
from gridloom_layers.progress import Progress

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

ROUNDING = 1e-12
"""Lags closer than this share of the greatest possible one are ties."""
CHUNK = 4096
"""Sites of one task where weights differ."""


@dataclass(frozen=True)
class Extremes:
    """How many draws gave a lag ≥ (``at_least``) and ≤ (``at_most``) the observed; shape (n,).

    Ties are in both. Islands have 0 in both and mean nothing.
    """

    draws: int
    at_least: Integers
    at_most: Integers


def permute(
    values: Floats,
    graph: Graph,
    draws: int,
    seed: int,
    progress: Progress | None = None,
    threads: int | None = None,
) -> Extremes:
    """Compare each site's lag with its lag under ``draws`` conditional permutations.

    Where each site's links have one weight (binary, row-standardised), the null depends on the
    number of neighbours only: it is drawn once for each number, sorted, and the few draws that
    hold the site itself are repaired with a spare value, which is exact (*shared null*,
    O(n log draws)). Elsewhere the draws are ordered and each site's sum is taken (O(n k draws)).

    The same ``seed`` gives the same counts for any number of ``threads`` (default: all cores).
    """
    centred = deviations(values)
    row_weight = graph.row_weight
    at_least = np.zeros(graph.n, dtype=np.int64)
    at_most = np.zeros(graph.n, dtype=np.int64)
    common = ~graph.islands & np.isfinite(row_weight)
    jobs = _shared_jobs(centred, graph, common, draws, seed)
    jobs += _ordered_jobs(centred, graph, np.flatnonzero(np.isnan(row_weight)), draws, seed)
    for sites, high, low in run_jobs(jobs, progress or Progress(), "permute", threads):
        at_least[sites], at_most[sites] = high, low
    return Extremes(draws, at_least, at_most)


Job = Callable[[], tuple[Integers, Integers, Integers]]
"""Counts some sites: their positions, the draws ≥ and the draws ≤ the observed lag."""


def _shared_jobs(
    centred: Floats, graph: Graph, common: npt.NDArray[np.bool_], draws: int, seed: int
) -> list[Job]:
    """Return a job for each number of neighbours; it sums values without their weight."""
    sums = _plain_sums(centred, graph)

    def job(k: int) -> Job:
        sites = np.flatnonzero(common & (graph.cardinalities == k))
        tie = ROUNDING * k * np.abs(centred).max()
        key = stream_key(seed, k)

        def count() -> tuple[Integers, Integers, Integers]:
            return sites, *count_shared_draws(centred, sites, sums[sites], k, draws, key, tie)

        return count

    return [job(int(k)) for k in np.unique(graph.cardinalities[common])]


def _plain_sums(centred: Floats, graph: Graph) -> Floats:
    """Return the sum of the neighbours' values, each counted once."""
    sums = np.bincount(graph.focal, centred[graph.indices], minlength=graph.n)
    return sums.astype(np.float64)


def _ordered_jobs(
    centred: Floats, graph: Graph, sites: Integers, draws: int, seed: int
) -> list[Job]:
    """Return a job for each chunk of the sites whose weights differ; all see the same draws."""
    key = stream_key(seed, 0)

    def job(chunk: Integers) -> Job:
        def count() -> tuple[Integers, Integers, Integers]:
            counts = count_ordered_draws(
                centred, graph.indptr, graph.indices, graph.weights, chunk, draws, key, ROUNDING
            )
            return chunk, *counts

        return count

    return [job(sites[start : start + CHUNK]) for start in range(0, len(sites), CHUNK)]
