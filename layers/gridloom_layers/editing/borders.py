"""A border that two areas share: where one is drawn anew, the other follows.

Areas of a layer share vertices, not lines. What was done to the vertices of one outline is found
by comparing it with the older one, and is done to the others where they have the same vertices.
Where only one of two has a vertex on the border that they share, as where a third one meets it, the
other is given it first.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

Vertex = tuple[float, float]
Ring = list[Vertex]
Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
TOUCH = 1e-3
"""Within so many metres of a side a vertex lies on it."""


@dataclass(frozen=True)
class Redrawn:
    """What became of the vertices of an outline.

    ``moved`` are those that are elsewhere now. ``runs`` are stretches between two vertices that
    have another number of vertices now: the old stretch and the new one, both ends included.
    """

    moved: Mapping[Vertex, Vertex]
    runs: Sequence[tuple[Ring, Ring]]


def redrawn(
    before: BaseGeometry, after: BaseGeometry, neighbours: Iterable[BaseGeometry] = ()
) -> Redrawn:
    """Compare two outlines ring by ring, in their order; one that is new or gone tells nothing.

    Vertices of ``neighbours`` on a side go where the same place of the side goes.
    """
    moved: dict[Vertex, Vertex] = {}
    runs: list[tuple[Ring, Ring]] = []
    vertices = [vertex for shape in neighbours for ring in _rings(shape) for vertex in ring]
    for one, other in zip(_rings(before), _rings(after), strict=False):
        old, new = _noded_alike(one, other, vertices)
        for low, high, start, end in _differences(old, new):
            if high - low == end - start:
                moved |= dict(zip(old[low:high], new[start:end], strict=True))
            else:
                runs.append((_with_ends(old, low, high), _with_ends(new, start, end)))
    # the ends of a stretch may have moved too: they are looked for where they are by then
    known = [([moved.get(vertex, vertex) for vertex in old], new) for old, new in runs]
    return Redrawn(moved, known)


def _noded_alike(old: Ring, new: Ring, vertices: Sequence[Vertex]) -> tuple[Ring, Ring]:
    """Return a ring as it was and as it is with vertices that lay on its sides put into both.

    Sides that are as they were are left alone. Where a side is gone, they are in the old ring
    alone: the stretch as a whole is another one.
    """
    kept = {*_sides(new)}
    changed = [at for at, side in enumerate(_sides(old)) if side not in kept]
    on = _on_sides(old, changed, vertices)
    put: dict[int, list[Vertex]] = {}
    for at, found in on.items() if len(old) == len(new) else ():
        start, end = new[at], new[(at + 1) % len(new)]
        put[at] = [_between(start, end, share) for share, _ in found]
    noded = _with(old, {at: [vertex for _, vertex in found] for at, found in on.items()})
    return noded, _with(new, put)


def _sides(ring: Ring) -> list[tuple[Vertex, Vertex]]:
    return [(ring[at], ring[(at + 1) % len(ring)]) for at in range(len(ring))]


def _between(start: Vertex, end: Vertex, share: float) -> Vertex:
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])


def _with(ring: Ring, put: Mapping[int, Sequence[Vertex]]) -> Ring:
    """Return a ring with vertices put in behind some of its own."""
    return [each for at, vertex in enumerate(ring) for each in (vertex, *put.get(at, ()))]


def _on_sides(
    ring: Ring, among: Sequence[int], vertices: Iterable[Vertex]
) -> dict[int, list[tuple[float, Vertex]]]:
    """Return by the number of a side what lies on it: the share of its length, the vertex.

    Only sides whose numbers are ``among`` some are looked at, and vertices that the ring has not.
    """
    known = set(ring)
    fresh = [*dict.fromkeys(vertex for vertex in vertices if vertex not in known)]
    found: dict[int, list[tuple[float, Vertex]]] = {}
    if not fresh or not among:
        return found
    sides = np.array(_sides(ring))[[*among]]
    lines: Any = shapely.linestrings(sides)  # an array, which its types do not tell
    near = shapely.STRtree(lines).query(shapely.points(fresh), "dwithin", 2 * TOUCH)
    for place, at, share in zip(*_onto(np.array(fresh), sides, *near), strict=True):
        found.setdefault(among[at], []).append((share, fresh[place]))
    return {number: sorted(each) for number, each in sorted(found.items())}


def _onto(
    points: Floats, sides: Floats, which: Longs, at: Longs
) -> tuple[list[int], list[int], list[float]]:
    """Return of pairs of a point and a side those where it lies between the ends of the side,
    with the share of the length up to it."""
    starts = sides[at, 0]
    along, off = sides[at, 1] - starts, points[which] - starts
    lengths = (along**2).sum(axis=1)
    shares = (off * along).sum(axis=1) / np.where(lengths > 0, lengths, np.inf)
    away = np.hypot(*(off - shares[:, None] * along).T)
    on = (shares > 0) & (shares < 1) & (away < TOUCH)
    return which[on].tolist(), at[on].tolist(), shares[on].tolist()


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
    touched = [*change.moved, *(vertex for old, _ in change.runs for vertex in old)]
    noded = [[_noded(ring, touched) for ring in _rings(part)] for part in shapely.get_parts(shape)]
    there = {vertex for rings in noded for ring in rings for vertex in ring}
    if there.isdisjoint(change.moved) and not any(_has(there, old) for old, _ in change.runs):
        return shape
    parts = []
    for each in noded:
        rings = [_followed(ring, change) for ring in each]
        kept = [ring for ring in rings if len(ring) >= 3]
        if rings and len(rings[0]) >= 3:
            parts.append(shapely.Polygon(kept[0], kept[1:]))
    return shapely.MultiPolygon(parts)


def _noded(ring: Ring, vertices: Sequence[Vertex]) -> Ring:
    """Return a ring with vertices that lie on its sides put in."""
    on = _on_sides(ring, range(len(ring)), vertices)
    return _with(ring, {at: [vertex for _, vertex in found] for at, found in on.items()})


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
