"""The one permutation engine: how often chance gives a sum of neighbours as high or as low.

Conditional permutation keeps the site's own value and shuffles all others over the other sites.
Given that value, Gi, Gi* and local Moran's I rise or fall with the weighted sum of the neighbours'
values (the *lag*), so that one engine serves them all.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.getis_ord import deviations
from gridloom_analytics.statistics.graph import Graph
from gridloom_analytics.statistics.permutation_kernels import (
    count_ordered_draws,
    count_shared_draws,
)
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
    watch = progress or Progress()
    centred = deviations(values)
    row_weight = graph.row_weight
    at_least = np.zeros(graph.n, dtype=np.int64)
    at_most = np.zeros(graph.n, dtype=np.int64)
    common = ~graph.islands & np.isfinite(row_weight)
    jobs = _shared_jobs(centred, graph, common, draws, seed)
    jobs += _ordered_jobs(centred, graph, np.flatnonzero(np.isnan(row_weight)), draws, seed)
    _run(jobs, at_least, at_most, watch, threads or os.cpu_count() or 1)
    return Extremes(draws, at_least, at_most)


Job = Callable[[], tuple[Integers, Integers, Integers]]
"""Counts some sites: their positions, the draws ≥ and the draws ≤ the observed lag."""


def _run(
    jobs: Sequence[Job], at_least: Integers, at_most: Integers, watch: Progress, threads: int
) -> None:
    """Run jobs, which speak of different sites, and put their counts in place."""
    watch.report("permute", 0, len(jobs))
    with ThreadPoolExecutor(threads) as pool:
        waiting = [pool.submit(job) for job in jobs]
        try:
            for done, future in enumerate(waiting, start=1):
                sites, high, low = future.result()
                at_least[sites], at_most[sites] = high, low
                watch.report("permute", done, len(jobs))
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _shared_jobs(
    centred: Floats, graph: Graph, common: npt.NDArray[np.bool_], draws: int, seed: int
) -> list[Job]:
    """Return a job for each number of neighbours; it sums values without their weight."""
    sums = _plain_sums(centred, graph)

    def job(k: int) -> Job:
        sites = np.flatnonzero(common & (graph.cardinalities == k))
        tie = ROUNDING * k * np.abs(centred).max()
        key = _key(seed, k)

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
    key = _key(seed, 0)

    def job(chunk: Integers) -> Job:
        def count() -> tuple[Integers, Integers, Integers]:
            counts = count_ordered_draws(
                centred, graph.indptr, graph.indices, graph.weights, chunk, draws, key, ROUNDING
            )
            return chunk, *counts

        return count

    return [job(sites[start : start + CHUNK]) for start in range(0, len(sites), CHUNK)]


def _key(seed: int, stream: int) -> np.uint64:
    """Return the start of an independent stream of random numbers."""
    return np.random.SeedSequence(seed, spawn_key=(stream,)).generate_state(1, np.uint64)[0]
