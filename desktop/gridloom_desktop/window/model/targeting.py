"""Which layer a tool of the map means, and the shapes of what is selected."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from gridloom_desktop.canvas import Shapes
from gridloom_desktop.window.model.document import Picked
from gridloom_desktop.window.model.map_layer import MapLayer


def target_layer(layers: Sequence[MapLayer], picked: Picked | None) -> MapLayer | None:
    """Return the layer in which a drawn area selects; None where no layer of a table is visible.

    It is the one in which something is selected already, as long as it is seen: so an area adds to
    a selection or takes from it. Else it is the topmost that is filled or has points; outlines
    only where there is nothing else.
    """
    shown = [one for one in reversed(layers) if one.visible and one.attributes is None]
    if picked is not None and (same := [one for one in shown if one.table == picked.table]):
        return same[0]
    return min(shown, key=lambda one: not one.look.filled, default=None)


def selected_shapes(
    layers: Iterable[MapLayer], table: str, keys: npt.NDArray[np.int64]
) -> list[shapely.Geometry]:
    """Return the geometries of the rows with these keys, from the first layer of the table."""
    for layer in layers:
        if layer.table == table and layer.attributes is None:
            rows = np.flatnonzero(np.isin(layer.row_keys, keys))
            return geometries(layer.shapes, rows)
    return []


def geometries(shapes: Shapes, rows: npt.NDArray[np.int64]) -> list[shapely.Geometry]:
    """Return rows of a layer as geometries in its CRS; rows without a shape are left out."""
    chosen = np.flatnonzero(np.isin(shapes.positions, rows))
    made = [_geometry(shapes, int(shape)) for shape in chosen]
    x, y = shapes.origin
    return [shapely.transform(one, lambda at: np.add(at, (x, y))) for one in made]


def _geometry(shapes: Shapes, shape: int) -> shapely.Geometry:
    rings = shapes.local_rings(shape)
    if shapes.kind == "point":
        return shapely.MultiPoint(np.concatenate(rings))
    if shapes.kind == "line":
        return shapely.MultiLineString([ring for ring in rings if len(ring) > 1])
    # Outer rings run anticlockwise, holes clockwise.
    drawn = [shapely.LinearRing(ring) for ring in rings if len(ring) > 3]
    outer = [shapely.Polygon(ring) for ring in drawn if ring.is_ccw]
    holes = [shapely.Polygon(ring) for ring in drawn if not ring.is_ccw]
    return shapely.difference(shapely.union_all(outer), shapely.union_all(holes))


def around(
    shapes: Sequence[shapely.Geometry], metres: float, *, quad_segs: int = 16
) -> BaseGeometry:
    """Return the area within a distance of any of the shapes, in units of their CRS."""
    return shapely.union_all(shapely.buffer(np.array(shapes), metres, quad_segs=quad_segs))
