"""How often chance gives values around a site as near to its own, or as far: local Geary's C.

Given the site's own value, local Geary's C depends on two sums over its neighbours, of their
values and of their squares, so one order of the draws does not serve all sites as it does for
:func:`~gridloom_analytics.statistics.significance.permutation.permute`.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.scaling import deviations
from gridloom_analytics.statistics.significance.difference_kernels import (
    count_ordered_differences,
    count_shared_differences,
)
from gridloom_analytics.statistics.significance.jobs import run_jobs
from gridloom_analytics.statistics.significance.permutation import ROUNDING, Extremes
from gridloom_analytics.statistics.significance.streams import stream_key
from gridloom_layers.progress import Progress

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Job = Callable[[], tuple[Integers, Integers, Integers]]
"""Counts some sites: their positions, the draws ≥ and the draws ≤ the observed sum."""

CHUNK = 2048
"""Sites of one task."""


def permute_differences(
    values: Floats,
    graph: Graph,
    draws: int,
    seed: int,
    progress: Progress | None = None,
    threads: int | None = None,
) -> Extremes:
    """Compare each site's Σ w_ij (x_i − x_j)² with that under ``draws`` conditional permutations.

    The site keeps its value, all others are shuffled. Where each site's links have one weight, the
    two sums are drawn once for each number of neighbours and serve all its sites (*shared null*,
    O(n draws)); draws that hold the site itself are repaired with a spare value, which is exact.
    Elsewhere the draws are ordered and each site's sum is taken (O(n k draws)).

    The same ``seed`` gives the same counts for any number of ``threads`` (default: all cores).
    """
    centred = deviations(values)
    at_least, at_most = np.zeros(graph.n, dtype=np.int64), np.zeros(graph.n, dtype=np.int64)
    jobs = [
        _job(centred, graph, sites[start : start + CHUNK], k, draws, seed)
        for k, sites in _groups(graph)
        for start in range(0, len(sites), CHUNK)
    ]
    for sites, high, low in run_jobs(jobs, progress or Progress(), "permute", threads):
        at_least[sites], at_most[sites] = high, low
    return Extremes(draws, at_least, at_most)


def _groups(graph: Graph) -> list[tuple[int, Integers]]:
    """Return the sites of each number of neighbours; 0 stands for those whose weights differ."""
    common = np.where(np.isnan(graph.row_weight), 0, graph.cardinalities)
    wanted = ~graph.islands
    return [(int(k), np.flatnonzero(wanted & (common == k))) for k in np.unique(common[wanted])]


def _job(centred: Floats, graph: Graph, sites: Integers, k: int, draws: int, seed: int) -> Job:
    """Return the work on sites with ``k`` neighbours of one weight each, or on any where k = 0."""
    key = stream_key(seed, k)
    links = (graph.indptr, graph.indices)

    def shared() -> tuple[Integers, Integers, Integers]:
        return sites, *count_shared_differences(centred, *links, sites, k, draws, key, ROUNDING)

    def ordered() -> tuple[Integers, Integers, Integers]:
        return sites, *count_ordered_differences(
            centred, *links, graph.weights, sites, draws, key, ROUNDING
        )

    return shared if k else ordered
