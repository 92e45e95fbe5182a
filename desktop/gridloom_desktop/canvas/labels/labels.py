"""The labels of one layer, and those of several layers that have room in a view."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from gridloom_desktop.canvas.shapes import Shapes
from gridloom_desktop.canvas.units import SQUARE
from gridloom_desktop.canvas.view import View

Sizes = Callable[[Sequence[str], int], npt.NDArray[np.float64]]
"""Gives (n, 2) width and height in pixels of texts of a rank."""
Key = tuple[str, int]
"""What a label names: a layer, and a row in it."""
NONE_KEPT: Mapping[Key, int] = MappingProxyType({})
MOST_TRIED = 1500
"""So many of the most important labels of a layer are tried in a view."""
MOST_SEEN = 200_000
"""A view of more shapes than this is too crowded to name any."""
LOWEST = 12.0
"""No label is lower, in pixels."""
OVERHANG = 1.2
"""An area is labelled where its label is at most so many times as wide as it is."""
LONG_ENOUGH = 1.0
GAP = 5.0
"""Between a point and its label."""
AROUND = np.array(
    [[1, -1], [1, 1], [-1, -1], [-1, 1], [1, 0], [-1, 0], [0, -1], [0, 1]], dtype=np.float64
)
"""On which sides of a point its label may stand, the best first: upper right, as Imhof (1975)."""
ALONG = np.zeros((1, 2))
"""A label of an area or a line stands on its anchor."""


@dataclass(frozen=True)
class Labels:
    """The texts of a layer's rows, in the layer's order; a row without one has ``""``.

    ``priority`` says which come first (larger ones; by size of the shapes where it is None),
    ``hidden`` which rows are not on the map. Labels of a higher ``rank`` (0, 1, 2) are
    written larger and bolder; ``radius`` is that of points, in pixels.
    """

    name: str
    shapes: Shapes
    texts: Sequence[str]
    priority: npt.NDArray[np.float64] | None = None
    hidden: npt.NDArray[np.bool_] | None = None
    rank: int = 0
    radius: float = 0.0
    _anchors: npt.NDArray[np.float64] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        anchors = np.full((len(self.shapes), 3), np.nan)
        object.__setattr__(self, "_anchors", anchors)

    def anchors(self, shapes: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """Return (n, 3) the place of the plane and the angle of the labels of some shapes.

        Found when asked for first: of a million shapes few ever come into view.
        """
        from gridloom_desktop.canvas.kernels.anchors import area_anchors, line_anchors  # late

        new = shapes[np.isnan(self._anchors[shapes, 0])]
        flat = (self.shapes.coordinates, self.shapes.rings, self.shapes.parts)
        if self.shapes.kind == "area":
            area_anchors(*flat, self.shapes.boxes, new, self._anchors)
        elif self.shapes.kind == "line":
            line_anchors(*flat, new, self._anchors)
        else:
            first = self.shapes.rings[self.shapes.parts[new]]
            self._anchors[new, :2] = self.shapes.coordinates[first]
            self._anchors[new, 2] = 0
        return self._anchors[shapes] + (*self.shapes.origin, 0.0)


@dataclass(frozen=True)
class Placed:
    """A label that has room: its layer and row there, its text, its middle in pixels of the view.

    ``angle`` is in radians, anticlockwise; ``side`` the side of its point that it stands on.
    """

    layer: str
    row: int
    text: str
    x: float
    y: float
    angle: float
    side: int
    rank: int

    @property
    def key(self) -> Key:
        """What it labels."""
        return self.layer, self.row


@dataclass(frozen=True)
class _Tried:
    """Candidates of one layer, the most important first."""

    labels: Labels
    rows: npt.NDArray[np.int64]
    texts: list[str]
    at: npt.NDArray[np.float64]
    angles: npt.NDArray[np.float64]
    sizes: npt.NDArray[np.float64]


def place(
    layers: Sequence[Labels],
    view: View,
    sizes: Sizes,
    *,
    reserved: Sequence[tuple[float, float, float, float]] = (),
    kept: Mapping[Key, int] = NONE_KEPT,
) -> list[Placed]:
    """Return the labels that have room in a view; none lies on another or is cut by the edge.

    Those of ``kept`` (by key the sides of the labels that stand already) stay where they are when
    the map is moved. Of the others the topmost layer (the last) comes first, in it the most
    important ones. Nothing is placed on the ``reserved`` boxes (left, top, width, height in pixels
    of the frame).
    """
    # Squares lie fast in the plane, so that what has room keeps it when the map is moved.
    offset = np.array([view.left * view.scale % SQUARE, -view.top * view.scale % SQUARE])
    taken = np.zeros((view.height // SQUARE + 2, view.width // SQUARE + 2), dtype=np.bool_)
    for box in reserved:
        _reserve(taken, box, offset)
    tried = [_tried(one, view, sizes) for one in reversed(layers) if len(one.shapes)]
    before = [_sides(one, kept) for one in tried]
    placed: list[Placed] = []
    for one, sides in zip(tried, before, strict=True):
        placed += _place(one, np.flatnonzero(sides >= 0), sides, taken, offset)
    standing = {label.key for label in placed}
    for one in tried:
        new = [(one.labels.name, row) not in standing for row in one.rows.tolist()]
        placed += _place(one, np.flatnonzero(new), np.full(len(new), -1), taken, offset)
    return placed


def _sides(tried: _Tried, kept: Mapping[Key, int]) -> npt.NDArray[np.int64]:
    """Return the side that each label stands on already, -1 where it does not."""
    name = tried.labels.name
    return np.array([kept.get((name, row), -1) for row in tried.rows.tolist()], dtype=np.int64)


def _reserve(
    taken: npt.NDArray[np.bool_],
    box: tuple[float, float, float, float],
    offset: npt.NDArray[np.float64],
) -> None:
    left, top = (box[0] + offset[0]) // SQUARE, (box[1] + offset[1]) // SQUARE
    right = -(-(box[0] + box[2] + offset[0]) // SQUARE)
    bottom = -(-(box[1] + box[3] + offset[1]) // SQUARE)
    taken[max(int(top), 0) : max(int(bottom), 0), max(int(left), 0) : max(int(right), 0)] = True


def _tried(labels: Labels, view: View, sizes: Sizes) -> _Tried:
    shapes = _candidates(labels, view)
    anchors = labels.anchors(shapes)
    at = np.column_stack(view.to_frame(anchors[:, 0], anchors[:, 1]))  # pyright: ignore[reportArgumentType]
    rows = labels.shapes.positions[shapes]
    texts = [labels.texts[int(row)] for row in rows]
    room = sizes(texts, labels.rank)
    fits = _fits(labels.shapes, shapes, room, view.scale)
    kept = np.flatnonzero(fits)
    return _Tried(
        labels,
        rows[kept],
        [texts[int(one)] for one in kept],
        at[kept],
        anchors[kept, 2],
        room[kept],
    )


def _candidates(labels: Labels, view: View) -> npt.NDArray[np.int64]:
    """Return the shapes in view that may be labelled, the most important first."""
    shapes = labels.shapes
    xmin, ymin, xmax, ymax = view.box
    x, y = shapes.origin
    ranges = shapes.cells.ranges(xmin - x, ymin - y, xmax - x, ymax - y, len(shapes))
    if shapes.kind != "point" and shapes.cells.size * view.scale < LOWEST:
        ranges = ranges[-1:]  # whatever fits into a cell is smaller than any label
    if (ranges[:, 1] - ranges[:, 0]).sum() > MOST_SEEN:
        return np.empty(0, dtype=np.int64)
    found = np.concatenate([np.arange(first, end) for first, end in ranges])
    boxes = shapes.boxes[found]
    seen = (boxes[:, 0] <= xmax - x) & (boxes[:, 2] >= xmin - x)
    seen &= (boxes[:, 1] <= ymax - y) & (boxes[:, 3] >= ymin - y)
    if shapes.kind == "area":
        seen &= (boxes[:, 3] - boxes[:, 1]) * view.scale >= LOWEST
    if labels.hidden is not None:
        seen &= ~labels.hidden[shapes.positions[found]]
    found = found[seen]
    weight = _weights(labels, found)
    if len(found) > MOST_TRIED:
        first = np.argpartition(-weight, MOST_TRIED)[:MOST_TRIED]
        found, weight = found[first], weight[first]
    found = found[np.lexsort((shapes.positions[found], -weight))]
    texts = labels.texts
    return found[[bool(texts[int(row)]) for row in shapes.positions[found]]]


def _weights(labels: Labels, shapes: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    if labels.priority is not None:
        return np.nan_to_num(labels.priority[labels.shapes.positions[shapes]], nan=-np.inf)
    boxes = labels.shapes.boxes[shapes].astype(float)
    sides = boxes[:, 2:] - boxes[:, :2]
    return sides.max(axis=1) if labels.shapes.kind == "line" else sides.prod(axis=1)


def _fits(
    shapes: Shapes, chosen: npt.NDArray[np.int64], room: npt.NDArray[np.float64], scale: float
) -> npt.NDArray[np.bool_]:
    """Tell for which shapes a label is not out of proportion."""
    if shapes.kind == "point":
        return np.ones(len(chosen), dtype=np.bool_)
    boxes = shapes.boxes[chosen].astype(float) * scale
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    if shapes.kind == "line":
        return np.hypot(wide, high) >= LONG_ENOUGH * room[:, 0]
    return (room[:, 0] <= OVERHANG * wide) & (room[:, 1] <= high)


def _place(
    tried: _Tried,
    chosen: npt.NDArray[np.int64],
    only: npt.NDArray[np.int64],
    taken: npt.NDArray[np.bool_],
    offset: npt.NDArray[np.float64],
) -> list[Placed]:
    from gridloom_desktop.canvas.kernels.placing import place_all  # late: see units

    sides = AROUND if tried.labels.shapes.kind == "point" else ALONG
    gap = GAP + tried.labels.radius if sides is AROUND else 0.0
    which = tried.at[chosen], tried.angles[chosen], tried.sizes[chosen]
    middles, stand = place_all(*which, sides, only[chosen], gap, taken, offset)
    return [
        Placed(
            tried.labels.name, int(tried.rows[one]), tried.texts[one], float(x), float(y),
            float(tried.angles[one]), side, tried.labels.rank,
        )
        for one, (x, y), side in zip(
            chosen.tolist(), middles.tolist(), stand.tolist(), strict=True
        )
        if np.isfinite(x)
    ]  # fmt: skip
