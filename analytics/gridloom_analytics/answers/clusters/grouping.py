"""Groups of events by the method asked for, and why the parameters are what they are."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from scipy.stats import poisson

from gridloom_analytics.analyses.clusters import ClusterParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.clusters.events import Events
from gridloom_analytics.answers.sentences import figure
from gridloom_analytics.statistics.clusters.dbscan import dbscan
from gridloom_analytics.statistics.clusters.elbow import elbow, fewest_points, nearest_distances
from gridloom_analytics.statistics.clusters.hdbscan import hdbscan
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr
from gridloom_layers.progress import Progress

Integers = npt.NDArray[np.int64]

MOST_HDBSCAN = 50_000
"""scikit-learn's HDBSCAN compares all pairs; more rows would take many minutes."""
RARE = 0.001
"""The share of evenly spread points that may look like cores."""
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
    points, timed = events.site.points, parameters.method == "st-dbscan"
    progress.report("neighbours", 0, 0)
    distance, notes = _distance(inputs, events, parameters)
    fewest = parameters.fewest
    if not fewest:
        fewest, said = _fewest(events, distance, parameters)
        notes = (*notes, said)
    try:
        labels = dbscan(
            points,
            distance,
            fewest,
            times=events.moments if timed else None,
            days=parameters.days if timed else 0.0,
            progress=progress,
        )
    except ValueError as error:
        raise _too_short(inputs, distance) from error
    return Grouping(labels, _what_is_near(parameters, distance, fewest), notes)


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


def _distance(
    inputs: Inputs, events: Events, parameters: ClusterParameters
) -> tuple[float, tuple[Message, ...]]:
    """Return the distance given, or the elbow of distances, and a sentence that says so."""
    if parameters.distance:
        return parameters.distance, ()
    nearest = fewest_points(len(events.site.points))
    found = elbow(nearest_distances(events.site.points, nearest))
    if not found:
        raise BadInput(
            "no-distance",
            tr("So many rows share their places that no distance suggests itself."),
            Where(layer=inputs.name, column="distance"),
            tr("Give it as distance=…, in metres."),
        )
    said = tr(
        "The distance is where the curve of distances to the {nearest}th point, itself counted, "
        "bends most (elbow).",
        nearest=nearest,
    )
    return found, (said,)


def _fewest(events: Events, distance: float, parameters: ClusterParameters) -> tuple[int, Message]:
    """Return how many points make a core: more than points spread evenly would nearly ever have.

    They would be spread over the convex hull, and for ST-DBSCAN over the whole time span.
    """
    points = events.site.points
    n, hull = len(points), shapely.MultiPoint(points).convex_hull.area
    others = n * np.pi * distance**2 / max(hull, np.pi * distance**2)
    if parameters.method == "st-dbscan" and events.moments is not None:
        span = max(float(np.ptp(events.moments)), 2 * parameters.days)
        others *= 2 * parameters.days / span
    chance = 1 + int(poisson.isf(RARE, others))
    said = tr(
        "The fewest points are the more of ln n and of what points spread evenly over their "
        "convex hull would have near one in a thousand of them ({chance:,}).",
        chance=chance,
    )
    return max(fewest_points(n), chance), said


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
