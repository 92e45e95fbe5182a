"""What is near and how many are enough, where the user does not say."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from scipy.stats import poisson

from gridloom_analytics.analyses.clusters import ClusterParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.clusters.events import Events
from gridloom_analytics.answers.clusters.reach import reach
from gridloom_analytics.answers.sentences import figure
from gridloom_analytics.statistics.clusters.elbow import elbow, fewest_points, nearest_distances
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr

Integers = npt.NDArray[np.int64]
Find = Callable[[float], tuple[Integers, int]]
"""Finds the clusters at a distance, and the fewest points of a core there."""

RARE = 0.001
"""The share of evenly spread points that may look like cores."""
SHORTER = 0.8
"""Distances are tried each a fifth shorter than the one before."""
TRIES = 12
KEPT = 0.6
"""A shorter distance may let go of no more: it is to part clusters, not to dissolve them."""


@dataclass(frozen=True)
class Chosen:
    """A distance, the clusters and the fewest points of a core that it gives, and why it is."""

    distance: float
    labels: Integers
    fewest: int
    why: Message


def choose_distance(inputs: Inputs, events: Events, find: Find) -> Chosen:
    """Return the elbow of the distances, or the longest shorter one that parts a cluster too wide.

    Where none does, as clusters would dissolve before they part, the elbow stays.
    """
    points = events.site.points
    nearest = fewest_points(len(points))
    distance = _elbow(inputs, events, nearest)
    labels, fewest = find(distance)
    first = reach(points, labels)
    held, shorter = int((labels > 0).sum()), distance
    for _ in range(TRIES if first.wide else 0):
        shorter *= SHORTER
        parted, enough = find(shorter)
        if (parted > 0).sum() < KEPT * held:
            break
        if not reach(points, parted).wide:
            why = tr(
                "The distance is the longest tried at which no cluster is too wide. At {elbow} m, "
                "where the curve of distances to the {nearest}th point, itself counted, bends most "
                "(elbow), one would hold {share} % of the rows within {area} km².",
                elbow=figure(distance),
                nearest=nearest,
                share=figure(round(100 * first.share, 1)),
                area=figure(first.area / 1e6),
            )
            return Chosen(shorter, parted, enough, why)
    why = tr(
        "The distance is where the curve of distances to the {nearest}th point, itself counted, "
        "bends most (elbow).",
        nearest=nearest,
    )
    return Chosen(distance, labels, fewest, why)


def _elbow(inputs: Inputs, events: Events, nearest: int) -> float:
    found = elbow(nearest_distances(events.site.points, nearest))
    if not found:
        raise BadInput(
            "no-distance",
            tr("So many rows share their places that no distance suggests itself."),
            Where(layer=inputs.name, column="distance"),
            tr("Set the distance to neighbours, in metres."),
        )
    return found


def chance_points(events: Events, distance: float, parameters: ClusterParameters) -> int:
    """Return how many points within a distance points spread evenly would nearly never have.

    They would be spread over the convex hull, and for ST-DBSCAN over the whole time span.
    """
    points = events.site.points
    n, hull = len(points), shapely.MultiPoint(points).convex_hull.area
    others = n * np.pi * distance**2 / max(hull, np.pi * distance**2)
    if parameters.method == "st-dbscan" and events.moments is not None:
        span = max(float(np.ptp(events.moments)), 2 * parameters.days)
        others *= 2 * parameters.days / span
    return 1 + int(poisson.isf(RARE, others))
