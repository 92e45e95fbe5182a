"""The cells in which points are counted: given areas, or a grid whose size follows the points."""

from dataclasses import dataclass
from math import sqrt

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from gridloom_analytics.analyses.hotspots import HotspotParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.naming import NAMES
from gridloom_analytics.answers.places import study_area, to_metres
from gridloom_analytics.answers.sentences import called, figure
from gridloom_analytics.statistics.tessellation import (
    hexagons,
    quadrat_side,
    rounded_up,
    squares,
)
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.geometry import has_place, locate
from gridloom_layers.language import Message, tr

MOST = 100_000
"""A grid of more cells is coarsened: what it could show is no longer seen on a map of all."""
GRIDS = {"square": squares, "hexagon": hexagons}


@dataclass(frozen=True)
class Cells:
    """Cells as a layer in the coordinates of the points, and a sentence that says why these."""

    layer: gpd.GeoDataFrame
    note: Message


def cells_of(
    inputs: Inputs, points: npt.NDArray[np.float64], parameters: HotspotParameters
) -> Cells:
    """Return the cells for ``points`` (n, 2), in metres.

    Areas are taken as they are. A grid has cells of twice the mean area per place (points at one
    place count once); it covers the study area: that of the areas where there are some, else the
    convex hull of the points. Cells with their centre in it belong to it, and those with a point.
    """
    areas = inputs.layers.get("area")
    kind = parameters.cells
    if kind == "auto":
        kind = "areas" if areas is not None else "square"
    if kind == "areas":
        return _areas(inputs, areas)
    return _grid(inputs, points, kind)


def _areas(inputs: Inputs, areas: Inputs | None) -> Cells:
    if areas is None:
        raise BadInput(
            "missing-parameter",
            tr("There are no areas in which to count the points of “{layer}”.", layer=inputs.name),
            Where(layer=inputs.name, column="area"),
            tr("Name a layer of areas, or count in squares or hexagons."),
        )
    kept = areas.layer.loc[has_place(areas.layer.geometry.to_numpy())]
    names = [name for name in kept.columns if str(name).lower() in NAMES]
    layer = gpd.GeoDataFrame(kept[names], geometry=kept.geometry)
    note = tr(
        "Points are counted in the areas of “{layer}”; those without one count as 0.",
        layer=called(areas),
    )
    return Cells(layer, note)


def _grid(inputs: Inputs, points: npt.NDArray[np.float64], kind: str) -> Cells:
    area, where = study_area(inputs, points, "area")
    places = len(np.unique(points, axis=0))
    if area.area == 0:
        raise BadInput(
            "no-area",
            tr("The points of “{layer}” lie on one line or at one place.", layer=inputs.name),
            Where(layer=inputs.name),
            tr("Name areas in which to count them."),
        )
    side = rounded_up(max(quadrat_side(area.area, places), sqrt(area.area / MOST)))
    west, south = np.minimum(points.min(axis=0), area.bounds[:2])
    east, north = np.maximum(points.max(axis=0), area.bounds[2:])
    cells = GRIDS[kind]((float(west), float(south), float(east), float(north)), side)
    held = np.isin(np.arange(len(cells)), locate(points, cells))
    shapely.prepare(area)
    kept = cells[held | shapely.intersects(area, shapely.centroid(cells))]
    scale = to_metres(inputs)
    shapes = shapely.transform(kept, lambda xy: xy / scale)
    layer = gpd.GeoDataFrame(geometry=list(shapes), crs=inputs.crs)
    return Cells(layer, _why(kind, side, places, len(kept), where))


def _why(kind: str, side: float, places: int, cells: int, where: Message) -> Message:
    said = {"side": figure(side), "places": places, "cells": cells, "where": where}
    if kind == "square":
        return tr(
            "Points are counted in {cells:,} squares of {side} m, twice the mean area for each "
            "of {places:,} places (Greig-Smith's 2A / n); empty ones count as 0. {where}",
            **said,
        )
    return tr(
        "Points are counted in {cells:,} hexagons as large as squares of {side} m, twice the "
        "mean area for each of {places:,} places (Greig-Smith's 2A / n); empty ones count as 0. "
        "{where}",
        **said,
    )
