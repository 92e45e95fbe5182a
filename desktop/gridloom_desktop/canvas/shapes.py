"""The shapes of one layer as the rasteriser wants them: flat, small, sorted by place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt
import shapely

from gridloom_desktop.canvas.cells import Cells, sort_into_cells

if TYPE_CHECKING:
    import pyarrow as pa

    from gridloom_layers.geometry.wkb import Ragged

ShapeKind = Literal["area", "line", "point"]
FLAT = ("coordinates", "rings", "parts", "boxes", "areas", "positions")
"""The arrays of shapes, beside those of their cells."""


@dataclass(frozen=True)
class Shapes:
    """A layer's shapes, sorted into cells (see :mod:`~gridloom_desktop.canvas.cells`).

    ``coordinates`` (vertices, 2) float32 are relative to ``origin`` (layer's CRS, axes x and y):
    in a city 80 km wide they are good to a centimetre. Ring ``i`` ends before ``rings[i + 1]``,
    shape ``i`` has the rings ``parts[i]`` to ``parts[i + 1]``. Outer rings run anticlockwise,
    holes clockwise, so that a shape's signed area is its area. ``boxes`` (shapes, 4) are xmin,
    ymin, xmax, ymax relative to the origin; ``areas`` are in square units of the CRS.
    ``positions[i]`` is the row of shape ``i`` in the layer; empty geometries are left out.
    """

    kind: ShapeKind
    origin: tuple[float, float]
    coordinates: npt.NDArray[np.float32]
    rings: npt.NDArray[np.int64]
    parts: npt.NDArray[np.int64]
    boxes: npt.NDArray[np.float32]
    areas: npt.NDArray[np.float32]
    positions: npt.NDArray[np.int64]
    cells: Cells
    size: float
    """The median of the longer sides of the boxes, in units of the CRS; 0 for points."""

    def __len__(self) -> int:
        return len(self.positions)

    @cached_property
    def extent(self) -> tuple[float, float, float, float] | None:
        """(xmin, ymin, xmax, ymax) in the layer's CRS; None where there is no shape."""
        return self._around(self.boxes)

    def extent_of(self, chosen: npt.NDArray[np.bool_]) -> tuple[float, float, float, float] | None:
        """Return the box around the shapes that are chosen, one flag a shape."""
        return self._around(self.boxes[chosen])

    def _around(self, boxes: npt.NDArray[np.float32]) -> tuple[float, float, float, float] | None:
        if not len(boxes):
            return None
        low, high = boxes.min(axis=0), boxes.max(axis=0)
        x, y = self.origin
        return float(low[0] + x), float(low[1] + y), float(high[2] + x), float(high[3] + y)

    @property
    def spacing(self) -> float:
        """The side of the square that each shape would have if all shared the extent evenly."""
        extent = self.extent
        if extent is None:
            return 0.0
        xmin, ymin, xmax, ymax = extent
        return float(np.sqrt((xmax - xmin) * (ymax - ymin) / len(self)))

    def rings_of(self, row: int) -> list[npt.NDArray[np.float64]]:
        """Return the rings or lines of one row of the layer, (n, 2) each, in the layer's CRS."""
        found = np.flatnonzero(self.positions == row)
        if not len(found):
            return []
        return [ring + self.origin for ring in self.local_rings(int(found[0]))]

    def local_rings(self, shape: int) -> list[npt.NDArray[np.float64]]:
        """Return the rings or lines of a shape, relative to the origin."""
        return [
            self.coordinates[self.rings[ring] : self.rings[ring + 1]].astype(float)
            for ring in range(self.parts[shape], self.parts[shape + 1])
        ]

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return all of it but its kind as arrays, to be kept."""
        cells = self.cells
        grid = (cells.x, cells.y, cells.size, cells.columns, cells.rows)
        numbers = np.array([*self.origin, self.size, *grid], dtype=np.float64)
        flat = {name: getattr(self, name) for name in FLAT}
        return {**flat, "starts": cells.starts, "numbers": numbers}

    @classmethod
    def of_arrays(cls, kind: ShapeKind, kept: Mapping[str, npt.NDArray[Any]]) -> "Shapes":
        """Return the shapes that :meth:`arrays` gave."""
        x, y, size, left, low, side, columns, rows = kept["numbers"].tolist()
        cells = Cells(left, low, side, int(columns), int(rows), kept["starts"])
        flat = {name: kept[name] for name in FLAT}
        return cls(kind=kind, origin=(x, y), cells=cells, size=size, **flat)

    def some(self, shapes: npt.NDArray[np.int64]) -> "Shapes":
        """Return some of the shapes, given in rising order: still of the rows of the layer."""
        from gridloom_desktop.canvas.kernels.outlines import gathered  # late: see units

        coordinates, rings, parts = gathered(self.coordinates, self.rings, self.parts, shapes)
        cells = replace(self.cells, starts=np.searchsorted(shapes, self.cells.starts))
        return replace(
            self,
            coordinates=coordinates,
            rings=rings,
            parts=parts,
            boxes=self.boxes[shapes],
            areas=self.areas[shapes],
            positions=self.positions[shapes],
            cells=cells,
        )

    def geometries(self, shapes: npt.NDArray[np.int64]) -> npt.NDArray[np.object_]:
        """Return some shapes as geometry objects, relative to the origin."""
        from gridloom_desktop.canvas.kernels.outlines import gathered, ring_areas  # late

        flat = gathered(self.coordinates, self.rings, self.parts, shapes)
        coordinates, rings, parts = flat[0].astype(float), flat[1], flat[2]
        if self.kind == "point":
            return shapely.from_ragged_array(
                shapely.GeometryType.MULTIPOINT, coordinates, (rings[parts],)
            )
        if self.kind == "line":
            return shapely.from_ragged_array(
                shapely.GeometryType.MULTILINESTRING, coordinates, (rings, parts)
            )
        outer = ring_areas(coordinates, rings) >= 0
        outer[parts[:-1][np.diff(parts) > 0]] = True
        polygons = np.append(np.flatnonzero(outer), len(outer))
        return shapely.from_ragged_array(
            shapely.GeometryType.MULTIPOLYGON,
            coordinates,
            (rings, polygons, np.searchsorted(polygons, parts)),
        )


def build_shapes(kind: ShapeKind, columns: "Iterable[pa.Array]") -> Shapes:
    """Build the shapes of a layer from its geometries: Arrow arrays of WKB, one after another."""
    from gridloom_layers.geometry.wkb import parse_wkb  # late: see units

    return shapes_from(kind, map(parse_wkb, columns))


def shapes_from(kind: ShapeKind, parsed: "Iterable[Ragged]") -> Shapes:
    """Build the shapes of a layer from geometries that are parsed already.

    Rings that run the wrong way are turned round in place.
    """
    origin: tuple[float, float] | None = None
    pieces = []
    for ragged in parsed:
        if origin is None and len(ragged.coordinates):
            x, y = np.nanmean(ragged.coordinates, axis=0).round().tolist()
            origin = (x, y)
        pieces.append(_relative(ragged, origin or (0.0, 0.0), closed=kind == "area"))
    return _sorted(kind, origin or (0.0, 0.0), _joined(pieces))


@dataclass(frozen=True)
class _Piece:
    coordinates: npt.NDArray[np.float32]
    ring_sizes: npt.NDArray[np.int64]
    part_sizes: npt.NDArray[np.int64]


def _relative(ragged: "Ragged", origin: tuple[float, float], *, closed: bool) -> _Piece:
    if closed:
        from gridloom_desktop.canvas.kernels.outlines import orient  # late: see units

        orient(ragged.coordinates, ragged.rings, ragged.holes)
    coordinates = (ragged.coordinates - origin).astype(np.float32)
    return _Piece(coordinates, np.diff(ragged.rings), np.diff(ragged.parts))


def _joined(pieces: list[_Piece]) -> _Piece:
    if not pieces:
        none = np.empty(0, dtype=np.int64)
        return _Piece(np.empty((0, 2), dtype=np.float32), none, none)
    return _Piece(
        np.concatenate([piece.coordinates for piece in pieces]),
        np.concatenate([piece.ring_sizes for piece in pieces]),
        np.concatenate([piece.part_sizes for piece in pieces]),
    )


def _sorted(kind: ShapeKind, origin: tuple[float, float], piece: _Piece) -> Shapes:
    from gridloom_desktop.canvas.kernels.outlines import gathered, measure  # late: see units

    rings, parts = _offsets(piece.ring_sizes), _offsets(piece.part_sizes)
    boxes, areas = measure(piece.coordinates, rings, parts, kind == "area")
    drawn = np.flatnonzero(np.isfinite(boxes).all(axis=1))
    order, cells = sort_into_cells(boxes[drawn])
    positions = drawn[order]
    coordinates, rings, parts = gathered(piece.coordinates, rings, parts, positions)
    boxes = boxes[positions]
    sides = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    size = float(np.median(sides)) if len(sides) else 0.0
    areas = np.maximum(areas[positions], 0)
    return Shapes(kind, origin, coordinates, rings, parts, boxes, areas, positions, cells, size)


def _offsets(sizes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes)])
