"""Clusters of points by DBSCAN, ST-DBSCAN or HDBSCAN."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridloom_analytics.analyses.clusters import ANALYSIS, ClusterParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.answering import answered
from gridloom_analytics.answers.clusters.charts import charts, course
from gridloom_analytics.answers.clusters.events import Events, read_events
from gridloom_analytics.answers.clusters.extents import cluster_table, hull_layer, outlines_of
from gridloom_analytics.answers.clusters.grouping import group
from gridloom_analytics.answers.clusters.style import cluster_style, groups
from gridloom_analytics.answers.clusters.wording import method_of, summary, warnings
from gridloom_analytics.answers.places import to_metres
from gridloom_analytics.result import Result
from gridloom_layers.progress import Progress

Integers = npt.NDArray[np.int64]


def clusters(
    inputs: Inputs, parameters: ClusterParameters, seed: int, progress: Progress
) -> Result:
    """Return the cluster of each row: 1 is the largest, −1 noise, null where there is no place.

    ``membership`` is what the map shows: the largest clusters by number, ``other`` and ``noise``.
    The table ``clusters`` and the shapes ``hulls`` have a row for each cluster, ``course`` one for
    each step of time, where times are known.
    """
    events = read_events(inputs, parameters)
    found = group(inputs, events, parameters, progress)
    scale = to_metres(inputs)
    outlines = outlines_of(events.site.points, found.labels, parameters.hull)
    table = cluster_table(events, found.labels, outlines, scale)
    over_time = course(events.moments, found.labels)
    return answered(
        ANALYSIS,
        inputs,
        parameters,
        seed,
        primary=_primary(inputs, events, found.labels),
        method=method_of(parameters, (found.near, *found.notes)),
        summary=[*summary(inputs, found.labels, table), found.near],
        style=cluster_style(inputs, len(table)),
        units={"area_km2": "km²", "density": "/km²", "days": "d"},
        scalars=_figures(found.labels, table),
        tables={"clusters": table} | ({} if over_time is None else {"course": over_time}),
        charts=charts(table, over_time),
        shapes={"hulls": hull_layer(table, outlines, scale, inputs.crs)},
        warnings=warnings(events, found.labels, table, parameters.method),
    )


def _primary(inputs: Inputs, events: Events, labels: Integers) -> pd.DataFrame:
    columns = {"cluster": labels, "membership": groups(labels)}
    return events.site.place(columns, inputs.layer.index).astype({"cluster": "Int64"})


def _figures(labels: Integers, table: pd.DataFrame) -> dict[str, float | int | str | None]:
    return {
        "n": len(labels),
        "clusters": len(table),
        "noise": int((labels < 0).sum()),
        "largest": int((labels == 1).sum()),
    }
