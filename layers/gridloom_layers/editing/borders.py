"""A border that two areas share: where one is drawn anew, the other follows.

Areas of a layer share vertices, not lines. What was done to the vertices of one outline is found
by comparing it with the older one, and is done to the others where they have the same vertices.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

Vertex = tuple[float, float]
Ring = list[Vertex]


@dataclass(frozen=True)
class Redrawn:
    """What became of the vertices of an outline.

    ``moved`` are those that are elsewhere now. ``runs`` are stretches between two vertices that
    have another number of vertices now: the old stretch and the new one, both ends included.
    """

    moved: Mapping[Vertex, Vertex]
    runs: Sequence[tuple[Ring, Ring]]


def redrawn(before: BaseGeometry, after: BaseGeometry) -> Redrawn:
    """Compare two outlines ring by ring, in their order; one that is new or gone tells nothing."""
    moved: dict[Vertex, Vertex] = {}
    runs: list[tuple[Ring, Ring]] = []
    for old, new in zip(_rings(before), _rings(after), strict=False):
        for low, high, start, end in _differences(old, new):
            if high - low == end - start:
                moved |= dict(zip(old[low:high], new[start:end], strict=True))
            else:
                runs.append((_with_ends(old, low, high), _with_ends(new, start, end)))
    # the ends of a stretch may have moved too: they are looked for where they are by then
    known = [([moved.get(vertex, vertex) for vertex in old], new) for old, new in runs]
    return Redrawn(moved, known)


def _rings(shape: BaseGeometry) -> list[Ring]:
    """Return the rings of an area as their vertices, the last of which is not the first again."""
    parts = shapely.get_parts(shape)
    rings = [ring for part in parts for ring in shapely.get_rings(part)]
    return [[*map(tuple, shapely.get_coordinates(ring)[:-1].tolist())] for ring in rings]


def _differences(old: Ring, new: Ring) -> Iterator[tuple[int, int, int, int]]:
    """Yield where two rings differ: ``old[a:b]`` is ``new[c:d]`` now."""
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    tail = 0
    while tail < min(len(old), len(new)) - same and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    first, last = old[same : len(old) - tail], new[same : len(new) - tail]
    matcher = SequenceMatcher(None, first, last, autojunk=False)
    for kind, low, high, start, end in matcher.get_opcodes():
        if kind != "equal":
            yield same + low, same + high, same + start, same + end


def _with_ends(ring: Ring, low: int, high: int) -> Ring:
    """Return a stretch of a ring with the vertex before it and the one behind it."""
    return [ring[low - 1], *ring[low:high], ring[high % len(ring)]]


def following(shape: BaseGeometry, change: Redrawn) -> BaseGeometry:
    """Return an area whose vertices followed a change of another one; itself where it has none."""
    there = {vertex for ring in _rings(shape) for vertex in ring}
    if there.isdisjoint(change.moved) and not any(_has(there, old) for old, _ in change.runs):
        return shape
    parts = []
    for part in shapely.get_parts(shape):
        rings = [_followed(ring, change) for ring in _rings(part)]
        kept = [ring for ring in rings if len(ring) >= 3]
        if rings and len(rings[0]) >= 3:
            parts.append(shapely.Polygon(kept[0], kept[1:]))
    return shapely.MultiPolygon(parts)


def _has(there: set[Vertex], old: Ring) -> bool:
    return old[0] in there and old[-1] in there


def _followed(ring: Ring, change: Redrawn) -> Ring:
    ring = [change.moved.get(vertex, vertex) for vertex in ring]
    for old, new in change.runs:
        for one, other in ((old, new), (old[::-1], new[::-1])):
            ring = _replaced(ring, one, other)
    return ring


def _replaced(ring: Ring, old: Ring, new: Ring) -> Ring:
    """Return a ring in which the stretch ``old`` is ``new``; itself where it has none."""
    count = len(ring)
    if len(old) > count:
        return ring
    for start in np.flatnonzero([vertex == old[0] for vertex in ring]).tolist():
        if all(ring[(start + step) % count] == vertex for step, vertex in enumerate(old)):
            turned = ring[start:] + ring[:start]
            return [*new, *turned[len(old) :]]
    return ring
