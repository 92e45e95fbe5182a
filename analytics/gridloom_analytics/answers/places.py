"""Where things are, in metres: points, the study area, and how rows are left out that have none."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from gridloom_analytics.analysis import Inputs
from gridloom_analytics.answers.sentences import called
from gridloom_analytics.answers.sites import Located, located
from gridloom_layers.coordinates import projected_for
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import Message, tr

Points = npt.NDArray[np.float64]
Shapes = npt.NDArray[np.object_]

DEGREES = "EPSG:4326"
SLIVER = 1e-9
"""A hull with a smaller area than this share of its squared length is that of points on a line."""


@dataclass(frozen=True)
class Placed(Located):
    """The rows of a layer that have a place, with their ``points`` (n, 2) in metres.

    The point of an area or a line is its centroid.
    """

    points: Points

    def only(self, kept: npt.NDArray[np.bool_], *warnings: Message) -> "Placed":
        """Return some of the rows (shape n placed), and ``warnings`` that say which are not."""
        rows = self.rows.copy()
        rows[np.flatnonzero(rows)[~kept]] = False
        return Placed(rows, self.layer.loc[kept], (*self.warnings, *warnings), self.points[kept])


def placed(inputs: Inputs, least: int = 1) -> Placed:
    """Return the rows with a geometry; say how many have none.

    Raises ``BadInput`` where fewer than ``least`` have one, or distances cannot be measured.
    """
    found = located(inputs, least)
    points = shapely.get_coordinates(shapely.centroid(found.shapes)) * to_metres(inputs)
    return Placed(found.rows, found.layer, found.warnings, points)


def metres(inputs: Inputs, shapes: Shapes) -> Points:
    """Return the place of each shape in metres, shape (n, 2); areas have their centroids'."""
    other = tr("Areas that touch (queen, rook) need no distances.")
    return shapely.get_coordinates(shapely.centroid(shapes)) * to_metres(inputs, other)


def to_metres(inputs: Inputs, other: Message | None = None) -> float:
    """Return how many metres a unit of the layer's coordinates is.

    Raises ``BadInput`` where there is no CRS or it is in degrees; ``other`` says what else than to
    project the layer helps.
    """
    crs = projected(
        inputs,
        lambda reason: tr("{reason} Distances cannot be measured in it.", reason=reason),
        other,
    )
    return crs.axis_info[0].unit_conversion_factor or 1.0


def projected(
    inputs: Inputs, told: Callable[[Message], Message], other: Message | None = None
) -> CRS:
    """Return the layer's CRS; refuse one in degrees, or none, as ``told`` of the reason.

    ``other`` says what else than to project the layer helps.
    """
    crs = CRS.from_user_input(inputs.crs) if inputs.crs else None
    if crs is not None and crs.is_projected:
        return crs
    reason = (
        tr("“{layer}” has no coordinate reference system.", layer=inputs.name)
        if crs is None
        else tr("The coordinates of “{layer}” are in degrees.", layer=inputs.name)
    )
    raise BadInput(
        "needs-projected-crs",
        told(reason),
        Where(layer=inputs.name),
        _how_to_project(inputs, other),
    )


def _how_to_project(inputs: Inputs, other: Message | None = None) -> Message:
    """Return how a layer without metres gets them; in degrees, with the system for its place."""
    if inputs.crs:
        west, south, east, north = inputs.layer.to_crs(DEGREES).total_bounds
        known = np.isfinite((west, south, east, north)).all()
        code = projected_for((west + east) / 2, (south + north) / 2) if known else "EPSG:4547"
        hint = tr("Project it to {code} first (--crs), or import it into a workspace.", code=code)
    else:
        hint = tr("Import it into a workspace; --crs there tells in which system it is.")
    return tr("{first} {second}", first=hint, second=other) if other else hint


def study_area(inputs: Inputs, points: Points, parameter: str) -> tuple[BaseGeometry, Message]:
    """Return the area that is studied, in metres, and a sentence that says which it is.

    It is the union of the areas of the further layer that ``parameter`` names (in a workspace by
    default the coarsest level), else the convex hull of the ``points``.
    """
    named = inputs.layers.get(parameter)
    if named is None:
        hull = np.array([shapely.MultiPoint(points).convex_hull], dtype=object)
        return flattened(hull)[0], tr("The study area is the convex hull of the points.")
    scale = to_metres(inputs)
    whole = shapely.union_all(named.layer.geometry.dropna().to_numpy())
    scaled = affinity.scale(whole, scale, scale, origin=(0, 0))
    return scaled, tr("The study area is that of “{layer}”.", layer=called(named))


def flattened(hulls: Shapes) -> Shapes:
    """Return hulls of points; those whose area is but rounding become lines, which have none.

    >>> sliver = shapely.Polygon([(0, 0), (1000, 100), (2000, 200 + 1e-9)])
    >>> shapely.area(flattened(np.array([sliver], dtype=object))).tolist()
    [0.0]
    """
    area = shapely.area(hulls)
    flat = (area > 0) & (area < SLIVER * shapely.length(hulls) ** 2)
    return np.where(flat, shapely.boundary(hulls), hulls)
