"""Global permutation: the statistic when all values are shuffled over the sites, many times."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.autocorrelation.indices import differences, products
from gridloom_analytics.statistics.autocorrelation.join_counts import (
    Codes,
    both_ways,
    colour_pairs,
    join_table,
)
from gridloom_analytics.statistics.autocorrelation.pairs import Pairs
from gridloom_analytics.statistics.autocorrelation.shuffling_kernels import (
    shuffled_differences,
    shuffled_joins,
    shuffled_products,
)
from gridloom_analytics.statistics.scaling import rescaled
from gridloom_analytics.statistics.significance.jobs import run_jobs
from gridloom_analytics.statistics.significance.streams import stream_key
from gridloom_layers.progress import Progress

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Form = Literal["products", "differences"]

ROUNDING = 1e-12
"""Sums closer than this share of the sum of their terms' sizes are ties."""
CHUNK = 256
"""Draws of one task: its random numbers depend on nothing else."""


@dataclass(frozen=True)
class Tails:
    """How many draws gave statistics ≥ and ≤ the observed ones; ties are in both.

    The arrays have a place for each statistic: shape (1,) for a number, (pairs of colours + 1,)
    for join counts, the last one for joins of unlike colours.
    """

    draws: int
    at_least: Integers
    at_most: Integers


def shuffle_values(
    values: Floats,
    pairs: Pairs,
    form: Form,
    draws: int,
    seed: int,
    progress: Progress | None = None,
    threads: int | None = None,
) -> Tails:
    """Compare Σ w_ij x_i x_j or Σ w_ij (x_i − x_j)² with its values under ``draws`` shuffles.

    I and G rise with the products, C with the differences, so these stand for the statistics.
    Products are best taken of deviations from the mean for I and of the values for G: each has
    another order of draws. The same ``seed`` gives the same counts for any number of threads.
    """
    kernel = shuffled_products if form == "products" else shuffled_differences
    own = rescaled(values)
    observed = (products if form == "products" else differences)(own, pairs)
    size = float(np.abs(own).max()) ** 2 * pairs.s0

    def job(first: int, count: int) -> Callable[[], Floats]:
        key = stream_key(seed, first)
        return lambda: kernel(own, pairs.first, pairs.second, pairs.weights, count, key)

    sums = _all_draws(job, draws, progress, threads)
    return _tails(sums[:, None], np.array([observed]), ROUNDING * size)


def shuffle_colours(
    codes: Codes,
    colours: int,
    pairs: Pairs,
    draws: int,
    seed: int,
    progress: Progress | None = None,
    threads: int | None = None,
) -> Tails:
    """Compare the joins of each pair of colours, and of unlike ones, with those of shuffles."""

    def job(first: int, count: int) -> Callable[[], Floats]:
        key = stream_key(seed, first)
        return lambda: shuffled_joins(
            codes, colours, pairs.first, pairs.second, pairs.weights, count, key
        )

    tables = both_ways(_all_draws(job, draws, progress, threads) / 2)
    observed = _in_order(join_table(codes, colours, pairs)[None])[0]
    return _tails(_in_order(tables), observed, ROUNDING * pairs.s0)


def _all_draws(
    job: Callable[[int, int], Callable[[], Floats]],
    draws: int,
    progress: Progress | None,
    threads: int | None,
) -> Floats:
    starts = range(0, draws, CHUNK)
    jobs: Sequence[Callable[[], Floats]] = [job(at, min(CHUNK, draws - at)) for at in starts]
    return np.concatenate(list(run_jobs(jobs, progress or Progress(), "permute", threads)))


def _in_order(tables: Floats) -> Floats:
    """Return tables of joins as rows: each pair of colours, then the sum of unlike ones."""
    order = colour_pairs(tables.shape[-1])
    columns = [tables[:, one, other] for one, other in order]
    unlike = sum(tables[:, one, other] for one, other in order if one != other)
    return np.stack([*columns, unlike + np.zeros(len(tables))], axis=1)


def _tails(draws: Floats, observed: Floats, tie: float) -> Tails:
    return Tails(
        len(draws),
        (draws >= observed - tie).sum(axis=0),
        (draws <= observed + tie).sum(axis=0),
    )
