"""WKB as a structure of arrays, parsed without making a geometry object for each row."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import shapely
from numba import njit

POINT, LINE, POLYGON = 1, 2, 3
FIRST_MULTI, LAST_MULTI = 4, 6


@dataclass(frozen=True)
class Ragged:
    """Geometries as flat arrays.

    ``coordinates`` (vertices, 2) float64; ring ``i`` is ``coordinates[rings[i]:rings[i + 1]]``;
    shape ``i`` has the rings ``parts[i]`` to ``parts[i + 1]``. A line is a ring that need not
    close, a point a ring of one vertex. ``areas`` marks the rings of polygons, ``holes`` the inner
    ones of them. A null or empty geometry is a shape without a ring.
    """

    coordinates: npt.NDArray[np.float64]
    rings: npt.NDArray[np.int64]
    parts: npt.NDArray[np.int64]
    areas: npt.NDArray[np.bool_]
    holes: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.parts) - 1


def joined(pieces: Sequence[Ragged]) -> Ragged:
    """Return the shapes of all pieces, one after another."""
    none = np.empty(0, np.bool_)
    return Ragged(
        np.concatenate([np.empty((0, 2)), *(piece.coordinates for piece in pieces)]),
        _offsets([np.diff(piece.rings) for piece in pieces]),
        _offsets([np.diff(piece.parts) for piece in pieces]),
        np.concatenate([none, *(piece.areas for piece in pieces)]),
        np.concatenate([none, *(piece.holes for piece in pieces)]),
    )


def _offsets(sizes: list[npt.NDArray[np.int64]]) -> npt.NDArray[np.int64]:
    return np.cumsum(np.concatenate([np.zeros(1, np.int64), *sizes]))


def parse_wkb(column: pa.Array) -> Ragged:
    """Parse a binary Arrow array of WKB (2D, or any other form that shapely reads).

    >>> ragged = parse_wkb(pa.array([shapely.to_wkb(shapely.box(0, 0, 2, 1)), None]))
    >>> ragged.coordinates.shape, ragged.parts.tolist()
    ((5, 2), [0, 1, 1])
    """
    data, offsets = wkb_buffers(column)
    counts = _count(data, offsets)
    if counts[0] < 0:  # big-endian, Z or M: rare, so the slow way will do
        data, offsets = wkb_buffers(_plain(column))
        counts = _count(data, offsets)
    if counts[0] < 0:
        raise ValueError("geometry collections are not shapes of a layer")
    return _filled(data, offsets, int(counts[0]), int(counts[1]))


def _filled(
    data: npt.NDArray[np.uint8],
    offsets: npt.NDArray[np.int64],
    ring_count: int,
    vertex_count: int,
) -> Ragged:
    coordinates = np.empty((vertex_count, 2))
    rings = np.zeros(ring_count + 1, dtype=np.int64)
    parts = np.zeros(len(offsets), dtype=np.int64)
    areas, holes = np.zeros((2, ring_count), dtype=np.bool_)
    target = coordinates.reshape(-1).view(np.uint8)
    _fill(data, offsets, target, rings, parts, areas, holes)
    return Ragged(coordinates, rings, parts, areas, holes)


def wkb_buffers(column: pa.Array) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """Return the bytes of a binary Arrow array and where each value begins; null is empty."""
    if column.null_count:
        column = column.fill_null(b"")
    wide = pa.types.is_large_binary(column.type)
    _, offsets, data = column.buffers()
    starts = np.frombuffer(offsets, dtype=np.int64 if wide else np.int32)
    starts = starts[column.offset : column.offset + len(column) + 1].astype(np.int64)
    content = np.frombuffer(data, dtype=np.uint8) if data is not None else np.empty(0, np.uint8)
    return content, starts


def _plain(column: pa.Array) -> pa.Array:
    """Return the column as little-endian 2D WKB."""
    geometries = shapely.force_2d(shapely.from_wkb(column.to_numpy(zero_copy_only=False)))
    return pa.array(shapely.to_wkb(geometries, byte_order=1), type=pa.binary())


@njit(cache=True, nogil=True)
def _uint32(data, at):
    return (
        np.int64(data[at])
        | np.int64(data[at + 1]) << 8
        | np.int64(data[at + 2]) << 16
        | np.int64(data[at + 3]) << 24
    )


@njit(cache=True, nogil=True)
def _count(data, offsets):
    """Return (rings, vertices), or (-1, -1) where a geometry is not little-endian 2D."""
    rings, vertices = 0, 0
    for shape in range(len(offsets) - 1):
        at, end = offsets[shape], offsets[shape + 1]
        while at < end:
            kind = _uint32(data, at + 1)
            if data[at] != 1 or kind < POINT or kind > LAST_MULTI:
                return -1, -1
            at += 5
            if kind == POINT:
                rings, vertices, at = rings + 1, vertices + 1, at + 16
                continue
            members = _uint32(data, at)
            at += 4
            if kind >= FIRST_MULTI:
                continue  # its members follow, each with a header of its own
            if kind == LINE:
                rings, vertices, at = rings + 1, vertices + members, at + 16 * members
                continue
            for _ in range(members):
                size = _uint32(data, at)
                rings, vertices, at = rings + 1, vertices + size, at + 4 + 16 * size
    return rings, vertices


@njit(cache=True, nogil=True)
def _fill(data, offsets, target, rings, parts, areas, holes):
    """Copy the vertices of every ring to ``target`` (bytes) and note where rings and shapes end."""
    ring, written = 0, 0
    for shape in range(len(offsets) - 1):
        at, end = offsets[shape], offsets[shape + 1]
        while at < end:
            kind = _uint32(data, at + 1)
            at += 5
            members = 1
            if kind != POINT:
                members = _uint32(data, at)
                at += 4
            if kind >= FIRST_MULTI:
                continue
            for member in range(members if kind == POLYGON else 1):
                size = members
                if kind == POLYGON:
                    size = _uint32(data, at)
                    at += 4
                    areas[ring], holes[ring] = True, member > 0
                length = 16 * size
                target[written : written + length] = data[at : at + length]
                at += length
                written += length
                ring += 1
                rings[ring] = written // 16
        parts[shape + 1] = ring
