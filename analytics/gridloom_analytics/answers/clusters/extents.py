"""What is told of each cluster: size, outline, density, centre, time span."""

from typing import Literal

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gridloom_analytics.answers.clusters.events import Events
from gridloom_analytics.answers.places import flattened

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Shapes = npt.NDArray[np.object_]

KM2 = 1e6
CLOSENESS = 0.3
"""How closely a concave hull follows the points: 0 most, 1 is the convex hull."""
STRIP = 1.0
"""The width in metres of the outline of points in one place or on a line."""
ON_HULL = ("cluster", "size", "share", "density")


def cluster_table(events: Events, labels: Integers, outlines: Shapes, scale: float) -> pd.DataFrame:
    """Return a row for each cluster, the largest first.

    ``size`` rows, ``share`` of all rows, ``area_km2`` of the outline and ``density`` per km²
    (null where the outline has no area), ``x`` and ``y`` of the centre in the CRS; with times
    ``first`` and ``last`` day and the ``days`` from the one to the other.
    """
    inside, owner, points = labels > 0, labels[labels > 0] - 1, events.site.points
    size = np.bincount(owner, minlength=len(outlines))
    area = shapely.area(outlines) / KM2
    known = np.where(area > 0, area, np.nan)
    centre = [np.bincount(owner, axis, len(outlines)) / size for axis in points[inside].T]
    columns = {
        "cluster": np.arange(1, len(outlines) + 1),
        "size": size,
        "share": size / len(labels),
        "area_km2": area,
        "density": size / known,
        "x": centre[0] / scale,
        "y": centre[1] / scale,
    }
    table = pd.DataFrame(columns)
    if events.moments is None:
        return table
    return table.join(_spans(events.moments[inside], owner, len(outlines)))


def outlines_of(points: Floats, labels: Integers, hull: Literal["convex", "concave"]) -> Shapes:
    """Return the hull of each cluster, in metres; of points in one place or line it has no area."""
    inside = np.flatnonzero(labels > 0)
    by_place = inside[np.lexsort((*points[inside].T, labels[inside]))]
    groups = shapely.multipoints(points[by_place], indices=labels[by_place] - 1)
    if hull == "concave":
        return flattened(np.asarray(shapely.concave_hull(groups, ratio=CLOSENESS)))
    return flattened(np.asarray(shapely.convex_hull(groups)))


def hull_layer(
    table: pd.DataFrame, outlines: Shapes, scale: float, crs: str | None
) -> gpd.GeoDataFrame:
    """Return the outlines as areas in the CRS; one without area becomes a strip 1 m wide."""
    flat = shapely.area(outlines) == 0
    shapes = outlines.copy()
    shapes[flat] = shapely.buffer(shapes[flat], STRIP / 2)
    shapes = shapely.transform(shapes, lambda points: points / scale)
    return gpd.GeoDataFrame(table[list(ON_HULL)].copy(), geometry=shapes, crs=crs)


def _spans(moments: Floats, owner: Integers, count: int) -> pd.DataFrame:
    """Return the first and the last day of each cluster, null where no time is known."""
    known = ~np.isnan(moments)
    first, last = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(first, owner[known], moments[known])
    np.maximum.at(last, owner[known], moments[known])
    some = first <= last
    return pd.DataFrame(
        {
            "first": _dates(np.where(some, first, np.nan)),
            "last": _dates(np.where(some, last, np.nan)),
            "days": np.where(some, np.floor(last) - np.floor(first), np.nan),
        }
    )


def _dates(moments: Floats) -> pd.Series:
    days = np.full(len(moments), np.datetime64("NaT", "D"))
    known = ~np.isnan(moments)
    days[known] = np.floor(moments[known]).astype(np.int64).astype("datetime64[D]")
    return pd.Series(days.astype("datetime64[ms]"))
