"""Local statistics with their tests, all in one form."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridloom_analytics.answers.outliers.subject import Subject
from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.local.bivariate_moran import bivariate_local_moran
from gridloom_analytics.statistics.local.geary import local_geary
from gridloom_analytics.statistics.local.join_counts import local_join_counts
from gridloom_analytics.statistics.local.moran import local_moran
from gridloom_analytics.statistics.scaling import deviations
from gridloom_analytics.statistics.significance.differences import permute_differences
from gridloom_analytics.statistics.significance.p_values import Alternative, deciding_p, normal_p
from gridloom_analytics.statistics.significance.permutation import Extremes, permute
from gridloom_analytics.statistics.significance.sums import Shape, shape_of_neighbours
from gridloom_layers.progress import Progress

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Chance:
    """How chance is tried out: how many draws, from which seed, watched by whom."""

    draws: int
    seed: int
    progress: Progress


@dataclass(frozen=True)
class Local:
    """A statistic of each site with its tests; every array has shape (n,), NaN where untested.

    ``column`` is what the statistic is called in the result. ``p_sim`` is NaN throughout without
    draws. ``deciding`` are the p-values that are corrected for many tests and make findings.
    ``quadrant`` is the kind of each site if it is significant, None for islands.
    """

    column: str
    statistic: Floats
    z: Floats
    p: Floats
    p_sim: Floats
    deciding: Floats
    quadrant: npt.NDArray[np.object_]


def local_statistic(kind: str, subject: Subject, graph: Graph, chance: Chance) -> Local:
    """Return the statistic called ``kind`` of each site of the binary or weighted ``graph``."""
    if kind == "join-count":
        return _joins(subject, graph.binary(), chance)
    standard = graph.row_standardised()
    return (
        _geary(subject, standard, chance) if kind == "geary" else _moran(subject, standard, chance)
    )


def _moran(subject: Subject, graph: Graph, chance: Chance) -> Local:
    """Return local Moran's I, of the second value around the site where there is one."""
    values, others = subject.sites.values, subject.others
    found = (
        local_moran(values, graph)
        if others is None
        else bivariate_local_moran(values, others, graph)
    )
    p_sim = np.full(graph.n, np.nan)
    if chance.draws:
        # given the site's own value, I rises or falls with its neighbours' sum
        extremes = permute(subject.neighbours, graph, chance.draws, chance.seed, chance.progress)
        p_sim = _simulated(extremes, np.isnan(found.z))
    around = shape_of_neighbours(subject.neighbours, graph)
    # z is that of the neighbours' sum, turned where the site itself is under the mean
    shape = Shape(around.skew * np.sign(deviations(values)), around.half_step)
    p = shape.p(found.z)
    deciding = deciding_p(p, p_sim, chance.draws, "two-sided") if chance.draws else p
    return Local("i", found.i, found.z, p, p_sim, deciding, found.quadrant)


def _geary(subject: Subject, graph: Graph, chance: Chance) -> Local:
    values = subject.sites.values
    found = local_geary(values, graph)
    extremes = permute_differences(values, graph, chance.draws, chance.seed, chance.progress)
    p_sim = np.where(np.isnan(found.z), np.nan, _simulated(extremes, graph.islands))
    return Local("c", found.c, found.z, normal_p(found.z), p_sim, p_sim, found.quadrant)


def _joins(subject: Subject, graph: Graph, chance: Chance) -> Local:
    marked = subject.sites.values == 1
    found = local_join_counts(marked, graph)
    p_sim = np.full(graph.n, np.nan)
    if chance.draws:
        extremes = permute(subject.sites.values, graph, chance.draws, chance.seed, chance.progress)
        p_sim = _simulated(extremes, np.isnan(found.p), "greater")
    quadrant = np.full(graph.n, None, dtype=object)
    quadrant[~np.isnan(found.p)] = "cluster"
    return Local("joins", found.joins, found.z, found.p, p_sim, found.p, quadrant)


def _simulated(
    found: Extremes, untested: npt.NDArray[np.bool_], alternative: Alternative = "two-sided"
) -> Floats:
    return np.where(untested, np.nan, found.p(alternative))
