"""Which shape lies under a place."""

import numpy as np
import numpy.typing as npt

from gridloom_desktop.canvas.shapes import Shapes


def pick(shapes: Shapes, x: float, y: float, tolerance: float) -> int | None:
    """Return the row (in the layer's order) of the shape at (x, y), or None.

    An area must hold the place (the smallest of several wins); a line or point must come within
    ``tolerance`` (units of the CRS; the nearest wins).
    """
    place = np.array([x - shapes.origin[0], y - shapes.origin[1]])
    reach = 0.0 if shapes.kind == "area" else tolerance
    boxes = shapes.boxes
    near = (boxes[:, 0] <= place[0] + reach) & (boxes[:, 2] >= place[0] - reach)
    near &= (boxes[:, 1] <= place[1] + reach) & (boxes[:, 3] >= place[1] - reach)
    candidates: list[int] = np.flatnonzero(near).tolist()
    if shapes.kind == "area":
        held = [shape for shape in candidates if _holds(shapes, shape, place)]
        found = min(held, key=lambda shape: shapes.areas[shape], default=None)
    else:
        distances = {shape: _distance(shapes, shape, place) for shape in candidates}
        found = min(distances, key=distances.__getitem__, default=None)
        if found is not None and distances[found] > tolerance:
            found = None
    return None if found is None else int(shapes.positions[found])


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
