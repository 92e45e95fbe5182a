"""Contours of a surface: lines at its levels, and the areas between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from contourpy import ContourGenerator, FillType, LineType, contour_generator
from shapely.geometry.base import BaseGeometry

from gridloom_analytics.statistics.density.lattice import Lattice

Floats = npt.NDArray[np.float64]
LINES, AREAS = 1, 2
"""Dimensions of shapes."""
COLLECTION = 7
"""The type id of geometry collections in shapely."""

KM2 = 1e6
EDGES = ("high", 0.025), ("low", 0.975)
"""Upper tails under the first are more than chance would give, those over the second less."""


@dataclass(frozen=True)
class Plane:
    """Where contours are drawn: over a lattice in metres, within ``area``, for layers in ``crs``.

    ``scale`` is how many metres a unit of the CRS has.
    """

    lattice: Lattice
    area: BaseGeometry
    scale: float
    crs: str | None

    def lines(self, surface: Floats, levels: Sequence[float]) -> gpd.GeoDataFrame:
        """Return the contour line of each ``level``."""
        generator = self._generator(surface)
        shapes = [self._clipped(_lines(generator, level), LINES) for level in levels]
        return self._layer({"level": np.array(levels, dtype=float)}, shapes)

    def bands(
        self, surface: Floats, levels: Sequence[float], floor: float | None = None
    ) -> gpd.GeoDataFrame:
        """Return the areas between the ``levels`` and above the last one.

        With a ``floor``, which the surface nowhere falls below, the one under the first level too.
        Columns ``lower``, ``upper`` (null above the last) and ``area_km2``. NaN is in no band.
        """
        generator = self._generator(surface)
        lowers = list(levels) if floor is None else [floor, *levels]
        uppers = [*lowers[1:], np.inf][: len(lowers)]
        begins = lowers if floor is None else [floor - 1, *levels]  # what is at the floor counts
        shapes = [
            self._clipped(_area(generator, lower, upper), AREAS)
            for lower, upper in zip(begins, uppers, strict=True)
        ]
        top = np.array(uppers, dtype=float)
        columns = {
            "lower": np.array(lowers, dtype=float),
            "upper": np.where(np.isfinite(top), top, np.nan),
            "area_km2": shapely.area(np.array(shapes, dtype=object)) / KM2,
        }
        return self._layer(columns, shapes)

    def tolerance(self, upper_tail: Floats) -> gpd.GeoDataFrame:
        """Return the areas where the upper tail is under 0.025 (``high``) and over 0.975 (``low``).

        Columns ``finding`` and ``area_km2``.
        """
        found = self.bands(upper_tail, [-1.0, *(level for _, level in EDGES)])
        kept = found[(found["lower"] < 0) | found["upper"].isna()]
        finding = np.where(kept["lower"] < 0, EDGES[0][0], EDGES[1][0])
        columns = {"finding": finding.astype(object), "area_km2": np.asarray(kept["area_km2"])}
        return gpd.GeoDataFrame(columns, geometry=kept.geometry.to_numpy(), crs=self.crs)

    def _generator(self, surface: Floats) -> ContourGenerator:
        known = np.ma.masked_invalid(surface)
        return contour_generator(
            self.lattice.x, self.lattice.y, known, name="serial", fill_type=FillType.OuterOffset,
            line_type=LineType.Separate, corner_mask=True,
        )  # fmt: skip

    def _clipped(self, shape: BaseGeometry, dimension: int) -> BaseGeometry:
        """Return what of a shape is in the area, of its own dimension only."""
        parts = shapely.get_parts(shapely.intersection(shape, self.area))
        while (shapely.get_type_id(parts) == COLLECTION).any():
            parts = shapely.get_parts(parts)
        kept = shapely.get_parts(parts[shapely.get_dimensions(parts) == dimension]).tolist()
        return shapely.MultiLineString(kept) if dimension == LINES else shapely.MultiPolygon(kept)

    def _layer(
        self, columns: dict[str, npt.NDArray], shapes: list[BaseGeometry]
    ) -> gpd.GeoDataFrame:
        """Return the shapes in the CRS, without those that are empty."""
        own = [shapely.transform(each, lambda points: points / self.scale) for each in shapes]
        frame = gpd.GeoDataFrame(columns, geometry=own, crs=self.crs)
        return gpd.GeoDataFrame(frame[~frame.geometry.is_empty].reset_index(drop=True))


def _lines(generator: ContourGenerator, level: float) -> BaseGeometry:
    found = [np.asarray(line) for line in generator.lines(level)]
    return shapely.MultiLineString([line for line in found if len(line) > 1])


def _area(generator: ContourGenerator, lower: float, upper: float) -> BaseGeometry:
    outers, offsets = generator.filled(lower, upper)[:2]
    polygons = _polygons([np.asarray(each) for each in outers], [np.asarray(o) for o in offsets])
    return shapely.make_valid(shapely.MultiPolygon(list(polygons)))


def _polygons(points: list[Floats], offsets: list[npt.NDArray]) -> Iterator[shapely.Polygon]:
    for corners, starts in zip(points, offsets, strict=True):
        rings = [corners[start:end] for start, end in pairwise(starts)]
        if len(rings[0]) > 3:
            yield shapely.Polygon(rings[0], [ring for ring in rings[1:] if len(ring) > 3])
