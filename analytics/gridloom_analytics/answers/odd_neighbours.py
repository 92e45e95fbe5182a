"""Is the choice of neighbours an odd one? What makes it so, in a sentence each."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import shapely

from gridloom_analytics.analyses.neighbours import GraphParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.neighbourhood import kind_of
from gridloom_analytics.answers.places import metres
from gridloom_analytics.answers.sentences import figure
from gridloom_analytics.answers.sites import Located
from gridloom_analytics.statistics.graphs.description import nearest_distances
from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_layers.language import Message, tr, tr_n

MANY_ISLANDS = 0.05
"""A share of places without a neighbour over this is more than a few real islands."""
CROWD, TIMES = 20, 5
"""Very many neighbours: at least this many, and this many times those of the middle place."""
UNEVEN = 100.0
"""Areas differ very much where the largest twentieth is this many times the smallest one."""


def odd_neighbours(
    inputs: Inputs, sites: Located, parameters: GraphParameters, graph: Graph
) -> tuple[Message, ...]:
    """Return what a user should know of the neighbours before believing what rests on them."""
    kind = kind_of(sites, parameters)
    found = list(_crowded(graph))
    if kind in ("queen", "rook"):
        found += _apart(graph)
    elif kind == "hierarchy":
        found += _only_children(graph)
    elif kind == "knn" or (kind == "kernel" and parameters.bandwidth == "adaptive"):
        found += _nearest(metres(inputs, sites.shapes), sites.shapes, parameters.k)
    else:
        found += _too_short(metres(inputs, sites.shapes), parameters.distance, graph)
    return tuple(found)


def _crowded(graph: Graph) -> Iterator[Message]:
    counts = graph.cardinalities
    limit = max(CROWD, TIMES * float(np.median(counts)))
    if many := int((counts >= limit).sum()):
        yield tr_n(
            "{count:,} place has {most:,} neighbours, half of the places at most {median}: what "
            "is found there is about many places at once.",
            "{count:,} places have up to {most:,} neighbours, half of the places at most {median}: "
            "what is found there is about many places at once.",
            many,
            most=int(counts.max()),
            median=figure(float(np.median(counts))),
        )


def _apart(graph: Graph) -> Iterator[Message]:
    if graph.islands.mean() > MANY_ISLANDS:
        yield tr(
            "{percent} % of the places touch no other: they lie apart, or their borders do not "
            "meet. The nearest neighbours leave none out.",
            percent=round(100 * graph.islands.mean()),
        )


def _only_children(graph: Graph) -> Iterator[Message]:
    if alone := int(graph.islands.sum()):
        yield tr_n(
            "{count:,} place has no neighbour because no other has its parent, or it has none.",
            "{count:,} places have no neighbour because no other has their parent, or they have "
            "none.",
            alone,
        )


def _nearest(
    points: npt.NDArray[np.float64], shapes: npt.NDArray[np.object_], k: int
) -> Iterator[Message]:
    n = len(points)
    if k >= n / 2:
        yield tr(
            "{k} neighbours of {n:,} places are half of the map or more: little is local in that. "
            "Choose fewer.",
            k=k,
            n=n,
        )
    _, piles = np.unique(points, axis=0, return_counts=True)
    if (piled := int(piles[piles > k].sum())) > 0:
        yield tr(
            "{piled:,} places lie at points with more than {k} others: all of their neighbours are "
            "at the same point. Add them up by point first, or set k to {most:,} or more.",
            piled=piled,
            k=k,
            most=int(piles.max()),
        )
    low, high = np.quantile(shapely.area(shapes), (0.05, 0.95))
    if low > 0 and high / low >= UNEVEN:
        yield tr(
            "The areas differ very much in size (the largest twentieth at least {times} times the "
            "smallest): the {k} nearest are close by in one place and far away in another. "
            "Areas that touch (queen) may suit better.",
            times=figure(round(float(high / low))),
            k=k,
        )


def _too_short(points: npt.NDArray[np.float64], distance: float, graph: Graph) -> Iterator[Message]:
    if alone := int(graph.islands.sum()):
        longest = figure(float(np.ceil(nearest_distances(points).max())))
        yield tr_n(
            "{distance} m is too short for {count:,} place without a neighbour; with {longest} m "
            "each place would have one.",
            "{distance} m is too short for {count:,} places without a neighbour; with {longest} m "
            "each place would have one.",
            alone,
            distance=figure(distance),
            longest=longest,
        )
