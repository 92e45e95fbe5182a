"""Which shape lies under a place, which ones within an area."""

import numpy as np
import numpy.typing as npt
import shapely

from gridloom_desktop.canvas.shapes import Shapes
from gridloom_desktop.canvas.view import Box

Rows = npt.NDArray[np.int64]
Shown = npt.NDArray[np.bool_]


def pick(
    shapes: Shapes, x: float, y: float, tolerance: float, shown: Shown | None = None
) -> int | None:
    """Return the row (in the layer's order) of the shape at (x, y), or None.

    An area must hold the place (the smallest of several wins); a line or point must come within
    ``tolerance`` (units of the CRS; the nearest wins). ``shown`` tells of each row whether it can
    be picked (None: all).
    """
    place = np.array([x - shapes.origin[0], y - shapes.origin[1]])
    candidates: list[int] = _seen(shapes, _near(shapes, place, tolerance), shown).tolist()
    if shapes.kind == "area":
        held = [shape for shape in candidates if _holds(shapes, shape, place)]
        found = min(held, key=lambda shape: shapes.areas[shape], default=None)
    else:
        distances = {shape: _distance(shapes, shape, place) for shape in candidates}
        found = min(distances, key=distances.__getitem__, default=None)
        if found is not None and distances[found] > tolerance:
            found = None
    return None if found is None else int(shapes.positions[found])


def _near(shapes: Shapes, place: npt.NDArray[np.float64], tolerance: float) -> Rows:
    """Return the shapes whose box comes within the tolerance of a place."""
    from gridloom_desktop.canvas.kernels.boxes import boxes_touching  # late: see units

    reach = 0.0 if shapes.kind == "area" else tolerance
    (xmin, ymin), (xmax, ymax) = place - reach, place + reach
    box = (float(xmin), float(ymin), float(xmax), float(ymax))
    return boxes_touching(shapes.boxes, shapes.cells.ranges(*box, len(shapes)), *box)


def pick_within(shapes: Shapes, area: shapely.Geometry, shown: Shown | None = None) -> Rows:
    """Return the rows (in the layer's order, rising) of the shapes that touch an area.

    ``area`` is a polygon or a box in the layer's CRS; what touches it is what GEOS calls
    intersecting. Only shapes about its outline are looked at one by one: a shape of a cell whose
    surroundings lie within it lies within it too.
    """
    from gridloom_desktop.canvas.kernels.boxes import boxes_touching  # late: see units

    if shapely.is_empty(area) or not len(shapes):
        return np.empty(0, dtype=np.int64)
    local = shapely.transform(area, lambda xy: xy - shapes.origin)
    shapely.prepare(local)
    box = _bounds(local)
    ranges = shapes.cells.ranges(*box, len(shapes))
    near = _seen(shapes, boxes_touching(shapes.boxes, ranges, *box), shown)
    inside = _cells_within(shapes, local)[_cells_of(shapes, near)]
    doubtful = near[~inside]
    touching = shapely.intersects(local, shapes.geometries(doubtful))
    found = np.concatenate([near[inside], doubtful[touching]])
    return np.sort(shapes.positions[found])


def _seen(shapes: Shapes, found: Rows, shown: Shown | None) -> Rows:
    return found if shown is None else found[shown[shapes.positions[found]]]


def _bounds(area: shapely.Geometry) -> Box:
    xmin, ymin, xmax, ymax = shapely.bounds(area).tolist()
    return xmin, ymin, xmax, ymax


def _cells_of(shapes: Shapes, found: Rows) -> Rows:
    """Return the cell of each of some shapes; large ones are in the one after the last."""
    return np.searchsorted(shapes.cells.starts, found, side="right") - 1


def _cells_within(shapes: Shapes, area: shapely.Geometry) -> npt.NDArray[np.bool_]:
    """Tell of each cell whether it and what its shapes may reach lie within an area."""
    cells = shapes.cells
    xmin, ymin, xmax, ymax = _bounds(area)
    columns = np.arange(cells.columns) * cells.size + cells.x
    rows = np.arange(cells.rows) * cells.size + cells.y
    reach = cells.size / 2
    across = (columns - reach >= xmin) & (columns + cells.size + reach <= xmax)
    along = (rows - reach >= ymin) & (rows + cells.size + reach <= ymax)
    within = np.zeros(cells.rows * cells.columns + 1, dtype=bool)
    row, column = np.nonzero(along[:, None] & across[None, :])
    x, y = columns[column], rows[row]
    boxes = shapely.box(x - reach, y - reach, x + cells.size + reach, y + cells.size + reach)
    within[(row * cells.columns + column)[shapely.contains(area, boxes)]] = True
    return within


def _holds(shapes: Shapes, shape: int, place: npt.NDArray[np.float64]) -> bool:
    """Say whether a ray from the place to the right crosses the rings an odd number of times."""
    crossings = 0
    for ring in shapes.local_rings(shape):
        (x0, y0), (x1, y1) = ring[:-1].T, ring[1:].T
        spans = (y0 > place[1]) != (y1 > place[1])
        with np.errstate(divide="ignore", invalid="ignore"):
            at = x0 + (place[1] - y0) * (x1 - x0) / (y1 - y0)
        crossings += int(np.count_nonzero(spans & (at > place[0])))
    return crossings % 2 == 1


def _distance(shapes: Shapes, shape: int, place: npt.NDArray[np.float64]) -> float:
    return min(_distance_to_line(line, place) for line in shapes.local_rings(shape))


def _distance_to_line(line: npt.NDArray[np.float64], place: npt.NDArray[np.float64]) -> float:
    starts, steps = line[:1] if len(line) == 1 else line[:-1], np.diff(line, axis=0)
    if len(line) == 1:
        steps = np.zeros((1, 2))
    lengths = np.maximum((steps**2).sum(axis=1), 1e-12)
    along = np.clip(((place - starts) * steps).sum(axis=1) / lengths, 0, 1)
    nearest = starts + along[:, None] * steps
    return float(np.sqrt(((nearest - place) ** 2).sum(axis=1)).min())
