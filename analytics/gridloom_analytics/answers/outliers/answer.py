"""The result of a local statistic: its columns, findings, figures and warnings."""

from typing import Any

import numpy as np
import numpy.typing as npt

from gridloom_analytics.analyses.outliers import ANALYSIS, OutlierParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.agreement import few_draws_warning
from gridloom_analytics.answers.answering import answered
from gridloom_analytics.answers.bins import FINDINGS, finding_style
from gridloom_analytics.answers.neighbourhood import neighbourhood, untested_warnings
from gridloom_analytics.answers.odd_neighbours import odd_neighbours
from gridloom_analytics.answers.outliers.local import Chance, Local, local_statistic
from gridloom_analytics.answers.outliers.subject import Subject, subject_of
from gridloom_analytics.answers.outliers.wording import Told, method, scatter, style_title, summary
from gridloom_analytics.answers.sentences import raw_count_warning, title_of
from gridloom_analytics.result import Result
from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.scaling import deviations
from gridloom_analytics.statistics.significance.p_values import false_discovery_rate
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr
from gridloom_layers.progress import Progress

OF_NEIGHBOURS = ("i", "c", "joins", "z", "p", "p_sim", "p_fdr", "standardised", "lag")
LEVEL = 0.05
"""Corrected p-values under this make a finding."""


def outliers(
    inputs: Inputs, parameters: OutlierParameters, seed: int, progress: Progress
) -> Result:
    """Return a local statistic, its p-values and what it finds in each row of the layer.

    The statistic is ``i``, ``c`` or ``joins``. ``finding`` is the quadrant where the corrected p
    is under 0.05, else ``not-significant``; ``p_fdr`` corrects ``p_sim`` where permutations were
    asked for, else ``p``; of join counts the exact ``p``. Rows without a value or a geometry have
    nulls, islands no statistic; of local join counts only marked rows are tested.
    """
    if parameters.statistic == "geary" and not parameters.permutations:
        raise _needs_permutations()
    subject = subject_of(inputs, parameters)
    progress.report("neighbours", 0, 0)
    graph, who = neighbourhood(inputs, subject.sites, parameters)
    chance = Chance(parameters.permutations, seed, progress)
    local = local_statistic(parameters.statistic, subject, graph, chance)
    columns = _columns(subject, local, graph)
    told = _told(inputs, parameters, subject, columns)
    return answered(
        ANALYSIS,
        inputs,
        parameters,
        seed,
        primary=subject.sites.place(columns, inputs.layer.index),
        method=method(parameters, told, who),
        summary=summary(told),
        style=finding_style(style_title(told), parameters.statistic),
        units={"value": dict(inputs.units).get(parameters.value, "")},
        scalars=told.figures,
        charts={} if parameters.statistic == "join-count" else {"scatter": scatter(told)},
        warnings=(
            *raw_count_warning(inputs, parameters.value),
            *subject.sites.warnings,
            *odd_neighbours(inputs, subject.sites, parameters, graph),
            *_test_warnings(parameters, local, graph),
        ),
        guarded=("value", "other", *OF_NEIGHBOURS),
        of_neighbours=OF_NEIGHBOURS,
    )


def _columns(subject: Subject, local: Local, graph: Graph) -> dict[str, Any]:
    corrected = false_discovery_rate(local.deciding)
    finding = np.where(corrected < LEVEL, local.quadrant, "not-significant").astype(object)
    finding[np.isnan(corrected)] = None
    second = {} if subject.others is None else {"other": subject.others}
    return {
        "value": subject.sites.values,
        **second,
        local.column: local.statistic,
        "z": local.z,
        "p": local.p,
        "p_sim": local.p_sim,
        "p_fdr": corrected,
        "quadrant": local.quadrant,
        "finding": finding,
        **({} if subject.mark else _scattered(subject, graph)),
        "neighbour_count": graph.cardinalities,
        "island": graph.islands,
    }


def _scattered(subject: Subject, graph: Graph) -> dict[str, Any]:
    """Return each place's value and the mean around it, in standard deviations from the mean."""
    own, around = deviations(subject.sites.values), deviations(subject.neighbours)
    lag = graph.row_standardised().lag(around / around.std())
    return {"standardised": own / own.std(), "lag": np.where(graph.islands, np.nan, lag)}


def _told(
    inputs: Inputs,
    parameters: OutlierParameters,
    subject: Subject,
    columns: dict[str, Any],
) -> Told:
    finding = columns["finding"]
    counts = {kind: int((finding == kind).sum()) for kind in FINDINGS[parameters.statistic]}
    figures: dict[str, float | int | str | None] = {
        "tested": int(np.isfinite(columns["p_fdr"]).sum()),
        "islands": int(columns["island"].sum()),
        **counts,
    }
    other = None if parameters.other is None else title_of(inputs, parameters.other)
    return Told(
        statistic=parameters.statistic,
        title=title_of(inputs, parameters.value),
        other=other,
        mark=subject.mark,
        figures=figures,
        names=_striking(subject, columns),
        by_permutation=parameters.permutations > 0,
    )


def _striking(subject: Subject, columns: dict[str, Any]) -> npt.NDArray[np.object_]:
    """Return the names of the places that are most unlike their neighbours, or none."""
    if subject.sites.names is None:
        return np.array([], dtype=object)
    unlike = np.isin(columns["finding"].astype(str), ["high-low", "low-high", "negative"])
    ranked = np.argsort(columns["p"], kind="stable")
    return subject.sites.names[ranked[unlike[ranked]]]


def _test_warnings(
    parameters: OutlierParameters, local: Local, graph: Graph
) -> tuple[Message, ...]:
    if parameters.statistic == "join-count":
        # the p-values are exact, and sites that are not marked are no failed tests
        return untested_warnings(graph, np.where(graph.islands, np.nan, 0.0))
    few = (
        few_draws_warning(local.p_sim, parameters.permutations)
        if parameters.statistic == "geary"
        else ()
    )
    return (*untested_warnings(graph, local.z), *few)


def _needs_permutations() -> BadInput:
    return BadInput(
        "needs-permutations",
        tr("Local Geary's C is far from normal: only permutations can test it."),
        Where(column="permutations"),
        tr("Set permutations to 999 or more."),
    )
