"""Who is next to whom: how many neighbours each place has, how far, and in how many parts."""

from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gridloom_analytics.analyses.neighbours import ANALYSIS, GraphParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.answering import answered
from gridloom_analytics.answers.neighbourhood import kind_of, neighbourhood
from gridloom_analytics.answers.odd_neighbours import odd_neighbours
from gridloom_analytics.answers.places import metres
from gridloom_analytics.answers.sentences import bilingual, figure
from gridloom_analytics.answers.sites import Located, located
from gridloom_analytics.cartography import Style, StyleClass
from gridloom_analytics.cartography.graduated import graduated
from gridloom_analytics.chart import Chart, Series
from gridloom_analytics.result import Method, Result
from gridloom_analytics.statistics.graphs.description import (
    Description,
    components,
    describe,
    mean_distances,
    nearest_distances,
)
from gridloom_analytics.statistics.graphs.graph import Graph
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Message, tr, tr_n
from gridloom_layers.progress import Progress

FEWEST = 2
"""One place alone has no neighbour to have."""
MOST_LINES = 50_000
"""More lines than this cannot be told apart on a map."""
MOST_BARS = 50
ISLAND = "#bdbdbd"
TOUCHING = ("queen", "rook")


def neighbours(
    inputs: Inputs, parameters: GraphParameters, seed: int, progress: Progress
) -> Result:
    """Return for each row its number of neighbours, its component, and how far they are.

    ``component`` numbers the connected parts from 1, the largest first; an island is one too.
    ``mean_distance`` is that to the neighbours, ``nearest_distance`` that to the nearest other
    place, neighbour or not, in metres between centroids; both are null without a projected CRS.
    ``links`` are lines between the centroids of neighbours.
    """
    sites = located(inputs, FEWEST)
    progress.report("neighbours", 0, 0)
    graph, who = neighbourhood(inputs, sites, parameters)
    figures, columns = describe(graph), _columns(inputs, sites, graph)
    links = _links(inputs, sites, graph)
    warnings = (
        *sites.warnings,
        *odd_neighbours(inputs, sites, parameters, graph),
        *_structure(figures, kind_of(sites, parameters)),
        *_cut(links, figures),
    )
    return answered(
        ANALYSIS,
        inputs,
        parameters,
        seed,
        primary=sites.place(columns, inputs.layer.index),
        method=Method(tr("Graph of neighbours").both(), ANALYSIS.citation, bilingual([who])),
        summary=_summary(figures),
        style=_style(graph.cardinalities),
        units={"mean_distance": "m", "nearest_distance": "m"},
        scalars=_scalars(figures, columns),
        tables={"histogram": _histogram(graph.cardinalities)},
        shapes={"links": links},
        charts={"counts": CHART},
        warnings=warnings,
    )


def _style(counts: npt.NDArray[np.int64]) -> Style:
    """Return the style of ``neighbour_count``; islands have a class of their own."""
    title = tr("Number of neighbours").both()
    style = graduated(counts[counts > 0], column="neighbour_count", title=title, method="jenks")
    if counts.all():
        return style
    none = StyleClass(colour=ISLAND, label=tr("none (island)").both(), lower=0.0, upper=0.0)
    return style.model_copy(update={"classes": (none, *style.classes)})


def _columns(inputs: Inputs, sites: Located, graph: Graph) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "neighbour_count": graph.cardinalities,
        "island": graph.islands,
        "component": components(graph),
        "mean_distance": np.full(graph.n, np.nan),
        "nearest_distance": np.full(graph.n, np.nan),
    }
    try:
        points = metres(inputs, sites.shapes)
    except BadInput:  # no system in which to measure: contiguity needs none
        return columns
    distances = {
        "mean_distance": mean_distances(graph, points),
        "nearest_distance": nearest_distances(points),
    }
    return columns | distances


def _links(inputs: Inputs, sites: Located, graph: Graph) -> gpd.GeoDataFrame:
    """Return a line for each pair of neighbours, evenly chosen ones where they are too many.

    ``a`` and ``b`` are the row keys; ``mutual`` says whether each is a neighbour of the other.
    """
    first, second, mutual = _pairs(graph)
    if len(first) > MOST_LINES:
        chosen = np.linspace(0, len(first) - 1, MOST_LINES).astype(np.int64)
        first, second, mutual = first[chosen], second[chosen], mutual[chosen]
    centres = shapely.get_coordinates(shapely.centroid(sites.shapes))
    lines = shapely.linestrings(np.stack([centres[first], centres[second]], axis=1))
    columns = {"a": graph.ids[first], "b": graph.ids[second], "mutual": mutual}
    return gpd.GeoDataFrame(columns, geometry=lines, crs=inputs.crs)


