"""The one permutation engine: how often chance gives a sum of neighbours as high or as low.

Conditional permutation keeps the site's own value and shuffles all others over the other sites.
Given that value, Gi and local Moran's I rise or fall with the weighted sum of the neighbours'
values (the *lag*). Gi* counts the site itself, so that its own value is shuffled too. One engine
serves them all.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, eye_array

from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.scaling import deviations
from gridloom_analytics.statistics.significance.jobs import run_jobs
from gridloom_analytics.statistics.significance.p_values import Alternative, simulated_p
from gridloom_analytics.statistics.significance.permutation_kernels import (
    count_extremes,
    count_ordered_draws,
    deal_sums,
    index_sums,
)
from gridloom_analytics.statistics.significance.streams import stream_key
from gridloom_layers.progress import Progress

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

ROUNDING = 1e-12
"""Lags closer than this share of the greatest possible one are ties."""
DEALS = 8_192
"""Draws of one task where they are shared; it sets the streams, so it is part of the answer."""
SITES = 65_536
"""Sites of one task that are looked up among the shared sums."""
MOST_SUMS = 2**25
"""Shared sums that are held at once (256 MB); more numbers of neighbours are dealt for in turn."""
WORK, FEWEST_SITES, MOST_SITES = 64_000_000, 64, 4_096
"""Draws times sites of one task where weights differ: a second or less, after which it can be
cancelled. With fewer sites, dealing would take longer than summing; with more, cores would idle."""


@dataclass(frozen=True)
class Extremes:
    """How many draws gave a lag ≥ (``at_least``) and ≤ (``at_most``) the observed; shape (n,).

    Ties are in both. Islands have 0 in both and mean nothing.
    """

    draws: int
    at_least: Integers
    at_most: Integers

    def p(self, alternative: Alternative = "two-sided") -> Floats:
        """Return the simulated p-values."""
        return simulated_p(self.at_least, self.at_most, self.draws, alternative)


def permute(
    values: Floats,
    graph: Graph,
    draws: int,
    seed: int,
    progress: Progress | None = None,
    threads: int | None = None,
    *,
    own: bool = False,
) -> Extremes:
    """Compare each site's lag with its lag under ``draws`` conditional permutations.

    With ``own`` the site's own value, with a weight of 1, belongs to the sum and is shuffled as
    all others are: the null of Gi* (Ord & Getis 1995).

    Where each site's links have one weight (binary, row-standardised), the null depends on the
    number of neighbours only: the same deal gives the sum of its first k for every k, the sums are
    sorted, and the few that hold the site itself, where it is kept, are repaired with the next one
    dealt, which is exact (*shared null*, O(n + draws × (most neighbours + numbers of
    neighbours))). Elsewhere the draws are ordered and each site's sum is taken (O(n k draws)).

    The same ``seed`` gives the same counts for any number of ``threads`` (default: all cores).
    """
    centred, watch = deviations(values), progress or Progress()
    alike = graph.row_weight == 1.0 if own else ~np.isnan(graph.row_weight)
    found = Extremes(draws, np.zeros(graph.n, np.int64), np.zeros(graph.n, np.int64))
    sizes = graph.cardinalities + int(own)
    shared = alike & ~graph.islands & (sizes < graph.n)  # a sum of all values cannot vary
    cardinalities = np.where(shared, sizes, 0)
    counts = np.flatnonzero(np.bincount(cardinalities)[1:]) + 1
    group = max(1, MOST_SUMS // draws)
    sums = graph.neighbour_sums(centred) if len(counts) else centred
    for first in range(0, len(counts), group):
        null = _shared_null(
            centred,
            sums + centred if own else sums,
            cardinalities,
            counts[first : first + group],
            draws,
            kept=not own,
        )
        _count_shared(null, found, seed, watch, threads)
    jobs = _ordered_jobs(centred, graph, np.flatnonzero(~alike & ~graph.islands), draws, seed, own)
    for sites, high, low in run_jobs(jobs, watch, "permute", threads) if jobs else ():
        found.at_least[sites], found.at_most[sites] = high, low
    return found


@dataclass(frozen=True)
class _Shared:
    """Sites whose null is shared: ``row_of_site`` tells which of the ``cardinalities`` is theirs.

    ``observed`` are the sums of their neighbours' values, without weights; see ``deal_sums``. The
    site's own value is ``kept`` or shuffled too.
    """

    values: Floats
    observed: Floats
    row_of_site: npt.NDArray[np.int32]
    cardinalities: Integers
    ties: Floats
    draws: int
    kept: bool


def _shared_null(
    centred: Floats,
    observed: Floats,
    of_site: Integers,
    cardinalities: Integers,
    draws: int,
    *,
    kept: bool,
) -> _Shared:
    rows = np.full(int(of_site.max()) + 1, -1, dtype=np.int32)
    rows[cardinalities] = np.arange(len(cardinalities))
    ties = ROUNDING * cardinalities * np.abs(centred).max()
    return _Shared(centred, observed, rows[of_site], cardinalities, ties, draws, kept)


def _count_shared(
    null: _Shared, found: Extremes, seed: int, progress: Progress, threads: int | None
) -> None:
    """Add to what is found the sums of the shared draws that are as extreme as the observed."""
    parts = []
    for sums, more, less in run_jobs(_deals(null, seed), progress, "permute", threads):
        found.at_least[:] += more
        found.at_most[:] += less
        parts.append(sums)
    ordered = np.concatenate(parts, axis=1)
    ordered.sort(axis=1)
    starts, scales = index_sums(ordered)
    known = (null.observed, null.row_of_site, null.ties, ordered, starts, scales)

    def job(first: int) -> Callable[[], None]:
        last = min(first + SITES, len(null.values))
        return lambda: count_extremes(*known, first, last, found.at_least, found.at_most)

    jobs = [job(first) for first in range(0, len(null.values), SITES)]
    for _ in run_jobs(jobs, progress, "permute", threads):
        pass


def _deals(
    null: _Shared, seed: int
) -> list[Callable[[], tuple[Floats, npt.NDArray[np.int32], npt.NDArray[np.int32]]]]:
    """Return jobs that deal the draws, each from a stream of its own."""
    # a site that is shuffled as all others are may be dealt: nothing is to be repaired
    repaired = null.row_of_site if null.kept else np.full_like(null.row_of_site, -1)

    def job(first: int):
        draws, key = min(DEALS, null.draws - first), stream_key(seed, 1 + first // DEALS)
        known = (null.values, repaired, null.observed, null.cardinalities, null.ties)
        return lambda: deal_sums(*known, draws, key)

    return [job(first) for first in range(0, null.draws, DEALS)]


Job = Callable[[], tuple[Integers, Integers, Integers]]
"""Counts some sites: their positions, the draws ≥ and the draws ≤ the observed lag."""


def _ordered_jobs(
    centred: Floats, graph: Graph, sites: Integers, draws: int, seed: int, own: bool
) -> list[Job]:
    """Return a job for each chunk of the sites whose weights differ; all see the same draws."""
    links = (graph.indptr, graph.indices, graph.weights)
    if own:
        whole = csr_array(graph.matrix + eye_array(graph.n, format="csr"))
        links = (
            whole.indptr.astype(np.int64),
            whole.indices.astype(np.int32),
            np.asarray(whole.data, dtype=np.float64),
        )
    key = stream_key(seed, 0)
    chunk_size = min(MOST_SITES, max(FEWEST_SITES, WORK // draws))

    def job(chunk: Integers) -> Job:
        def count() -> tuple[Integers, Integers, Integers]:
            counts = count_ordered_draws(centred, *links, chunk, not own, draws, key, ROUNDING)
            return chunk, *counts

        return count

    return [job(sites[start : start + chunk_size]) for start in range(0, len(sites), chunk_size)]
