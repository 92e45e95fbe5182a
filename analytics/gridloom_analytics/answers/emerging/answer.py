"""The answer of the analysis: cube, tests, trends and patterns."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridloom_analytics.analyses.emerging import ANALYSIS, EmergingParameters
from gridloom_analytics.analyses.neighbours import NeighbourParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.answering import answered
from gridloom_analytics.answers.emerging.counting import Counted, count_events
from gridloom_analytics.answers.emerging.legend import pattern_style
from gridloom_analytics.answers.emerging.telling import (
    TREND_LEVEL,
    charts,
    days_of,
    method,
    summary,
)
from gridloom_analytics.answers.moments import day_text
from gridloom_analytics.answers.neighbourhood import neighbourhood, untested_warnings
from gridloom_analytics.bilingual import Given
from gridloom_analytics.result import Result
from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.significance.p_values import normal_p
from gridloom_analytics.statistics.spacetime.cube import Cube, cube_bins
from gridloom_analytics.statistics.spacetime.mann_kendall import mann_kendall
from gridloom_analytics.statistics.spacetime.patterns import PATTERNS, patterns
from gridloom_layers.progress import Progress

Floats = npt.NDArray[np.float64]
Bins = npt.NDArray[np.int8]
Columns = dict[str, npt.NDArray[Any]]

DEPTH = {"90": 1, "95": 2, "99": 3}
"""The least bin that is a hot spot with each confidence."""
MOST_BINS = 1_000_000
"""Of more bins no table is made: nobody reads it, and no sheet of a workbook holds it."""
TYPES = {"last_bin": "Int64", "events": "Int64", "neighbour_count": "Int64", "island": "boolean"}


def emerging(
    inputs: Inputs, parameters: EmergingParameters, seed: int, progress: Progress
) -> Result:
    """Return the pattern, trends and last state of each area of the layer.

    Areas without a neighbour have their number of events only. The tables are on patterns
    (``pattern``, ``areas``, ``events``) and on steps (``begins``, ``ends``: the first and last
    day; ``events``, ``hot``, ``cold``: areas), and on the bins of the cube (``area``: row key,
    ``begins``, ``events``, ``bin``): those with events or a bin other than 0, unless there are
    more than ``MOST_BINS``.
    """
    counted = count_events(inputs, parameters)
    events = inputs.layers["events"]
    progress.report("neighbours", 0, 0)
    near = NeighbourParameters(
        value=parameters.time,
        neighbours=parameters.neighbours,
        k=parameters.k,
        distance=parameters.distance,
    )
    graph, who = neighbourhood(inputs, counted.sites, near)
    cube = Cube(counted.counts, graph)
    z = cube.g(parameters.steps_before, parameters.window)
    bins = cube_bins(z, cube.p(z, parameters.steps_before, parameters.window))
    columns = _columns(cube, z, bins, parameters, progress)
    figures = _figures(counted, columns, graph, parameters)
    primary = pd.DataFrame(columns, index=counted.sites.layer.index)
    return answered(
        ANALYSIS,
        inputs,
        parameters,
        seed,
        primary=primary.astype(TYPES).reindex(inputs.layer.index),
        method=method(parameters, who),
        summary=summary(counted, columns, figures, parameters),
        style=pattern_style(parameters.where),
        scalars=figures,
        tables={
            "patterns": _pattern_table(columns),
            "steps": _step_table(counted, bins, parameters),
            **_bin_table(counted, bins),
        },
        charts=charts(),
        warnings=(
            *map(Given.of, events.warnings),
            *counted.sites.warnings,
            *counted.warnings,
            *untested_warnings(graph, columns["last_z"]),
        ),
    )


def _columns(
    cube: Cube, z: Floats, bins: Bins, parameters: EmergingParameters, progress: Progress
) -> Columns:
    depth, alone = DEPTH[parameters.confidence], cube.graph.islands
    hot, cold = bins >= depth, bins <= -depth
    # Sums over several steps have steps in common: as a series they would seem to rise or fall
    # three times as often as the level says, so the trend is that of each step by itself.
    single = z if parameters.steps_before == 0 else cube.g(0, parameters.window)
    quiet = np.where(np.isnan(single), 0.0, single)  # a step without any event has no z
    trend = np.where(alone, np.nan, mann_kendall(quiet, progress))
    p = normal_p(trend)
    sign = np.where(p < TREND_LEVEL, np.sign(trend), 0).astype(int)
    category = patterns(hot, cold, sign)
    category[alone] = None
    change = mann_kendall(cube.counts, progress)
    return {
        "category": category,
        "trend_z": trend,
        "trend_p": p,
        "hot_share": np.where(alone, np.nan, hot.mean(axis=1)),
        "cold_share": np.where(alone, np.nan, cold.mean(axis=1)),
        "last_z": z[:, -1],
        "last_bin": np.where(alone, np.nan, bins[:, -1]),
        "events": cube.counts.sum(axis=1),
        "events_trend_z": change,
        "events_trend_p": normal_p(change),
        "neighbour_count": cube.graph.cardinalities,
        "island": alone,
    }


def _figures(
    counted: Counted, columns: Columns, graph: Graph, parameters: EmergingParameters
) -> dict[str, Any]:
    depth = DEPTH[parameters.confidence]
    total = mann_kendall(counted.counts.sum(axis=0)[None])
    first, last = days_of(counted)
    return {
        "events": int(counted.counts.sum()),
        "steps": counted.counts.shape[1],
        "first_day": first,
        "last_day": last,
        "tested": int((~graph.islands).sum()),
        "islands": int(graph.islands.sum()),
        "hot_at_last": int((columns["last_bin"] >= depth).sum()),
        "cold_at_last": int((columns["last_bin"] <= -depth).sum()),
        "total_trend_z": float(total[0]),
        "total_trend_p": float(normal_p(total)[0]),
    }


def _pattern_table(columns: Columns) -> pd.DataFrame:
    rows = [columns["category"] == one for one in PATTERNS]
    return pd.DataFrame(
        {
            "pattern": PATTERNS,
            "areas": [int(each.sum()) for each in rows],
            "events": [int(columns["events"][each].sum()) for each in rows],
        }
    )


def _step_table(counted: Counted, bins: Bins, parameters: EmergingParameters) -> pd.DataFrame:
    depth, edges = DEPTH[parameters.confidence], counted.edges
    return pd.DataFrame(
        {
            "begins": [day_text(day) for day in edges[:-1]],
            "ends": [day_text(day - 1) for day in edges[1:]],
            "events": counted.counts.sum(axis=0).astype(np.int64),
            "hot": (bins >= depth).sum(axis=0),
            "cold": (bins <= -depth).sum(axis=0),
        }
    )


def _bin_table(counted: Counted, bins: Bins) -> dict[str, pd.DataFrame]:
    area, step = np.nonzero((counted.counts > 0) | (bins != 0))
    if len(area) > MOST_BINS:
        return {}
    begins = np.array([day_text(day) for day in counted.edges[:-1]], dtype=object)
    table = pd.DataFrame(
        {
            "area": counted.sites.layer.index.to_numpy()[area],
            "begins": begins[step],
            "events": counted.counts[area, step].astype(np.int64),
            "bin": bins[area, step].astype(np.int64),
        }
    )
    return {"bins": table}