def _pairs(
    graph: Graph,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Return each pair of neighbours once, the lower position first, and whether it is mutual."""
    low, high = np.minimum(graph.focal, graph.indices), np.maximum(graph.focal, graph.indices)
    pair, times = np.unique(low * graph.n + high, return_counts=True)
    return pair // graph.n, pair % graph.n, times == 2


def _histogram(counts: npt.NDArray[np.int64]) -> pd.DataFrame:
    """Return how many places have how many neighbours: ``at_least`` … ``at_most`` of them."""
    least, most = int(counts.min()), int(counts.max())
    width = -(-(most - least + 1) // MOST_BARS)
    starts = np.arange(least, most + 1, width)
    places = np.bincount((counts - least) // width, minlength=len(starts))
    return pd.DataFrame({"at_least": starts, "at_most": starts + width - 1, "places": places})


CHART = Chart(
    kind="bars",
    title=tr("How many neighbours places have").both(),
    table="histogram",
    x="at_least",
    x_title=tr("Number of neighbours").both(),
    y_title=tr("Places").both(),
    series=(Series(column="places", title=tr("Places").both()),),
)


def _scalars(figures: Description, columns: dict[str, Any]) -> dict[str, float | int | str | None]:
    nearest = columns["nearest_distance"]
    known = not np.isnan(nearest).any()
    return {
        "places": figures.sites,
        "links": figures.links,
        "islands": figures.islands,
        "components": figures.components,
        "least": figures.least,
        "mean": figures.mean,
        "median": figures.median,
        "most": figures.most,
        "one_way": figures.one_way,
        "nearest_mean": float(nearest.mean()) if known else None,
        "nearest_longest": float(nearest.max()) if known else None,
    }


def _summary(figures: Description) -> Iterator[Message]:
    if figures.least == figures.most:
        yield tr_n(
            "Each of {places:,} places has {count:,} neighbour.",
            "Each of {places:,} places has {count:,} neighbours.",
            figures.most,
            places=figures.sites,
        )
    else:
        yield tr(
            "{places:,} places have {mean} neighbours each on average, from {least:,} to {most:,}.",
            places=figures.sites,
            mean=figure(figures.mean),
            least=figures.least,
            most=figures.most,
        )
    if figures.islands:
        yield tr_n(
            "{count:,} place has none (an island).",
            "{count:,} places have none (islands).",
            figures.islands,
        )
    parts = figures.components - figures.islands
    if parts > 1:
        yield tr("The links make {parts:,} parts that are not connected.", parts=parts)
    else:
        yield tr("All others are connected.") if figures.islands else tr("All are connected.")


def _structure(figures: Description, kind: str) -> Iterator[Message]:
    """Yield what is odd about the graph as a whole, which tests of single places do not mind."""
    parts = figures.components - figures.islands
    if parts > 1 and kind in TOUCHING:
        yield tr(
            "No link leads from one of the {parts:,} parts to another: what spreads from neighbour "
            "to neighbour ends there. Water or a gap between the places may be the reason.",
            parts=parts,
        )
    elif parts > 1 and kind != "hierarchy":
        yield tr(
            "No link leads from one of the {parts:,} parts to another: what spreads from neighbour "
            "to neighbour ends there. More neighbours or a longer distance would connect them.",
            parts=parts,
        )
    if figures.one_way and kind not in TOUCHING:
        yield tr(
            "{percent} % of the links go one way only: a place is not always among the nearest of "
            "those that are nearest to it.",
            percent=figure(round(100 * figures.one_way / figures.links, 1)),
        )


def _cut(links: gpd.GeoDataFrame, figures: Description) -> Iterator[Message]:
    pairs = (figures.links + figures.one_way) // 2
    if len(links) < pairs:
        yield tr(
            "Of {pairs:,} lines between neighbours, {drawn:,} are drawn, chosen evenly; the "
            "figures count them all.",
            pairs=pairs,
            drawn=len(links),
        )
