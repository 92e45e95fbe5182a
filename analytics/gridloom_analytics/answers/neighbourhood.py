"""The graph of neighbours that a user asked for, or a sentence why there is none."""

import numpy as np
import numpy.typing as npt
import shapely

from gridloom_analytics.analyses.neighbours import (
    KERNEL_TITLES,
    GraphParameters,
    Neighbours,
)
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.parents import parents_of
from gridloom_analytics.answers.places import metres
from gridloom_analytics.answers.sentences import figure
from gridloom_analytics.answers.sites import Located
from gridloom_analytics.statistics.graphs.contiguity import Contiguity, build_contiguity
from gridloom_analytics.statistics.graphs.distance_weights import (
    build_adaptive_kernel,
    build_fixed_kernel,
)
from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_analytics.statistics.graphs.hierarchy import build_siblings, sibling_links
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
    inputs: Inputs, sites: Located, parameters: GraphParameters
) -> tuple[Graph, Message]:
    """Return the graph of the sites and a sentence that says who counts as neighbour.

    It is binary, or, of a kernel, weighted: on the scale of its weights the place itself has 1.
    """
    kind, ids = kind_of(sites, parameters), sites.layer.index.to_numpy()
    if kind in ("queen", "rook"):
        if not _all_areas(sites):
            raise _needs_areas(inputs)
        return _contiguity(sites, kind, ids)
    if kind == "hierarchy":
        return _siblings(inputs, sites, parameters.parent, ids)
    points = metres(inputs, sites.shapes)
    if kind == "knn":
        return _nearest(inputs, points, parameters.k, ids)
    if kind == "distance":
        return _within(inputs, points, parameters.distance, ids)
    return _by_kernel(inputs, points, parameters, ids)


def kind_of(sites: Located, parameters: GraphParameters) -> Neighbours:
    """Return the kind of neighbours, what “auto” means for these shapes made out.

    Areas that touch are neighbours where most areas touch another one, which buildings do not,
    or where distances cannot be measured.
    """
    if parameters.neighbours != "auto":
        return parameters.neighbours
    if not _all_areas(sites):
        return "knn"
    crs = sites.layer.crs
    measurable = crs is not None and crs.is_projected
    apart = measurable and sites.queen.islands.mean() > 1 / 2
    return "knn" if apart else "queen"


def _all_areas(sites: Located) -> bool:
    return bool(np.isin(shapely.get_type_id(sites.shapes), AREA_TYPES).all())


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


def _contiguity(sites: Located, kind: Contiguity, ids: npt.NDArray) -> tuple[Graph, Message]:
    graph = sites.queen if kind == "queen" else build_contiguity(sites.shapes, kind, ids)
    if graph.islands.all():
        raise _no_neighbours(tr("No two areas touch."))
    if kind == "queen":
        return graph, tr("Neighbours are areas that touch, at a corner too (queen).")
    return graph, tr("Neighbours are areas with a border in common (rook).")


def _nearest(
    inputs: Inputs, points: npt.NDArray, k: int, ids: npt.NDArray
) -> tuple[Graph, Message]:
    _check_k(inputs, points, k)
    note = tr("Neighbours are the {k} nearest places, by straight line.", k=k)
    return build_knn(points, k, ids), note


def _within(
    inputs: Inputs, points: npt.NDArray, distance: float, ids: npt.NDArray
) -> tuple[Graph, Message]:
    _check_distance(inputs, points, distance)
    graph = build_distance_band(points, distance, ids)
    return graph, tr("Neighbours are places at most {distance} m away.", distance=figure(distance))


def _by_kernel(
    inputs: Inputs, points: npt.NDArray, parameters: GraphParameters, ids: npt.NDArray
) -> tuple[Graph, Message]:
    kernel, title = parameters.kernel, KERNEL_TITLES[parameters.kernel]
    if parameters.bandwidth == "adaptive":
        _check_k(inputs, points, parameters.k)
        return build_adaptive_kernel(points, kernel, parameters.k, ids), tr(
            "Neighbours are the {k} nearest places, weighted by distance; kernel: {kernel}, as "
            "wide as the farthest of them is away.",
            k=parameters.k,
            kernel=title,
        )
    _check_distance(inputs, points, parameters.distance)
    return build_fixed_kernel(points, kernel, parameters.distance, ids), tr(
        "Neighbours are places at most {distance} m away, weighted by distance; kernel: {kernel}.",
        distance=figure(parameters.distance),
        kernel=title,
    )


def _siblings(
    inputs: Inputs, sites: Located, parent: str | None, ids: npt.NDArray
) -> tuple[Graph, Message]:
    parents = parents_of(inputs, sites.layer, parent)
    if (links := sibling_links(parents.number)) > MOST_LINKS:
        raise BadInput(
            "too-many-neighbours",
            tr("So many places have the same parent that there would be {links:,} links.",
               links=links),
            Where(layer=inputs.name, column="parent"),
            tr("Name a column with smaller groups."),
        )  # fmt: skip
    if not links:
        raise _no_neighbours(tr("No two places have the same parent."))
    return build_siblings(parents.number, ids), parents.who


def _check_k(inputs: Inputs, points: npt.NDArray, k: int) -> None:
    if k >= len(points):
        raise BadInput(
            "too-few-rows",
            tr("{count} places have no {k} neighbours each.", count=len(points), k=k),
            Where(layer=inputs.name, column="k"),
            tr("Set k to at most {most}.", most=len(points) - 1),
        )


def _check_distance(inputs: Inputs, points: npt.NDArray, distance: float) -> None:
    """Refuse a distance within which there are too many neighbours, or none at all."""
    links = links_within(points, distance)
    if links > MOST_LINKS:
        raise BadInput(
            "distance-too-long",
            tr("Within {distance} m there are too many neighbours.", distance=figure(distance)),
            Where(layer=inputs.name, column="distance"),
            tr("Set a shorter distance, or use the nearest neighbours."),
        )
    if not links:
        raise _no_neighbours(
            tr("No two places are within {distance} m.", distance=figure(distance))
        )


def _needs_areas(inputs: Inputs) -> BadInput:
    return BadInput(
        "needs-areas",
        tr("Only areas touch; “{layer}” has other shapes.", layer=inputs.name),
        Where(layer=inputs.name, column="neighbours"),
        tr("Use the nearest neighbours or a distance."),
    )


def _no_neighbours(reason: Message) -> BadInput:
    return BadInput(
        "no-neighbours",
        reason,
        hint=tr("Use another kind of neighbours, such as the nearest."),
    )
