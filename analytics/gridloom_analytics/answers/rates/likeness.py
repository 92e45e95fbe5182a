"""Hot spots of a rate, and whether like rates lie together."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from gridloom_analytics.answers.neighbourhood import untested_warnings
from gridloom_analytics.statistics.autocorrelation.indices import morans_i
from gridloom_analytics.statistics.autocorrelation.pairs import FEWEST, Pairs
from gridloom_analytics.statistics.autocorrelation.shuffling import shuffle_values
from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.local.getis_ord import local_g
from gridloom_analytics.statistics.rates.empirical_bayes import empirical_bayes_index
from gridloom_analytics.statistics.significance.p_values import (
    confidence_bins,
    deciding_p,
    false_discovery_rate,
    simulated_p,
)
from gridloom_analytics.statistics.significance.permutation import permute
from gridloom_analytics.statistics.significance.sums import shape_with_own
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr
from gridloom_layers.progress import Progress

Floats = npt.NDArray[np.float64]

MOST_DRAWS = 999
"""Draws for the one global p: each is a map of its own, and one test needs no finer p."""


@dataclass(frozen=True)
class Clustering:
    """Moran's I of all places and the one-sided p of likeness."""

    i: float
    p: float


@dataclass(frozen=True)
class Likeness:
    """The scores of the sites that are compared, each of their number.

    ``clustering`` is None where no permutation was asked for, or there are fewer than four sites.
    """

    columns: dict[str, Any]
    clustering: Clustering | None
    warnings: tuple[Message, ...]


def likeness(
    cases: Floats, people: Floats, graph: Graph, draws: int, seed: int, progress: Progress
) -> Likeness:
    """Return Gi* of the empirical Bayes index of ``cases`` among ``people`` (> 0).

    ``people`` are a site's population, or the cases that its ages let expect. Raises ``BadInput``
    where all rates are the same.
    """
    index = empirical_bayes_index(cases, people)
    if np.ptp(cases / people) == 0:
        raise BadInput(
            "constant-values",
            tr("All places have the same rate: there is nothing to compare."),
            Where(column="cases"),
            tr("Choose other cases, or a longer period."),
        )
    columns = _scores(index, graph, draws, seed, progress)
    warnings = untested_warnings(graph, columns["z"])
    return Likeness(columns, _together(index, graph, draws, seed, progress), warnings)


def _together(
    index: Floats, graph: Graph, draws: int, seed: int, progress: Progress
) -> Clustering | None:
    if not draws or graph.n < FEWEST:
        return None
    pairs = Pairs.of(graph.row_standardised())
    drawn = min(draws, MOST_DRAWS)
    tails = shuffle_values(index - index.mean(), pairs, "products", drawn, seed, progress)
    p = simulated_p(tails.at_least, tails.at_most, tails.draws, "greater")
    return Clustering(morans_i(index, pairs).statistic, float(p[0]))


def _scores(
    index: Floats, graph: Graph, draws: int, seed: int, progress: Progress
) -> dict[str, Any]:
    z = local_g(index, graph)
    deciding = p = shape_with_own(index, graph).p(z)
    simulated: dict[str, Any] = {}
    if draws:
        p_sim = permute(index, graph, draws, seed, progress, own=True).p()
        simulated["p_sim"] = np.where(np.isnan(z), np.nan, p_sim)
        deciding = deciding_p(p, simulated["p_sim"], draws, "two-sided")
    corrected = false_discovery_rate(deciding)
    return {
        "eb_index": index,
        "z": z,
        "p": p,
        "p_fdr": corrected,
        "bin": confidence_bins(z, corrected),
        "neighbour_count": graph.cardinalities,
        "island": graph.islands,
        **simulated,
    }
