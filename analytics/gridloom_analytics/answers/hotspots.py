"""Hot spots of a value by Getis and Ord's Gi* or Gi."""

from typing import Any

import numpy as np
import numpy.typing as npt

from gridloom_analytics.analyses.hotspots import ANALYSIS, HotspotParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.agreement import permutation_warning
from gridloom_analytics.answers.answering import answered
from gridloom_analytics.answers.bins import bin_style
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
from gridloom_analytics.statistics.local.getis_ord import local_g
from gridloom_analytics.statistics.significance.p_values import (
    bonferroni,
    confidence_bins,
    false_discovery_rate,
    normal_p,
    simulated_p,
)
from gridloom_analytics.statistics.significance.permutation import permute
from gridloom_layers.language import Message, tr, tr_n
from gridloom_layers.progress import Progress

OF_NEIGHBOURS = ("z", "p", "p_sim", "p_fdr", "p_bonferroni")
NAMED = 3
"""How many places the summary names."""


def hotspots(
    inputs: Inputs, parameters: HotspotParameters, seed: int, progress: Progress
) -> Result:
    """Return z, p, corrected p and the confidence bin of each row of the layer.

    The analytic p is the primary one; ``p_sim`` stands beside it where permutations were asked
    for. Rows without a value or a geometry have nulls; islands have only their value and flag.
    """
    sites, title = complete_sites(inputs, parameters.value), title_of(inputs, parameters.value)
    progress.report("neighbours", 0, 0)
    graph, who = neighbourhood(inputs, sites, parameters)
    columns = _scores(sites.values, graph, parameters)
    if parameters.permutations:
        columns["p_sim"] = _simulated(sites.values, graph, parameters, seed, progress)
    primary = sites.place(columns, inputs.layer.index)
    warnings = (
        *raw_count_warning(inputs, parameters.value),
        *sites.warnings,
        *untested_warnings(graph, columns["z"]),
        *permutation_warning(
            columns["p"],
            columns.get("p_sim"),
            parameters.correction,
            parameters.permutations,
        ),
    )
    return answered(
        ANALYSIS,
        inputs,
        parameters,
        seed,
        primary=primary,
        method=_method(parameters, who),
        summary=_summary(sites, columns, parameters, title),
        style=bin_style(tr("Hot and cold spots of “{value}”", value=title)),
        units={"value": dict(inputs.units).get(parameters.value, "")},
        scalars=_figures(columns),
        warnings=warnings,
        guarded=("value", *OF_NEIGHBOURS),
        of_neighbours=OF_NEIGHBOURS,
    )


def _scores(
    values: npt.NDArray[np.float64], graph: Graph, parameters: HotspotParameters
) -> dict[str, Any]:
    z = local_g(values, graph, star=parameters.star)
    p = normal_p(z, parameters.alternative)
    corrected = {"none": p, "fdr": false_discovery_rate(p), "bonferroni": bonferroni(p)}
    return {
        "value": values,
        "z": z,
        "p": p,
        "p_fdr": corrected["fdr"],
        "p_bonferroni": corrected["bonferroni"],
        "bin": confidence_bins(z, corrected[parameters.correction]),
        "neighbour_count": graph.cardinalities,
        "island": graph.islands,
    }


def _simulated(
    values: npt.NDArray[np.float64],
    graph: Graph,
    parameters: HotspotParameters,
    seed: int,
    progress: Progress,
) -> npt.NDArray[np.float64]:
    found = permute(values, graph, parameters.permutations, seed, progress)
    p = simulated_p(found.at_least, found.at_most, found.draws, parameters.alternative)
    return np.where(graph.islands, np.nan, p)


def _figures(columns: dict[str, Any]) -> dict[str, float | int | str | None]:
    bins = columns["bin"]
    return {
        "tested": int(np.isfinite(bins).sum()),
        "hot": int((bins >= 2).sum()),
        "cold": int((bins <= -2).sum()),
        "islands": int(columns["island"].sum()),
    }


CORRECTIONS = {
    "fdr": tr("corrected for many tests by the false discovery rate"),
    "bonferroni": tr("corrected for many tests by Bonferroni's rule"),
    "none": tr("not corrected for many tests"),
}


def _summary(
    sites: Sites, columns: dict[str, Any], parameters: HotspotParameters, title: Message
) -> list[Message]:
    figures = _figures(columns)
    if not figures["hot"] and not figures["cold"]:
        return [_nothing(figures, parameters, title)]
    said = [
        tr(
            "Hot spots of “{value}”: {hot:,}; cold spots: {cold:,}; among {tested:,} places "
            "(95 % confidence, {correction}).",
            value=title,
            correction=CORRECTIONS[parameters.correction],
            **{name: figures[name] for name in ("hot", "cold", "tested")},
        )
    ]
    ranked = np.argsort(-np.nan_to_num(columns["z"], nan=-np.inf), kind="stable")
    hottest = [i for i in ranked[:NAMED] if columns["bin"][i] >= 2]
    if hottest and sites.names is not None:
        said.append(tr("The hottest: {names}.", names=listing(sites.names[hottest].tolist())))
    if parameters.correction == "none":
        said.append(_by_chance(figures))
    return said


def _nothing(figures: dict[str, Any], parameters: HotspotParameters, title: Message) -> Message:
    return tr(
        "No hot or cold spot of “{value}” among {tested:,} places is more than chance could give "
        "(95 % confidence, {correction}); this does not show that the value is spread evenly.",
        value=title,
        tested=figures["tested"],
        correction=CORRECTIONS[parameters.correction],
    )


def _by_chance(figures: dict[str, Any]) -> Message:
    return tr_n(
        "By chance alone, about {count:,} place would look like one.",
        "By chance alone, about {count:,} places would look like one.",
        max(1, round(0.05 * figures["tested"])),
    )


SIDES = {
    "two-sided": tr("p-values are two-sided."),
    "greater": tr("p-values are one-sided: unusually high."),
    "less": tr("p-values are one-sided: unusually low."),
}


def _method(parameters: HotspotParameters, who: Message) -> Method:
    name = (
        tr("Getis-Ord Gi*: the place itself counts")
        if parameters.star
        else tr("Getis-Ord Gi: the place itself does not count")
    )
    notes = [who, SIDES[parameters.alternative]]
    notes.append(tr("z and p are analytic, under randomisation; the bins follow the corrected p."))
    if parameters.permutations:
        notes.append(permutation_note(parameters.permutations, parameters.alternative))
    return Method(name.both(), ANALYSIS.citation, bilingual(notes))
