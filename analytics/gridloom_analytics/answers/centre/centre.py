"""Where the middle of places is, how far they spread, and where it moves over time."""

from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gridloom_analytics.analyses.centre import ANALYSIS, CentreParameters
from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.answering import answered
from gridloom_analytics.answers.centre.centres import Centre, find_centre, find_centres
from gridloom_analytics.answers.centre.parting import Parts, part
from gridloom_analytics.answers.centre.telling import chart, method, summary, warnings_of
from gridloom_analytics.answers.places import to_metres
from gridloom_analytics.cartography.graduated import graduated
from gridloom_analytics.result import Result
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress

Floats = npt.NDArray[np.float64]
Points = npt.NDArray[np.float64]

GUARDED = ("distance", "inside", "geometry")
"""What the centre can be taken back from, and from it a hidden weight."""


def centre(inputs: Inputs, parameters: CentreParameters, seed: int, progress: Progress) -> Result:
    """Return for each row its ``distance`` (m) from the mean centre of its group and period, and
    whether it is ``inside`` the ellipse.

    Table ``periods``: one row for each group and period, with mean and median centre (in the
    layer's coordinates), standard distance, axes and rotation of the ellipse, and how far (m) and
    in which direction (degrees from north) the mean centre moved since the period before. Shapes:
    ``centres``, ``ellipses``, ``path``.
    """
    parts, scale = part(inputs, parameters), to_metres(inputs)
    found = find_centres(parts, progress)
    factor = parameters.deviations * np.sqrt(2)
    table = _table(found, scale)
    primary = _primary(inputs, parts, found, factor)
    whole = find_centre({}, np.arange(len(parts.weights)), parts)
    return answered(
        ANALYSIS,
        inputs,
        parameters,
        seed,
        primary=primary,
        method=method(parameters),
        summary=summary(inputs, parameters, found, whole),
        warnings=(*parts.places.warnings, *warnings_of(parameters, found)),
        style=graduated(
            primary["distance"].to_numpy(dtype=float),
            column="distance",
            title=tr("Distance from the mean centre").both(),
            unit="m",
        ),
        units={"distance": "m"},
        scalars=_figures(whole, scale),
        tables={"periods": table},
        shapes=_shapes(inputs, found, table, factor, scale),
        charts={"spread": chart()} if parameters.time and not parameters.by else {},
        guarded=GUARDED,
        of_neighbours=("distance", "inside"),
    )


def _primary(inputs: Inputs, parts: Parts, found: list[Centre], factor: float) -> pd.DataFrame:
    """Return what is told of each row of the layer."""
    points = parts.places.points
    distance, inside = np.full(len(points), np.nan), np.zeros(len(points), dtype=object)
    inside[:] = None
    for one in found:
        distance[one.rows] = np.hypot(*(points[one.rows] - one.mean).T)
        if not one.few:
            inside[one.rows] = one.ellipse.holds(points[one.rows], factor)
    keys = {str(name): values.astype(str).to_numpy() for name, values in parts.keys().items()}
    columns: dict[str, object] = {**keys, "distance": distance, "inside": inside}
    primary = parts.places.place(columns, inputs.layer.index)
    return primary.astype({"inside": "boolean"})


def _table(found: list[Centre], scale: float) -> pd.DataFrame:
    """Return a row for each centre; no axes where there are too few places."""
    frame = pd.DataFrame([_row(one, scale) for one in found])
    moves = ["moved", "bearing"]
    frame[moves] = np.nan
    if "period" in frame:
        together = frame.groupby("group") if "group" in frame else [(None, frame)]
        for _, rows in together:
            frame.loc[rows.index, moves] = _moves(rows[["x", "y"]].to_numpy() * scale)
        frame.insert(list(frame).index("period") + 1, "start", _starts(found))
        frame["period"] = frame["period"].astype(str)
    return frame


def _row(one: Centre, scale: float) -> dict[str, Any]:
    told = (one.standard_distance, one.ellipse.major, one.ellipse.minor, one.ellipse.rotation)
    spread = dict(zip(("standard_distance", "major", "minor", "rotation"), told, strict=True))
    return {
        **one.key,
        "places": len(one.rows),
        "weight": one.weight,
        "x": one.mean[0] / scale,
        "y": one.mean[1] / scale,
        "median_x": one.median[0] / scale,
        "median_y": one.median[1] / scale,
        **{name: np.nan if one.few else value for name, value in spread.items()},
    }


def _starts(found: list[Centre]) -> pd.DatetimeIndex:
    return pd.DatetimeIndex([one.key["period"].start_time for one in found])


def _moves(places: Points) -> Floats:
    """Return how far and in which direction (degrees from north) each place is from the one
    before, NaN for the first."""
    east, north = np.diff(places, axis=0, prepend=np.full((1, 2), np.nan)).T
    return np.column_stack([np.hypot(east, north), np.degrees(np.arctan2(east, north)) % 360])


def _figures(whole: Centre, scale: float) -> dict[str, float | int | str | None]:
    """Return the figures over all rows together."""
    row = _row(whole, scale)
    return {name: None if np.isnan(value) else value for name, value in row.items()}


def _shapes(
    inputs: Inputs, found: list[Centre], table: pd.DataFrame, factor: float, scale: float
) -> dict[str, gpd.GeoDataFrame]:
    """Return centres, ellipses and, over time, the path between mean centres."""
    few = np.array([one.few for one in found])
    outlines = [shapely.Polygon(one.ellipse.outline(factor) / scale) for one in found]
    plain = table.drop(columns=["x", "y", "median_x", "median_y"])
    means = gpd.points_from_xy(table["x"], table["y"])
    medians = gpd.points_from_xy(table["median_x"], table["median_y"])
    both = pd.concat([plain.assign(kind="mean"), plain.assign(kind="median")], ignore_index=True)
    shapes = {
        "centres": gpd.GeoDataFrame(both, geometry=[*means, *medians], crs=inputs.crs),
        "ellipses": gpd.GeoDataFrame(plain, geometry=outlines, crs=inputs.crs)[~few],
    }
    moved = np.flatnonzero(table["moved"].notna())
    if len(moved):
        lines = shapely.linestrings(np.stack([_xy(table, moved - 1), _xy(table, moved)], axis=1))
        legs = plain.iloc[moved].assign(since=table["period"].to_numpy()[moved - 1])
        shapes["path"] = gpd.GeoDataFrame(legs, geometry=lines, crs=inputs.crs)
    return {name: frame for name, frame in shapes.items() if len(frame)}


def _xy(table: pd.DataFrame, rows: npt.NDArray[np.int64]) -> Points:
    return table[["x", "y"]].to_numpy(dtype=float)[rows]
