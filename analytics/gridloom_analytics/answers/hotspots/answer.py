"""Hot spots of a value by Getis and Ord's Gi* or Gi."""

from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from gridloom_analytics.analyses.hotspots import ANALYSIS, HotspotParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.answering import answered
from gridloom_analytics.answers.bins import bin_style
from gridloom_analytics.answers.hotspots.scale import choose_scale, scale_chart
from gridloom_analytics.answers.hotspots.subject import COUNT, Subject, subject_of
from gridloom_analytics.answers.hotspots.wording import (
    method,
    score_chart,
    smaller_than_a_cell,
    summary,
)
from gridloom_analytics.answers.neighbourhood import neighbourhood, untested_warnings
from gridloom_analytics.answers.odd_neighbours import odd_neighbours
from gridloom_analytics.result import Result
from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.local.getis_ord import local_g
from gridloom_analytics.statistics.significance.p_values import (
    bonferroni,
    confidence_bins,
    deciding_p,
    false_discovery_rate,
)
from gridloom_analytics.statistics.significance.permutation import permute
from gridloom_analytics.statistics.significance.sums import shape_of_neighbours, shape_with_own
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress

OF_NEIGHBOURS = ("z", "p", "p_sim", "p_fdr", "p_bonferroni")
FOUND = 2
"""The least bin that is called a hot spot: 95 % confidence."""


def hotspots(
    inputs: Inputs, parameters: HotspotParameters, seed: int, progress: Progress
) -> Result:
    """Return z, p, corrected p and the confidence bin of each row of the layer.

    The bins follow ``p_sim`` where permutations were asked for, else ``p``, which allows for
    skewed values. Rows without a value or a geometry have nulls; islands have only their value
    and flag. Where points are counted, ``shapes["cells"]`` has the same columns on the cells, and
    each row those of its cell. With ``auto`` the table ``scales`` has the distances tried.
    """
    subject = subject_of(inputs, parameters)
    progress.report("neighbours", 0, 0)
    where = (subject.inputs, subject.sites)
    scale = choose_scale(*where) if parameters.auto else None
    graph, who = neighbourhood(*where, parameters) if scale is None else (scale.graph, scale.reason)
    columns = _scores(subject.sites.values, graph, parameters, seed, progress)
    on_sites = subject.sites.place(columns, subject.inputs.layer.index)
    figures = _figures(columns)
    return answered(
        ANALYSIS,
        inputs,
        parameters,
        seed,
        primary=subject.on_rows(on_sites, inputs.layer.index),
        method=method(parameters, (*subject.notes, who)),
        summary=summary(subject, columns, figures, parameters, scale),
        style=bin_style(tr("Hot and cold spots of “{value}”", value=subject.title)),
        units={"value": dict(inputs.units).get(parameters.value or "", "")},
        scalars=figures | ({} if scale is None else {"distance": scale.distance}),
        tables={} if scale is None else {"scales": scale.tried},
        charts={"scores": score_chart(subject.title)}
        | ({} if scale is None else {"scales": scale_chart()}),
        shapes=_shapes(subject, on_sites),
        warnings=(
            *(() if scale is not None else odd_neighbours(*where, parameters, graph)),
            *subject.warnings,
            *subject.sites.warnings,
            *untested_warnings(graph, columns["z"]),
            *smaller_than_a_cell(subject, figures),
        ),
        guarded=("value", *OF_NEIGHBOURS),
        of_neighbours=OF_NEIGHBOURS,
    )


def _shapes(subject: Subject, on_sites: pd.DataFrame) -> dict[str, gpd.GeoDataFrame]:
    """Return the cells with all columns of the result, where points are counted."""
    if subject.cell is None:
        return {}
    cells = subject.inputs.layer.drop(columns=COUNT)
    return {"cells": gpd.GeoDataFrame(cells.join(on_sites).reset_index(drop=True))}


def _scores(
    values: npt.NDArray[np.float64],
    graph: Graph,
    parameters: HotspotParameters,
    seed: int,
    progress: Progress,
) -> dict[str, Any]:
    z = local_g(values, graph, star=parameters.star)
    shape = (shape_with_own if parameters.star else shape_of_neighbours)(values, graph)
    side = parameters.alternative
    deciding = p = shape.p(z, side)
    simulated: dict[str, Any] = {}
    if draws := parameters.permutations:
        found = permute(values, graph, draws, seed, progress, own=parameters.star)
        p_sim = np.where(np.isnan(z), np.nan, found.p(side))
        deciding, simulated = deciding_p(p, p_sim, draws, side), {"p_sim": p_sim}
    corrected = {
        "none": deciding,
        "fdr": false_discovery_rate(deciding),
        "bonferroni": bonferroni(deciding),
    }
    return {
        "value": values,
        "z": z,
        "p": p,
        "p_fdr": corrected["fdr"],
        "p_bonferroni": corrected["bonferroni"],
        "bin": confidence_bins(z, corrected[parameters.correction]),
        "neighbour_count": graph.cardinalities,
        "island": graph.islands,
        **simulated,
    }


def _figures(columns: dict[str, Any]) -> dict[str, float | int | str | None]:
    bins = columns["bin"]
    return {
        "tested": int(np.isfinite(bins).sum()),
        "hot": int((bins >= FOUND).sum()),
        "cold": int((bins <= -FOUND).sum()),
        "islands": int(columns["island"].sum()),
    }
