"""Mapbox vector tiles: their features as flat arrays of vertices, by layer and kind."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from gridloom_desktop.canvas import ShapeKind

KINDS: dict[int, ShapeKind] = {2: "line", 3: "area"}
"""Types of geometries that are drawn; points of a tile are for labels."""
MOST_COMMANDS = 4 << 20
GROWTH = 6
"""Each of the four cuts of a ring makes at most half as many vertices again: 1.5⁴ is 5.1."""
CLASS_KEYS = ("class", "kind", "pmap:kind", "fclass", "type", "highway")
"""The attributes in which schemas say what a feature is."""


@dataclass(frozen=True)
class TilePart:
    """Features of one kind and class of a layer of a tile.

    ``commands`` is their geometries one after another, as the specification encodes them, feature
    ``i`` from ``starts[i]`` on; a tile is ``extent`` units wide, y runs down.
    """

    layer: str
    kind: ShapeKind
    name: str
    extent: int
    commands: npt.NDArray[np.uint32]
    starts: npt.NDArray[np.int64]


def read_tile(content: bytes) -> list[TilePart]:
    """Return the parts of a tile; an empty list where it cannot be read."""
    from google.protobuf.message import DecodeError  # late: only vector tiles need protobuf
    from mapbox_vector_tile.Mapbox.vector_tile_pb2 import (
        tile as new_tile,  # pyright: ignore[reportAttributeAccessIssue] - made at run time
    )

    tile = new_tile()
    try:
        tile.ParseFromString(content)
    except DecodeError:
        return []
    return [part for layer in tile.layers for part in _parts(layer)]


def _parts(layer: Any) -> Iterator[TilePart]:
    extent = int(layer.extent) or 4096
    names = _class_names(layer)
    groups: dict[tuple[ShapeKind, str], list] = {}
    for feature in layer.features:
        if (kind := KINDS.get(feature.type)) is not None:
            groups.setdefault((kind, names(feature.tags)), []).append(feature.geometry)
    for (kind, name), geometries in groups.items():
        sizes = [len(geometry) for geometry in geometries]
        if sum(sizes) <= MOST_COMMANDS:
            commands = np.fromiter((x for one in geometries for x in one), np.uint32, sum(sizes))
            starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
            yield TilePart(str(layer.name), kind, name, extent, commands, starts)


def _class_names(layer: Any) -> Callable[[Sequence[int]], str]:
    """Return what tells the class of a feature from its tags; an empty text where it has none."""
    keys = list(layer.keys)
    wanted = [keys.index(key) for key in CLASS_KEYS if key in keys]
    values = [value.string_value for value in layer.values]

    def name(tags: Sequence[int]) -> str:
        found = {tags[i]: tags[i + 1] for i in range(0, len(tags) - 1, 2)}
        position = next((found[key] for key in wanted if key in found), None)
        return values[position] if position is not None and position < len(values) else ""

    return name


@dataclass(frozen=True)
class Outlines:
    """Rings or lines of features: ``rings`` and ``parts`` as in :class:`Ragged`.

    ``xy`` (vertices, 2) are shares of the tile: 0 to 1 from the upper left corner, y down.
    ``holes`` marks the rings that are cut out of areas.
    """

    xy: npt.NDArray[np.float64]
    rings: npt.NDArray[np.int64]
    parts: npt.NDArray[np.int64]
    holes: npt.NDArray[np.bool_]


def outlines(part: TilePart) -> Outlines:
    """Return the features of a part, cut at the border of the tile.

    Tiles overlap, so that lines can be drawn past their borders; what is cut off is in the tile
    beside it. Commands that make no sense end their feature.
    """
    closed = part.kind == "area"
    flat, rings, parts = _walked(part.commands, part.starts, closed)
    xy = flat / part.extent
    xy, rings, parts, holes = _cut(xy, rings, parts, closed)
    return Outlines(xy, rings, parts, holes)


@njit(cache=True, nogil=True)
def _walked(commands, starts, closed):
    """Follow the commands (1 move, 2 line, 7 close); return vertices, ring and part offsets."""
    most = len(commands) + 1
    xy = np.empty((most, 2))
    rings, parts = np.zeros(most + 1, dtype=np.int64), np.zeros(len(starts), dtype=np.int64)
    vertices = ring = 0
    for feature in range(len(starts) - 1):
        at, end = starts[feature], starts[feature + 1]
        x = y = 0
        while at < end:
            command, count = commands[at] & 7, np.int64(commands[at] >> 3)
            at += 1
            if command == 7:
                if closed and vertices > rings[ring]:
                    xy[vertices] = xy[rings[ring]]
                    vertices += 1
                continue
            if (command != 1 and command != 2) or at + 2 * count > end:
                break
            for _ in range(count):
                x += _unzigzagged(commands[at])
                y += _unzigzagged(commands[at + 1])
                at += 2
                if command == 1 and vertices > rings[ring]:
                    ring += 1
                    rings[ring] = vertices
                xy[vertices, 0], xy[vertices, 1] = x, y
                vertices += 1
        if vertices > rings[ring]:
            ring += 1
            rings[ring] = vertices
        parts[feature + 1] = ring
    return xy[:vertices], rings[: ring + 1], parts


@njit(cache=True, nogil=True)
def _unzigzagged(number):
    wide = np.int64(number)
    return (wide >> 1) ^ -(wide & 1)


@njit(cache=True, nogil=True)
def _cut(xy, rings, parts, closed):
    """Cut all rings or lines to the unit square; return them, and which rings are holes."""
    most_rings = 2 * len(xy) + len(rings) + 1
    new = np.empty((GROWTH * len(xy), 2))
    new_rings, new_parts = (
        np.zeros(most_rings, dtype=np.int64),
        np.zeros(len(parts), dtype=np.int64),
    )
    holes = np.zeros(most_rings, dtype=np.bool_)
    first, second = np.empty((0, 2)), np.empty((0, 2))
    used = ring = 0
    for part in range(len(parts) - 1):
        outer = 0.0
        for old in range(parts[part], parts[part + 1]):
            begin, end = rings[old], rings[old + 1]
            if not closed:
                used, ring = _cut_line(xy[begin:end], new, used, new_rings, ring)
                continue
            area = _doubled_area(xy[begin:end])
            if outer == 0.0:
                outer = area
            room = GROWTH * (end - begin)
            if len(first) < room:
                first, second = np.empty((room, 2)), np.empty((room, 2))
            count = _cut_ring(xy[begin:end], first, second)
            if count >= 3:
                new[used : used + count] = first[:count]
                new[used + count] = first[0]
                used += count + 1
                holes[ring] = (area < 0) != (outer < 0)
                ring += 1
                new_rings[ring] = used
        new_parts[part + 1] = ring
    return new[:used], new_rings[: ring + 1], new_parts, holes[:ring]


@njit(cache=True, nogil=True)
def _doubled_area(xy):
    total = 0.0
    for i in range(len(xy) - 1):
        total += xy[i, 0] * xy[i + 1, 1] - xy[i + 1, 0] * xy[i, 1]
    return total


@njit(cache=True, nogil=True)
def _cut_ring(xy, first, second):
    """Cut a ring at the four sides in turn (Sutherland and Hodgman); it ends in ``first``.

    Parts of a ring that is cut in two stay tied along the border, where they cover nothing.
    """
    count = len(xy) - 1
    first[:count] = xy[:count]
    for side in range(4):
        axis, sign = side % 2, 1.0 if side < 2 else -1.0
        limit = 0.0 if side < 2 else -1.0
        kept = 0
        for i in range(count):
            before = i - 1 if i else count - 1
            ax, ay, bx, by = first[before, 0], first[before, 1], first[i, 0], first[i, 1]
            a, b = sign * (ay if axis else ax) - limit, sign * (by if axis else bx) - limit
            if (a < 0) != (b < 0):
                share = a / (a - b)
                second[kept, 0], second[kept, 1] = ax + share * (bx - ax), ay + share * (by - ay)
                second[kept, axis] = abs(limit)
                kept += 1
            if b >= 0:
                second[kept, 0], second[kept, 1] = bx, by
                kept += 1
        count = kept
        first[:count] = second[:count]
    return count


@njit(cache=True, nogil=True)
def _cut_line(xy, new, used, new_rings, ring):
    """Append what of a line lies in the unit square (Liang and Barsky, edge by edge)."""
    open_end = False
    for i in range(len(xy) - 1):
        ax, ay, bx, by = xy[i, 0], xy[i, 1], xy[i + 1, 0], xy[i + 1, 1]
        low, high = 0.0, 1.0
        for start, way in ((ax, bx - ax), (ay, by - ay)):
            if way == 0:
                if start < 0 or start > 1:
                    high = -1.0
                continue
            enter, leave = -start / way, (1 - start) / way
            low, high = max(low, min(enter, leave)), min(high, max(enter, leave))
        if low >= high:
            open_end = False
            continue
        if not (open_end and low == 0.0):
            new[used, 0], new[used, 1] = ax + low * (bx - ax), ay + low * (by - ay)
            used += 1
        else:
            ring -= 1
        new[used, 0], new[used, 1] = ax + high * (bx - ax), ay + high * (by - ay)
        used += 1
        ring += 1
        new_rings[ring] = used
        open_end = high == 1.0
    return used, ring
