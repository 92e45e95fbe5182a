"""What a drawn place is snapped to: the vertices and the sides of the shapes around."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

Floats = npt.NDArray[np.float64]
Spot = tuple[float, float]
On = Literal["vertex", "side"]


@dataclass(frozen=True)
class Snap:
    """A place that another one is snapped to, and what lies there."""

    spot: Spot
    on: On


@dataclass(frozen=True)
class Surroundings:
    """The sides of some shapes: from ``starts`` to ``ends``, both (n, 2), in the map's CRS.

    A point is a side of no length.
    """

    starts: Floats
    ends: Floats

    @classmethod
    def of(cls, shapes: Sequence[BaseGeometry | None]) -> "Surroundings":
        """Return the sides of shapes, a side that two of them share once for each."""
        known = [shape for shape in shapes if shape is not None]
        coordinates, lines = shapely.get_coordinates(_lines(known), return_index=True)
        on = np.flatnonzero(lines[1:] == lines[:-1])
        points = shapely.get_coordinates([one for one in known if not shapely.get_dimensions(one)])
        return cls(
            np.concatenate([coordinates[on], points]), np.concatenate([coordinates[on + 1], points])
        )

    def without(self, spot: Spot) -> "Surroundings":
        """Return the sides that do not end at a place: those that follow when it is dragged."""
        there = (self.starts == spot).all(axis=1) | (self.ends == spot).all(axis=1)
        return Surroundings(self.starts[~there], self.ends[~there])

    def snap(self, at: Spot, within: float) -> Snap | None:
        """Return the nearest vertex within a distance, exactly; else the nearest place of a side.

        None beside all of them.
        """
        vertex = _nearest(np.concatenate([self.starts, self.ends]), at, within)
        if vertex is not None:
            return Snap(vertex, "vertex")
        place = _nearest(nearest_on(self.starts, self.ends, np.array(at)), at, within)
        return Snap(place, "side") if place is not None else None


def _lines(shapes: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """Return the rings of areas and the parts of lines."""
    parts = shapely.get_parts([shape for shape in shapes if shapely.get_dimensions(shape)])
    areas = shapely.get_dimensions(parts) == 2
    return [*shapely.get_rings(parts[areas]), *parts[~areas]]


def nearest_on(starts: Floats, ends: Floats, at: Floats) -> Floats:
    """Return the nearest place to ``at`` on each of some sides."""
    along = ends - starts
    lengths = np.maximum((along**2).sum(axis=1), 1e-12)
    share = np.clip(((at - starts) * along).sum(axis=1) / lengths, 0, 1)
    return starts + share[:, None] * along


def _nearest(places: Floats, at: Spot, within: float) -> Spot | None:
    if not len(places):
        return None
    distances = np.hypot(*(places - at).T)
    nearest = int(distances.argmin())
    if distances[nearest] > within:
        return None
    return float(places[nearest, 0]), float(places[nearest, 1])
