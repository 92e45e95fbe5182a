"""Moran's I, Geary's C and Getis and Ord's G of a number."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridloom_analytics.analyses.autocorrelation import ANALYSIS, AutocorrelationParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.answering import answered
from gridloom_analytics.answers.autocorrelation.correlogram import correlogram
from gridloom_analytics.answers.autocorrelation.finding import (
    Finding,
    decided,
    found,
    linked,
    spread,
    too_few_draws,
)
from gridloom_analytics.answers.autocorrelation.wording import scatter, value_method, value_summary
from gridloom_analytics.answers.bins import quadrant_style
from gridloom_analytics.answers.neighbourhood import neighbourhood
from gridloom_analytics.answers.odd_neighbours import odd_neighbours
from gridloom_analytics.answers.sentences import figure, raw_count_warning, title_of
from gridloom_analytics.answers.sites import Sites, complete_sites
from gridloom_analytics.result import Result
from gridloom_analytics.statistics.autocorrelation.indices import gearys_c, general_g, morans_i
from gridloom_analytics.statistics.autocorrelation.pairs import Pairs
from gridloom_analytics.statistics.autocorrelation.shuffling import Form, shuffle_values
from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.local.moran import quadrants
from gridloom_analytics.statistics.scaling import deviations
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress

Floats = npt.NDArray[np.float64]

GUARDED = ("value", "standardised", "lag")
OF_NEIGHBOURS = ("standardised", "lag")
"""The mean and the deviation of all values can be had from two rows of these."""


@dataclass(frozen=True)
class Index:
    """How a statistic is computed, what it is called, and which way it goes."""

    scalar: str
    form: Form
    sign: int
    standardised: bool


INDICES = {
    "moran": Index("i", "products", 1, True),
    "geary": Index("c", "differences", -1, True),
    "general-g": Index("g", "products", 1, False),
}
FUNCTIONS = {"moran": morans_i, "geary": gearys_c, "general-g": general_g}


def values(
    inputs: Inputs, parameters: AutocorrelationParameters, seed: int, progress: Progress
) -> Result:
    """Return I, C or G of a number, with each place on the Moran scatter plot."""
    sites, title = complete_sites(inputs, parameters.value), title_of(inputs, parameters.value)
    progress.report("neighbours", 0, 0)
    whole, who = neighbourhood(inputs, sites, parameters)
    graph, said = linked(whole)
    own = sites.values[~whole.islands]
    _refuse_constant(inputs, parameters.value, own)
    if parameters.statistic == "general-g":
        _refuse_for_g(inputs, parameters.value, own)
    finding = decided(_finding(own, graph, parameters, seed, progress))
    tables, charts = correlogram(inputs, sites, parameters)
    return answered(
        ANALYSIS,
        inputs,
        parameters,
        seed,
        primary=_primary(sites, own, graph, whole, inputs.layer.index),
        method=value_method(parameters, who),
        summary=value_summary(parameters.statistic, finding, title, graph.n),
        style=quadrant_style(tr("“{value}” here and around", value=title)),
        units={"value": dict(inputs.units).get(parameters.value, "")},
        scalars=finding.figures(INDICES[parameters.statistic].scalar) | _sizes(whole),
        tables=tables,
        charts={"scatter": scatter(title)} | charts,
        warnings=(
            *raw_count_warning(inputs, parameters.value),
            *sites.warnings,
            *odd_neighbours(inputs, sites, parameters, whole),
            *too_few_draws(parameters.permutations),
            *said,
        ),
        guarded=GUARDED,
        of_neighbours=OF_NEIGHBOURS,
    )


def _finding(
    own: Floats, graph: Graph, parameters: AutocorrelationParameters, seed: int, progress: Progress
) -> Finding:
    index = INDICES[parameters.statistic]
    pairs = Pairs.of(graph.row_standardised() if index.standardised else graph)
    tails = None
    if draws := parameters.permutations:
        # the draws of a plain product would be those of its deviations only if rows summed alike
        shuffled = deviations(own) if index.standardised else own
        counts = shuffle_values(shuffled, pairs, index.form, draws, seed, progress)
        tails = (draws, int(counts.at_least[0]), int(counts.at_most[0]))
    return found(FUNCTIONS[parameters.statistic](own, pairs), index.sign, tails)


def _primary(
    sites: Sites, own: Floats, graph: Graph, whole: Graph, index: pd.Index
) -> pd.DataFrame:
    centred = deviations(own)
    standardised = centred / centred.std()
    lag = graph.row_standardised().matrix @ standardised
    quadrant = np.full(whole.n, None, dtype=object)
    quadrant[~whole.islands] = quadrants(standardised, lag, graph.islands)
    columns: dict[str, Any] = {
        "value": sites.values,
        "standardised": spread(standardised, whole),
        "lag": spread(lag, whole),
        "quadrant": quadrant,
        "neighbour_count": whole.cardinalities,
        "island": whole.islands,
    }
    return sites.place(columns, index)


def _sizes(whole: Graph) -> dict[str, float | int | str | None]:
    islands = int(whole.islands.sum())
    return {"n": whole.n - islands, "links": len(whole.indices), "islands": islands}


def _refuse_for_g(inputs: Inputs, column: str, given: Floats) -> None:
    if (given < 0).any():
        raise BadInput(
            "negative-values",
            tr(
                "“{column}” has negative values, the lowest {lowest}; G adds up products.",
                column=column,
                lowest=figure(float(given.min())),
            ),
            Where(layer=inputs.name, column=column),
            tr("Use Moran's I, or a column without negative values."),
        )
    if (given > 0).sum() < 2:
        raise BadInput(
            "too-few-values",
            tr("Only one place has a value over 0 in “{column}”; G needs two.", column=column),
            Where(layer=inputs.name, column=column),
            tr("Use join counts, or a column with more values over 0."),
        )


def _refuse_constant(inputs: Inputs, column: str, own: Floats) -> None:
    if own.min() == own.max():
        raise BadInput(
            "constant-values",
            tr("All places with neighbours have the same value in “{column}”.", column=column),
            Where(layer=inputs.name, column=column),
            tr("Choose a column whose values differ."),
        )
