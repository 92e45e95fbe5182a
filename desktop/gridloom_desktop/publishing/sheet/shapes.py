"""Geometries as matplotlib paths, and their fills: colour, hatching, dots."""

from collections.abc import Iterable
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.path import Path

from gridloom_analytics.cartography import MISSING
from gridloom_desktop.publishing.export.released import SUPPRESSED, Overlay, ReleasedMap

SUPPRESSED_HATCH, MISSING_HATCH = "//////", "...."
HATCH_INK, PAPER_GREY = "#7a8794", "#f3f5f7"
BOUNDARY, LAND = "#2b3b4d", "#fdfdfb"
FEW_POINTS = 30
"""Points of a class with no more are drawn larger: among thousands they would be lost."""
MOST_HALOS = 500
"""More lines than this are drawn thin and without a pale edge, which would hide the areas."""


def fill_options(kind: str, colour: str) -> dict[str, Any]:
    """Return the fill of a class, of withheld and of missing values, for map and legend alike."""
    if kind == "suppressed":
        return {"facecolor": "#ffffff", "hatch": SUPPRESSED_HATCH, "edgecolor": HATCH_INK}
    if kind == "missing":
        return {"facecolor": PAPER_GREY, "hatch": MISSING_HATCH, "edgecolor": HATCH_INK}
    return {"facecolor": colour, "edgecolor": "#ffffff"}


def draw_areas(axes: Axes, released: ReleasedMap, scale: float) -> None:
    """Draw the areas class by class, then the boundaries and further shapes over them."""
    if released.boundaries is not None and not released.covering:
        land = list(_paths(released.boundaries.geometry.to_numpy()))
        axes.add_collection(
            PathCollection(land, facecolors=LAND, edgecolors="none", transform=axes.transData)
        )
    outline = 0.35 * scale if len(released.areas) < 3000 else 0.05 * scale
    shapes, missing = released.areas.geometry.to_numpy(), released.style.missing
    fills = {
        MISSING: ("missing" if released.style.unclassed is None else "class", missing),
        SUPPRESSED: ("suppressed", ""),
        **{index: ("class", one.colour) for index, one in enumerate(released.style.classes)},
    }
    for index in released.stacking:
        chosen = shapes[released.classes == index]
        if len(chosen):
            _draw(axes, chosen, fill_options(*fills[index]), outline, scale)
    if released.boundaries is not None:
        draw_boundaries(axes, released.boundaries, scale)
    for one in released.overlays:
        _draw_overlay(axes, one, scale)


def _draw_overlay(axes: Axes, one: Overlay, scale: float) -> None:
    """Draw further shapes: outlines and lines with a pale edge that parts them from the areas."""
    shapes = one.shapes.to_numpy()
    if one.kind == "place":
        x, y = shapely.get_coordinates(shapes).T
        options = overlay_options(one.kind, one.colour, scale)
        axes.scatter(x, y, s=10 * scale**2, zorder=3, **options)
        return
    lines = shapely.boundary(shapes) if one.kind == "outline" else shapes
    parts = [shapely.get_coordinates(part) for part in shapely.get_parts(lines)]
    if len(parts) <= MOST_HALOS:
        axes.add_collection(LineCollection(parts, colors="#ffffff", linewidths=2.0 * scale))
    width = 0.9 if len(parts) <= MOST_HALOS else 0.25
    axes.add_collection(LineCollection(parts, colors=one.colour, linewidths=width * scale))


def overlay_options(kind: str, colour: str, scale: float) -> dict[str, Any]:
    """Return how a place of further shapes is drawn, or the swatch of any of them."""
    if kind == "place":
        return {"facecolor": colour, "edgecolor": BOUNDARY, "linewidths": 0.7 * scale}
    return {"color": colour, "linewidth": 1.2 * scale}


def draw_boundaries(axes: Axes, areas: gpd.GeoDataFrame, scale: float) -> None:
    """Draw the outlines of wider areas."""
    paths = list(_paths(areas.geometry.to_numpy()))
    axes.add_collection(
        PathCollection(
            paths,
            facecolors="none",
            edgecolors=BOUNDARY,
            linewidths=0.7 * scale,
            transform=axes.transData,
        )
    )


def _draw(
    axes: Axes, shapes: np.ndarray, fill: dict[str, Any], outline: float, scale: float
) -> None:
    dimension = int(shapely.get_dimensions(shapes).max())
    if dimension == 2:
        _draw_polygons(axes, shapes, fill, outline)
    elif dimension == 1:
        lines = [shapely.get_coordinates(part) for part in shapely.get_parts(shapes)]
        axes.add_collection(LineCollection(lines, colors=fill["facecolor"], linewidths=scale))
    else:
        x, y = shapely.get_coordinates(shapes).T
        size = 9 if len(shapes) > FEW_POINTS else 28
        axes.scatter(x, y, s=size * scale**2, linewidths=0.3 * scale, **fill)


def _draw_polygons(axes: Axes, shapes: np.ndarray, fill: dict[str, Any], outline: float) -> None:
    """Fill polygons; hatch them as one, which is a hundred times as fast as one by one."""
    filled = shapely.get_parts(shapely.union_all(shapes)) if "hatch" in fill else shapes
    axes.add_collection(
        PathCollection(list(_paths(filled)), linewidths=outline, transform=axes.transData, **fill)
    )
    if "hatch" in fill:
        axes.add_collection(
            PathCollection(
                list(_paths(shapes)),
                facecolors="none",
                edgecolors=fill["edgecolor"],
                linewidths=outline / 2,
                transform=axes.transData,
            )
        )


def _paths(shapes: Iterable[shapely.Geometry]) -> Iterable[Path]:
    """Return a compound path for each polygon, its holes being further rings."""
    for shape in shapes:
        rings = [
            shapely.get_coordinates(ring) for ring in shapely.get_rings(shapely.get_parts(shape))
        ]
        if rings:
            yield Path(np.concatenate(rings), np.concatenate([_codes(len(ring)) for ring in rings]))


def _codes(length: int) -> np.ndarray:
    codes = np.full(length, Path.LINETO, dtype=Path.code_type)
    codes[0], codes[-1] = Path.MOVETO, Path.CLOSEPOLY
    return codes
