"""Clusters of like places and outliers among unlike ones, by local Moran's I."""

from typing import Any

import numpy as np
import numpy.typing as npt

from gridloom_analytics.analyses.neighbours import NeighbourParameters
from gridloom_analytics.analyses.outliers import ANALYSIS
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.agreement import permutation_warning
from gridloom_analytics.answers.answering import answered
from gridloom_analytics.answers.bins import QUADRANTS, finding_style
from gridloom_analytics.answers.neighbourhood import neighbourhood, untested_warnings
from gridloom_analytics.answers.sentences import (
    bilingual,
    listing,
    permutation_note,
    raw_count_warning,
    title_of,
)
from gridloom_analytics.answers.sites import Sites, complete_sites
from gridloom_analytics.result import Method, Result
from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.local.moran import local_moran
from gridloom_analytics.statistics.significance.p_values import (
    false_discovery_rate,
    normal_p,
    simulated_p,
)
from gridloom_analytics.statistics.significance.permutation import permute
from gridloom_layers.language import Message, tr
from gridloom_layers.progress import Progress

OF_NEIGHBOURS = ("i", "z", "p", "p_sim", "p_fdr")
LEVEL = 0.05
"""Corrected p-values under this make a finding."""
NAMED = 3
"""How many outliers the summary names."""


def outliers(
    inputs: Inputs, parameters: NeighbourParameters, seed: int, progress: Progress
) -> Result:
    """Return local Moran's I, its p-values and quadrant for each row of the layer.

    ``finding`` is the quadrant where the corrected analytic p is under 0.05, else
    ``not-significant``. Rows without a value or a geometry have nulls, islands no statistic.
    """
    sites, title = complete_sites(inputs, parameters.value), title_of(inputs, parameters.value)
    progress.report("neighbours", 0, 0)
    binary, who = neighbourhood(inputs, sites, parameters)
    graph = binary.row_standardised()
    columns = _statistics(sites.values, graph)
    columns |= _simulated(sites.values, graph, parameters.permutations, seed, progress)
    primary = sites.place({name: columns[name] for name in ORDER}, inputs.layer.index)
    warnings = (
        *raw_count_warning(inputs, parameters.value),
        *sites.warnings,
        *untested_warnings(graph, columns["z"]),
        *permutation_warning(columns["p"], columns["p_sim"], "fdr", parameters.permutations),
    )
    return answered(
        ANALYSIS,
        inputs,
        parameters,
        seed,
        primary=primary,
        method=_method(parameters, who),
        summary=_summary(sites, columns, title),
        style=finding_style(tr("Clusters and outliers of “{value}”", value=title)),
        units={"value": dict(inputs.units).get(parameters.value, "")},
        scalars=_figures(columns),
        warnings=warnings,
        guarded=("value", *OF_NEIGHBOURS),
        of_neighbours=OF_NEIGHBOURS,
    )


ORDER = (
    "value", "i", "z", "p", "p_sim", "p_fdr", "quadrant", "finding", "neighbour_count", "island",
)  # fmt: skip


def _statistics(values: npt.NDArray[np.float64], graph: Graph) -> dict[str, Any]:
    found = local_moran(values, graph)
    p = normal_p(found.z)
    corrected = false_discovery_rate(p)
    finding = np.where(corrected < LEVEL, found.quadrant, "not-significant").astype(object)
    finding[np.isnan(p)] = None
    return {
        "value": values,
        "i": found.i,
        "z": found.z,
        "p": p,
        "p_fdr": corrected,
        "quadrant": found.quadrant,
        "finding": finding,
        "neighbour_count": graph.cardinalities,
        "island": graph.islands,
    }


def _simulated(
    values: npt.NDArray[np.float64], graph: Graph, draws: int, seed: int, progress: Progress
) -> dict[str, Any]:
    """Return ``p_sim``: NaN for islands, and for all where no permutation was asked for."""
    if not draws:
        return {"p_sim": np.full(graph.n, np.nan)}
    found = permute(values, graph, draws, seed, progress)
    p = simulated_p(found.at_least, found.at_most, draws)
    return {"p_sim": np.where(graph.islands, np.nan, p)}


def _figures(columns: dict[str, Any]) -> dict[str, float | int | str | None]:
    counts = {kind: int((columns["finding"] == kind).sum()) for kind in QUADRANTS}
    tested = int(np.isfinite(columns["p"]).sum())
    return {"tested": tested, "islands": int(columns["island"].sum()), **counts}


def _summary(sites: Sites, columns: dict[str, Any], title: Message) -> list[Message]:
    figures = _figures(columns)
    if figures["not-significant"] == figures["tested"]:
        return [
            tr(
                "No place among {tested:,} is more like or unlike its neighbours in “{value}” "
                "than chance could make it (5 % false discovery rate).",
                tested=figures["tested"],
                value=title,
            )
        ]
    said = [
        tr(
            "Of {tested:,} places, {high:,} are high among high and {low:,} low among low in "
            "“{value}”; {odd_high:,} are high among low and {odd_low:,} low among high "
            "(5 % false discovery rate).",
            value=title,
            tested=figures["tested"],
            high=figures["high-high"],
            low=figures["low-low"],
            odd_high=figures["high-low"],
            odd_low=figures["low-high"],
        )
    ]
    ranked = np.argsort(columns["p"], kind="stable")
    unlike = [i for i in ranked if columns["finding"][i] in ("high-low", "low-high")]
    if unlike and sites.names is not None:
        names = listing(sites.names[unlike[:NAMED]].tolist())
        said.append(tr("Most unlike their neighbours: {names}.", names=names))
    return said


def _method(parameters: NeighbourParameters, who: Message) -> Method:
    notes = [
        who,
        tr("I is spdep's: scaled by the variance over n (esda's × n / (n − 1))."),
        tr("z is under conditional randomisation (Sokal 1998); p-values are two-sided."),
        tr("p_fdr corrects the analytic p by the false discovery rate; findings follow it."),
    ]
    if parameters.permutations:
        notes.append(permutation_note(parameters.permutations, "two-sided"))
    return Method(tr("Local Moran's I").both(), ANALYSIS.citation, bilingual(notes))
