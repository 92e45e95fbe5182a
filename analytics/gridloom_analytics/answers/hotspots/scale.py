"""The distance at which hot spots are looked for, chosen from the data, and why."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.spatial import KDTree

from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.autocorrelation.correlogram import MOST_LINKS, table
from gridloom_analytics.answers.neighbourhood import all_are_neighbours
from gridloom_analytics.answers.places import metres
from gridloom_analytics.answers.sentences import figure
from gridloom_analytics.answers.sites import Sites
from gridloom_analytics.chart import Chart, Series
from gridloom_analytics.statistics.autocorrelation.by_distance import (
    AtDistance,
    first_peak,
    incremental,
)
from gridloom_analytics.statistics.graphs.description import nearest_distances
from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.graphs.proximity import build_distance_band, links_within
from gridloom_analytics.statistics.tessellation import rounded_up
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr, tr_n

Floats = npt.NDArray[np.float64]

TRIED = 10
"""How many distances are tried (ArcGIS tries as many)."""
FAR = 3.0
"""A place this many deviations farther from its nearest than the mean says nothing of the scale."""
LEAST_K, MOST_K, SHARE = 3, 30, 0.05
"""Without a peak: neighbours for each place, a share of all places within these bounds."""


@dataclass(frozen=True)
class Scale:
    """The chosen ``distance`` in metres, its graph, the reason, and the distances tried."""

    distance: float
    graph: Graph
    reason: Message
    tried: pd.DataFrame


def choose_scale(inputs: Inputs, sites: Sites) -> Scale:
    """Return the distance at which like values stand out most.

    As in ArcGIS' Optimized Hot Spot Analysis: Moran's I is taken at ten distances, from the one
    at which every place has a neighbour (places far from all others left out), each farther by
    the mean distance to the nearest; the first peak of its z is the scale. Without one it is the
    mean distance to 5 % of all places (3 at least, 30 at most), but not over the standard
    distance of the places, nor under the first one tried. Distances are rounded up to three
    digits.
    """
    points = metres(inputs, sites.shapes)
    distances = _distances(inputs, points)
    found = _varying(incremental(sites.values, points, distances))
    tried = table(found).drop(columns="above").rename(columns={"upto": "distance"})
    peak = first_peak(tried["z"].to_numpy())
    if peak is not None:
        distance = found[peak].upto
        reason = _peak(distance, tried, found[peak].moran.z)
    else:
        distance, what = _without_peak(points, float(distances[0]))
        reason = _no_peak(distance, what, tried)
    tried["chosen"] = tried["distance"] == distance
    graph = build_distance_band(points, distance, sites.layer.index.to_numpy())
    return Scale(distance, graph, reason, tried)


def _varying(found: list[AtDistance]) -> list[AtDistance]:
    """Return the distances at which not yet all places are neighbours of each other."""
    varying = [one for one in found if np.isfinite(one.moran.variance)]
    if not varying:
        raise all_are_neighbours()
    return varying


def _distances(inputs: Inputs, points: Floats) -> Floats:
    """Return the distances to try, fewer where the largest would link too many places."""
    distinct = np.unique(points, axis=0)
    if len(distinct) < LEAST_K + 1:
        raise BadInput(
            "too-few-rows",
            tr_n("“{layer}” has only {count} place.",
                 "“{layer}” has only {count} different places.",
                 len(distinct), layer=inputs.name),
            Where(layer=inputs.name),
            tr("At least {least} are needed.", least=LEAST_K + 1),
        )  # fmt: skip
    nearest = nearest_distances(distinct)
    usual = nearest[nearest <= nearest.mean() + FAR * nearest.std()]
    steps = usual.max() + usual.mean() * np.arange(TRIED)
    distances = np.unique([rounded_up(float(one)) for one in steps])
    while len(distances) > 1 and links_within(points, float(distances[-1])) > MOST_LINKS:
        distances = distances[:-1]
    return distances


def _without_peak(points: Floats, first: float) -> tuple[float, Message]:
    """Return the mean distance to the k-th nearest place within bounds, and what it is."""
    n = len(points)
    k = min(max(round(SHARE * n), LEAST_K), MOST_K, n - 1)
    mean = float(KDTree(points).query(points, k + 1)[0][:, k].mean())
    standard = float(np.sqrt(points.var(axis=0).sum()))
    if min(mean, standard) < first:
        return first, tr("so that each has one")
    if standard < mean:
        return rounded_up(standard), tr("the standard distance of all places")
    return rounded_up(mean), tr("as far as the {k} nearest are on average", k=k)


def _peak(distance: float, tried: pd.DataFrame, z: float) -> Message:
    return tr(
        "Neighbours are places at most {distance} m away: of {count} distances from {first} to "
        "{last} m the first at which like values stand out most (Moran's I, peak of z = {z:.1f}).",
        distance=figure(distance),
        z=z,
        **_range(tried),
    )


def _no_peak(distance: float, what: Message, tried: pd.DataFrame) -> Message:
    return tr(
        "Neighbours are places at most {distance} m away, {what}: none of {count} distances from "
        "{first} to {last} m stands out (z of Moran's I has no peak).",
        distance=figure(distance),
        what=what,
        **_range(tried),
    )


def _range(tried: pd.DataFrame) -> dict[str, object]:
    tested = tried["distance"]
    return {
        "count": len(tested),
        "first": figure(float(tested.iloc[0])),
        "last": figure(float(tested.iloc[-1])),
    }


def scale_chart() -> Chart:
    """Return the chart of how clearly like values lie together at each distance."""
    return Chart(
        kind="lines",
        title=tr("At which distance like values stand out").both(),
        x="distance",
        x_title=tr("distance up to (m)").both(),
        y_title=tr("z of Moran's I").both(),
        series=(Series(column="z", title=tr("z of Moran's I").both()),),
        table="scales",
    )
