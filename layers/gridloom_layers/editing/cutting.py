"""An area cut in two by a line."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gridloom_layers.errors import BadInput
from gridloom_layers.language import tr


def halves(area: BaseGeometry, line: shapely.LineString) -> tuple[BaseGeometry, BaseGeometry]:
    """Return the larger and the smaller half of an area that a line cuts.

    Where it cuts more than once, the pieces on its two sides are the halves; of an area of several
    parts, what lies to its left is one of them. The borders of both halves have the same vertices;
    their areas add up to that of the whole. Raises ``BadInput`` where the line does not go through.
    """
    pieces = [piece for part in shapely.get_parts(area) for piece in _pieces(part, line)]
    if len(pieces) == shapely.get_num_geometries(area):
        raise _not_cut()
    sides = _sides(pieces, line)
    both = [
        [piece for piece, left in zip(pieces, sides, strict=True) if left is side]
        for side in (True, False)
    ]
    if not all(both):
        raise _not_cut()
    merged = [_whole(half) for half in both]
    larger, smaller = sorted(merged, key=lambda half: half.area, reverse=True)
    return larger, smaller


def _pieces(part: BaseGeometry, line: shapely.LineString) -> list[BaseGeometry]:
    """Return what a line cuts a polygon into."""
    noded = shapely.node(shapely.union(shapely.boundary(part), line))
    cells = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    inside = shapely.contains(part, shapely.point_on_surface(cells))
    return [*cells[inside]] if len(cells) else []


def _sides(pieces: Sequence[BaseGeometry], line: shapely.LineString) -> list[bool]:
    """Return of each piece on which side of the line it is: beyond a cut is the other side."""
    sides: dict[int, bool] = {}
    for first in sorted(range(len(pieces)), key=lambda at: -pieces[at].area):
        if first in sides:
            continue
        sides[first], waiting = _is_left(pieces[first], line), [first]
        while waiting:
            here = waiting.pop()
            shared = shapely.length(shapely.intersection(pieces[here], pieces))
            for beyond in np.flatnonzero(shared > 0).tolist():
                if beyond not in sides:
                    sides[beyond] = not sides[here]
                    waiting.append(beyond)
    return [sides[at] for at in range(len(pieces))]


def _is_left(piece: BaseGeometry, line: shapely.LineString) -> bool:
    """Tell on which side of a line a piece lies, by the nearest of its sections."""
    x, y = shapely.point_on_surface(piece).coords[0]
    ends = shapely.get_coordinates(line)
    sections = shapely.linestrings([*pairwise(ends)])
    nearest = int(shapely.distance(sections, shapely.Point(x, y)).argmin())
    (x0, y0), (x1, y1) = ends[nearest], ends[nearest + 1]
    return bool((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0) > 0)


def _whole(pieces: Sequence[BaseGeometry]) -> BaseGeometry:
    """Return pieces as one area of parts that do not touch along a line."""
    parts = shapely.get_parts(shapely.GeometryCollection([*pieces]))
    if len(pieces) > 1 and not shapely.is_valid(shapely.MultiPolygon([*parts])):
        parts = shapely.get_parts(shapely.union_all(parts))
    return shapely.MultiPolygon([*parts])


def _not_cut() -> BadInput:
    return BadInput(
        "not-cut",
        tr("The line does not cut the area in two."),
        hint=tr("Draw it across, beginning and ending outside of the area."),
    )
