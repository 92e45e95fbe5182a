"""Join counts: how often neighbours are of the same kind."""

from typing import Any

import numpy as np
import pandas as pd

from gridloom_analytics.analyses.autocorrelation import ANALYSIS, AutocorrelationParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.answering import answered
from gridloom_analytics.answers.autocorrelation.finding import (
    Finding,
    decided,
    found,
    linked,
    too_few_draws,
)
from gridloom_analytics.answers.autocorrelation.wording import kinds_summary, value_method
from gridloom_analytics.answers.colours import Coloured, coloured_sites
from gridloom_analytics.answers.neighbourhood import neighbourhood
from gridloom_analytics.answers.odd_neighbours import odd_neighbours
from gridloom_analytics.answers.sentences import title_of
from gridloom_analytics.bilingual import Given
from gridloom_analytics.cartography import Style, StyleClass
from gridloom_analytics.result import Result
from gridloom_analytics.statistics.autocorrelation.join_counts import (
    Codes,
    colour_pairs,
    join_counts,
    unlike_joins,
)
from gridloom_analytics.statistics.autocorrelation.pairs import Pairs
from gridloom_analytics.statistics.autocorrelation.shuffling import shuffle_colours
from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr
from gridloom_layers.progress import Progress

COLOURS = (
    "#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#bbbbbb", "#332288",
    "#ddcc77", "#117733", "#882255", "#44aa99",
)  # fmt: skip
"""Paul Tol's bright and muted colours, told apart with a colour vision deficiency."""


def joins(
    inputs: Inputs, parameters: AutocorrelationParameters, seed: int, progress: Progress
) -> Result:
    """Return the joins of each two kinds, of all unlike ones, and each place's like neighbours."""
    coloured = coloured_sites(inputs, parameters.value, parameters.threshold)
    title = title_of(inputs, parameters.value)
    progress.report("neighbours", 0, 0)
    whole, who = neighbourhood(inputs, coloured.sites, parameters)
    graph, said = linked(whole.binary())
    codes = coloured.codes[~whole.islands]
    _refuse_one_kind(inputs, parameters.value, codes)
    findings = _findings(codes, len(coloured.names), graph, parameters, seed, progress)
    unlike = decided(findings[-1])
    return answered(
        ANALYSIS,
        inputs,
        parameters,
        seed,
        primary=_primary(coloured, whole.binary(), inputs.layer.index),
        method=value_method(parameters, who),
        summary=kinds_summary(unlike, title, graph.n),
        style=_style(coloured, title),
        scalars=unlike.figures("joins")
        | {"n": graph.n, "links": len(graph.indices), "islands": int(whole.islands.sum())},
        tables={"joins": _table(coloured, findings)},
        warnings=(
            *coloured.sites.warnings,
            *odd_neighbours(inputs, coloured.sites, parameters, whole),
            *too_few_draws(parameters.permutations),
            *said,
        ),
        guarded=("value", "alike"),
        of_neighbours=("alike",),
    )


def _findings(
    codes: Codes,
    colours: int,
    graph: Graph,
    parameters: AutocorrelationParameters,
    seed: int,
    progress: Progress,
) -> list[Finding]:
    """Return what is found of each pair of colours, and last of unlike ones together."""
    pairs = Pairs.of(graph)
    scores = [*join_counts(codes, colours, pairs), unlike_joins(codes, colours, pairs)]
    signs = [1 if one == other else -1 for one, other in colour_pairs(colours)] + [-1]
    tails: list[tuple[int, int, int] | None] = [None] * len(scores)
    if draws := parameters.permutations:
        counts = shuffle_colours(codes, colours, pairs, draws, seed, progress)
        both = zip(counts.at_least, counts.at_most, strict=True)
        tails = [(draws, int(high), int(low)) for high, low in both]
    return [found(*one) for one in zip(scores, signs, tails, strict=True)]


def _primary(coloured: Coloured, whole: Graph, index: pd.Index) -> pd.DataFrame:
    codes = coloured.codes
    same = codes[whole.focal] == codes[whole.indices]
    alike = np.bincount(whole.focal, same, minlength=whole.n)
    columns: dict[str, Any] = {
        "value": coloured.called(codes),
        "alike": np.where(whole.islands, np.nan, alike),
        "neighbour_count": whole.cardinalities,
        "island": whole.islands,
    }
    return coloured.sites.place(columns, index)


def _table(coloured: Coloured, findings: list[Finding]) -> pd.DataFrame:
    names = [name["en"] for name in coloured.names]
    order = [(names[one], names[other]) for one, other in colour_pairs(len(names))]
    rows = [*order, ("unlike", "unlike")]
    return pd.DataFrame(
        [
            {"kind": kind, "other_kind": other, **finding.figures("joins")}
            for (kind, other), finding in zip(rows, findings, strict=True)
        ]
    )


def _style(coloured: Coloured, title: Message) -> Style:
    classes = tuple(
        StyleClass(colour=colour, label=Given.of(name).both(), value=name["en"])
        for name, colour in zip(coloured.names, COLOURS, strict=False)
    )
    return Style(
        column="value",
        title=tr("Kinds of “{value}”", value=title).both(),
        kind="categorical",
        classes=classes,
        method="kinds",
    )


def _refuse_one_kind(inputs: Inputs, column: str, codes: Codes) -> None:
    if codes.min() == codes.max():
        raise BadInput(
            "constant-values",
            tr("All places with neighbours are of one kind in “{column}”.", column=column),
            Where(layer=inputs.name, column=column),
            tr("Choose a column with two kinds or more, or another threshold."),
        )
