"""Groups of events by the method asked for, and why the parameters are what they are."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridloom_analytics.analyses.clusters import ClusterParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.clusters.choosing import chance_points, choose_distance
from gridloom_analytics.answers.clusters.events import Events
from gridloom_analytics.answers.sentences import figure
from gridloom_analytics.statistics.clusters.dbscan import dbscan
from gridloom_analytics.statistics.clusters.elbow import fewest_points
from gridloom_analytics.statistics.clusters.hdbscan import hdbscan
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr
from gridloom_layers.progress import Progress

Integers = npt.NDArray[np.int64]

MOST_HDBSCAN = 50_000
"""scikit-learn's HDBSCAN compares all pairs; more rows would take many minutes."""
CLUSTER_OF = 2
"""The least size of a cluster that is told of."""


@dataclass(frozen=True)
class Grouping:
    """The cluster of each event (1 is the largest, −1 none).

    ``near`` says what is near, ``notes`` why that was chosen where nobody did.
    """

    labels: Integers
    near: Message
    notes: tuple[Message, ...] = ()


def group(
    inputs: Inputs, events: Events, parameters: ClusterParameters, progress: Progress
) -> Grouping:
    """Return the clusters of events."""
    _check_fewest(inputs, events, parameters)
    if parameters.method == "hdbscan":
        return _hierarchical(inputs, events, parameters, progress)
    progress.report("neighbours", 0, 0)

    def find(distance: float) -> tuple[Integers, int]:
        fewest = _fewest(events, distance, parameters)
        return _dense(inputs, events, parameters, distance, fewest, progress), fewest

    distance, notes = parameters.distance, ()
    if distance:
        labels, fewest = find(distance)
    else:
        chosen = choose_distance(inputs, events, find)
        distance, labels, fewest = chosen.distance, chosen.labels, chosen.fewest
        notes = (chosen.why,)
    if not parameters.fewest:
        notes = (*notes, _why_so_many(events, distance, parameters))
    return Grouping(labels, _what_is_near(parameters, distance, fewest), notes)


def _dense(
    inputs: Inputs,
    events: Events,
    parameters: ClusterParameters,
    distance: float,
    fewest: int,
    progress: Progress,
) -> Integers:
    """Return the clusters by DBSCAN, or by ST-DBSCAN."""
    timed = parameters.method == "st-dbscan"
    try:
        return dbscan(
            events.site.points,
            distance,
            fewest,
            times=events.moments if timed else None,
            days=parameters.days if timed else 0.0,
            progress=progress,
        )
    except ValueError as error:
        raise _too_short(inputs, distance) from error


def _hierarchical(
    inputs: Inputs, events: Events, parameters: ClusterParameters, progress: Progress
) -> Grouping:
    n = len(events.site.points)
    if n > MOST_HDBSCAN:
        raise BadInput(
            "too-many-rows",
            tr("HDBSCAN compares all pairs of rows; {count:,} are too many.", count=n),
            Where(layer=inputs.name, column="method"),
            tr("Use DBSCAN, or select at most {most:,} rows by a condition.", most=MOST_HDBSCAN),
        )
    fewest = parameters.fewest or fewest_points(n)
    progress.report("clusters", 0, 0)
    near = tr("A cluster has at least {fewest:,} points; its density is its own.", fewest=fewest)
    return Grouping(hdbscan(events.site.points, fewest), near)


def _fewest(events: Events, distance: float, parameters: ClusterParameters) -> int:
    """Return how many points make a core: as given, else more than chance would nearly ever give.

    They are never fewer than the logarithm of the number of rows.
    """
    least = fewest_points(len(events.site.points))
    return parameters.fewest or max(least, chance_points(events, distance, parameters))


def _why_so_many(events: Events, distance: float, parameters: ClusterParameters) -> Message:
    return tr(
        "The fewest points are the more of ln n and of what points spread evenly over their "
        "convex hull would have near one in a thousand of them ({chance:,}).",
        chance=chance_points(events, distance, parameters),
    )


def _what_is_near(parameters: ClusterParameters, distance: float, fewest: int) -> Message:
    if parameters.method == "st-dbscan":
        return tr(
            "A core has at least {fewest:,} points, itself counted, at most {distance} m and "
            "{days} days away.",
            fewest=fewest,
            distance=figure(distance),
            days=figure(parameters.days),
        )
    return tr(
        "A core has at least {fewest:,} points, itself counted, at most {distance} m away.",
        fewest=fewest,
        distance=figure(distance),
    )


def _check_fewest(inputs: Inputs, events: Events, parameters: ClusterParameters) -> None:
    n, fewest = len(events.site.points), parameters.fewest
    if fewest and not CLUSTER_OF <= fewest <= n:
        raise BadInput(
            "bad-parameter",
            tr("{count:,} rows have no cluster of at least {fewest:,}.", count=n, fewest=fewest)
            if fewest > n
            else tr("A cluster has at least two points."),
            Where(layer=inputs.name, column="fewest"),
            tr("Set fewest from {least} to {most:,}, or to 0.", least=CLUSTER_OF, most=n),
        )


def _too_short(inputs: Inputs, distance: float) -> BadInput:
    return BadInput(
        "distance-too-short",
        tr("{distance} m is too short for how far the rows lie apart.", distance=distance),
        Where(layer=inputs.name, column="distance"),
        tr("Set a longer distance."),
    )
