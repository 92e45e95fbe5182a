"""The graph of neighbours that a user asked for, or a sentence why there is none."""

import numpy as np
import numpy.typing as npt
import shapely

from gridloom_analytics.analyses.neighbours import GraphParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.places import metres
from gridloom_analytics.answers.sentences import figure
from gridloom_analytics.answers.sites import Sites
from gridloom_analytics.statistics.graphs.contiguity import Contiguity, build_contiguity
from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.graphs.proximity import (
    build_distance_band,
    build_knn,
    links_within,
)
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr, tr_n

AREA_TYPES = (3, 6)
"""The type ids of polygons and multipolygons in shapely."""
MOST_LINKS = 20_000_000
"""More links than this would take gigabytes; a distance that asks for them is too long."""


def neighbourhood(
    inputs: Inputs, sites: Sites, parameters: GraphParameters
) -> tuple[Graph, Message]:
    """Return the binary graph of the sites and a sentence that says who counts as neighbour."""
    kind = parameters.neighbours
    areas = bool(np.isin(shapely.get_type_id(sites.shapes), AREA_TYPES).all())
    if kind == "auto":
        kind = "queen" if areas else "knn"
    ids = sites.layer.index.to_numpy()
    if kind in ("queen", "rook"):
        if not areas:
            raise _needs_areas(inputs)
        return _contiguity(sites, kind, ids)
    points = metres(inputs, sites.shapes)
    if kind == "knn":
        return _nearest(inputs, points, parameters.k, ids)
    return _within(inputs, points, parameters.distance, ids)


def untested_warnings(graph: Graph, z: npt.NDArray[np.float64]) -> tuple[Message, ...]:
    """Return a sentence about islands and one about sites whose statistic cannot vary.

    Raise ``BadInput`` where that leaves no site: each has all others as neighbours.
    """
    if np.isnan(z).all():
        raise all_are_neighbours()
    found = []
    if islands := int(graph.islands.sum()):
        found.append(
            tr_n(
                "{count:,} place has no neighbour and is not tested.",
                "{count:,} places have no neighbour and are not tested.",
                islands,
            )
        )
    if fixed := int((np.isnan(z) & ~graph.islands).sum()):
        found.append(
            tr_n(
                "{count:,} place cannot be tested: chance has nothing to vary around it.",
                "{count:,} places cannot be tested: chance has nothing to vary around them.",
                fixed,
            )
        )
    return tuple(found)


def all_are_neighbours() -> BadInput:
    """Return the refusal of a graph in which each place is a neighbour of all others."""
    return _no_neighbours(tr("Every place has all others as neighbours: nothing can stand out."))


def _contiguity(sites: Sites, kind: Contiguity, ids: npt.NDArray) -> tuple[Graph, Message]:
    graph = build_contiguity(sites.shapes, kind, ids)
    if graph.islands.all():
        raise _no_neighbours(tr("No two areas touch."))
    if kind == "queen":
        return graph, tr("Neighbours are areas that touch, at a corner too (queen).")
    return graph, tr("Neighbours are areas with a border in common (rook).")


def _nearest(
    inputs: Inputs, points: npt.NDArray, k: int, ids: npt.NDArray
) -> tuple[Graph, Message]:
    if k >= len(points):
        raise BadInput(
            "too-few-rows",
            tr("{count} places have no {k} neighbours each.", count=len(points), k=k),
            Where(layer=inputs.name, column="k"),
            tr("Set k to at most {most}.", most=len(points) - 1),
        )
    note = tr("Neighbours are the {k} nearest places, by straight line.", k=k)
    return build_knn(points, k, ids), note


def _within(
    inputs: Inputs, points: npt.NDArray, distance: float, ids: npt.NDArray
) -> tuple[Graph, Message]:
    if links_within(points, distance) > MOST_LINKS:
        raise BadInput(
            "distance-too-long",
            tr("Within {distance} m there are too many neighbours.", distance=figure(distance)),
            Where(layer=inputs.name, column="distance"),
            tr("Set a shorter distance, or use the nearest neighbours (knn)."),
        )
    graph = build_distance_band(points, distance, ids)
    if graph.islands.all():
        raise _no_neighbours(
            tr("No two places are within {distance} m.", distance=figure(distance))
        )
    return graph, tr("Neighbours are places at most {distance} m away.", distance=figure(distance))


def _needs_areas(inputs: Inputs) -> BadInput:
    return BadInput(
        "needs-areas",
        tr("Only areas touch; “{layer}” has other shapes.", layer=inputs.name),
        Where(layer=inputs.name, column="neighbours"),
        tr("Use the nearest neighbours (knn) or a distance."),
    )


def _no_neighbours(reason: Message) -> BadInput:
    return BadInput(
        "no-neighbours",
        reason,
        hint=tr("Use another kind of neighbours, such as the nearest (knn)."),
    )
