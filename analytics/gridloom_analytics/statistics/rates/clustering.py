"""Do like rates lie together? Moran's I of an index whose variance does not depend on people."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.local.getis_ord import deviations
from gridloom_analytics.statistics.significance.jobs import run_jobs
from gridloom_layers.progress import Progress

Floats = npt.NDArray[np.float64]

PIECE = 50
"""Draws of one piece of work."""
ROUNDING = 1e-12
"""Differences under this share of the statistic's scale are ties."""


@dataclass(frozen=True)
class Clustering:
    """Moran's I, its mean under chance, and the one-sided p of likeness among ``draws``."""

    i: float
    expected: float
    p: float
    draws: int


def moran_i(values: Floats, graph: Graph) -> float:
    """Return Moran's I of values (shape (n,), not all the same) with the weights as they are.

    Sites without neighbours count among n, as in spdep's default.
    """
    centred = deviations(values)
    cross = float((centred * (graph.matrix @ centred)).sum())
    return len(values) / float(graph.weights.sum()) * cross / float((centred**2).sum())


def clustering(
    values: Floats,
    graph: Graph,
    draws: int,
    seed: int,
    progress: Progress | None = None,
    threads: int | None = None,
) -> Clustering:
    """Return Moran's I with p from permutations of the values over all sites.

    p = (r + 1) / (draws + 1), r counting the draws at least as high. Each piece of draws has a
    stream of its own: the same ``seed`` gives the same p for any number of ``threads``.
    """
    centred = deviations(values)
    matrix, scale = graph.matrix, float((centred**2).sum())
    observed = float((centred * (matrix @ centred)).sum()) - ROUNDING * scale

    def job(piece: int, size: int):
        def count() -> int:
            random = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(piece,)))
            drawn = random.permuted(np.tile(centred, (size, 1)), axis=1).T
            return int(((drawn * (matrix @ drawn)).sum(axis=0) >= observed).sum())

        return count

    starts = range(0, draws, PIECE)
    jobs = [job(at // PIECE, min(PIECE, draws - at)) for at in starts]
    reached = sum(run_jobs(jobs, progress or Progress(), "permute", threads))
    chance = -1 / (len(values) - 1)
    return Clustering(moran_i(values, graph), chance, (reached + 1) / (draws + 1), draws)
