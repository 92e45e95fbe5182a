"""A shape while it is drawn anew: its vertices moved, put in, taken out. Values, without Qt."""

from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gridloom_desktop.window.model.snapping import Floats, Spot, nearest_on


@dataclass(frozen=True)
class Vertex:
    """A vertex: the number of its line and its place in it."""

    line: int
    place: int


@dataclass(frozen=True)
class Sketch:
    """The lines of a shape: the rings of an area, the parts of a line, a point as one vertex.

    ``lines`` are (n, 2) arrays; a ring does not come back to its first vertex. ``rings`` are how
    many of them each part of an area has; empty where it is none.
    """

    lines: tuple[Floats, ...]
    rings: tuple[int, ...] = ()

    @classmethod
    def of(cls, shape: BaseGeometry) -> "Sketch":
        """Return the sketch of a shape."""
        parts = shapely.get_parts(shape)
        if shapely.get_dimensions(shape) < 2:
            return cls(tuple(shapely.get_coordinates(part) for part in parts))
        each = [list(shapely.get_rings(part)) for part in parts]
        lines = [shapely.get_coordinates(ring)[:-1] for rings in each for ring in rings]
        return cls(tuple(lines), tuple(len(rings) for rings in each))

    @property
    def closed(self) -> bool:
        """Whether the lines are rings."""
        return bool(self.rings)

    @property
    def shape(self) -> BaseGeometry:
        """The shape, valid or not; rings of under three vertices are left out."""
        if not self.closed:
            if len(self.lines[0]) == 1:
                return shapely.Point(self.lines[0][0])
            return shapely.MultiLineString([shapely.LineString(line) for line in self.lines])
        polygons, start = [], 0
        for count in self.rings:
            shell, *holes = self.lines[start : start + count]
            start += count
            if len(shell) >= 3:
                polygons.append(shapely.Polygon(shell, [hole for hole in holes if len(hole) >= 3]))
        return shapely.MultiPolygon(polygons)

    def vertex_near(self, at: Spot, tolerance: float) -> Vertex | None:
        """Return the nearest vertex within a distance."""
        best, found = tolerance, None
        for number, line in enumerate(self.lines):
            if not len(line):
                continue
            distances = np.hypot(*(line - at).T)
            place = int(distances.argmin())
            if distances[place] <= best:
                best, found = float(distances[place]), Vertex(number, place)
        return found

    def side_near(self, at: Spot, tolerance: float) -> tuple[Vertex, Spot] | None:
        """Return the vertex that a new one would follow on the nearest side, and its place."""
        best, found = tolerance, None
        for number, line in enumerate(self.lines):
            if len(line) < 2:
                continue
            starts, ends = line, np.roll(line, -1, axis=0)
            if not self.closed:
                starts, ends = starts[:-1], ends[:-1]
            feet = nearest_on(starts, ends, np.array(at))
            distances = np.hypot(*(feet - at).T)
            place = int(distances.argmin())
            if distances[place] <= best:
                best = float(distances[place])
                found = Vertex(number, place), (float(feet[place, 0]), float(feet[place, 1]))
        return found

    def spot(self, vertex: Vertex) -> Spot:
        """Return where a vertex is."""
        x, y = self.lines[vertex.line][vertex.place]
        return float(x), float(y)

    def moved(self, vertex: Vertex, to: Spot) -> "Sketch":
        """Return the sketch with a vertex elsewhere."""
        line = self.lines[vertex.line].copy()
        line[vertex.place] = to
        return self._with(vertex.line, line)

    def inserted(self, after: Vertex, at: Spot) -> "Sketch":
        """Return the sketch with a vertex put in behind another one."""
        line = np.insert(self.lines[after.line], after.place + 1, at, axis=0)
        return self._with(after.line, line)

    def without(self, vertex: Vertex) -> "Sketch":
        """Return the sketch without a vertex; a ring keeps three, a line two."""
        line = self.lines[vertex.line]
        if len(line) <= (3 if self.closed else 2):
            return self
        return self._with(vertex.line, np.delete(line, vertex.place, axis=0))

    def shifted(self, dx: float, dy: float) -> "Sketch":
        """Return the sketch moved as a whole."""
        return replace(self, lines=tuple(line + np.array([dx, dy]) for line in self.lines))

    def _with(self, number: int, line: Floats) -> "Sketch":
        return replace(self, lines=(*self.lines[:number], line, *self.lines[number + 1 :]))
