"""Where the rows lie: geometries of a layer, coordinates of a table, into the workspace's CRS."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import shapely
from pyproj import CRS

from gridloom_layers.coordinates.crs import Extent, transform
from gridloom_layers.coordinates.datum import OFFSET_DATUMS, to_wgs84
from gridloom_layers.coordinates.reproject import reproject
from gridloom_layers.geometry.repair import Kind, repair_wkb
from gridloom_layers.importing import findings
from gridloom_layers.importing.numbers import read_numbers
from gridloom_layers.importing.verdict import Mask, Verdict
from gridloom_layers.readers import GEOMETRY

WGS84 = CRS("EPSG:4326")
ABSENT = ("no-geometry", "empty-geometry")
POINT_WKB = np.dtype([("order", "u1"), ("type", "<u4"), ("x", "<f8"), ("y", "<f8")])
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Shapes:
    """Geometries of a vector source: repaired, reprojected, those that cannot be used flagged.

    A point that is missing or at (0, 0) is noted and left null; a missing area is flagged, and so
    is what leaves ``area`` (in the target CRS): such coordinates cannot be true.
    """

    kind: Kind
    source: CRS
    target: CRS
    datum: str
    area: Extent | None = None
    swap: bool = False

    def convert(self, batch: pa.RecordBatch, verdict: Verdict) -> pa.Array:
        """Return WKB in the target CRS."""
        repaired = repair_wkb(batch.column(GEOMETRY).to_numpy(zero_copy_only=False), self.kind)
        shapes, rejected = repaired.shapes, repaired.rejected
        for rule in repaired.counts()[0]:
            verdict.repair(repaired.reasons == rule, rule)
        if self.swap:
            shapes = shapely.transform(shapes, lambda xy: xy[:, ::-1])
        absent = np.isin(rejected.astype(str), ABSENT)
        if self.kind == "point":
            shapes = self._without_origin(shapes, verdict)
            verdict.note(absent, findings.NO_COORDINATES)
        for reason in repaired.counts()[1]:
            if self.kind != "point" or reason not in ABSENT:
                verdict.flag(rejected == reason, reason)
        moved = reproject(shapes, self.source, self.target, self.datum)
        far = _outside(shapely.bounds(moved.shapes), self.area)
        verdict.flag(moved.failed | far, findings.IMPOSSIBLE_COORDINATES)
        return pa.array(shapely.to_wkb(moved.shapes, flavor="iso"), pa.binary())

    def sample(self, batch: pa.RecordBatch) -> tuple[Numbers, Numbers]:
        """Return coordinates of the first batch, to see where they lie."""
        raw = batch.column(GEOMETRY).to_numpy(zero_copy_only=False)
        xy = shapely.get_coordinates(shapely.from_wkb(raw, on_invalid="ignore"))
        return (xy[:, 1], xy[:, 0]) if self.swap else (xy[:, 0], xy[:, 1])

    @staticmethod
    def _without_origin(shapes: npt.NDArray[np.object_], verdict: Verdict) -> Any:
        origin = (shapely.get_x(shapes) == 0) & (shapely.get_y(shapes) == 0)
        verdict.note(origin, findings.ORIGIN)
        shapes[origin] = None
        return shapes


@dataclass(frozen=True)
class Coordinates:
    """Points from two columns of a table; rows without coordinates, or at (0, 0), have none."""

    x: str
    y: str
    source: CRS
    target: CRS
    datum: str
    area: Extent | None = None
    kind: Kind = "point"

    def convert(self, batch: pa.RecordBatch, verdict: Verdict) -> pa.Array:
        """Return WKB points in the target CRS."""
        x, bad_x = _numbers(batch, self.x)
        y, bad_y = _numbers(batch, self.y)
        verdict.flag(bad_x, findings.UNREADABLE_NUMBER, self.x)
        verdict.flag(bad_y, findings.UNREADABLE_NUMBER, self.y)
        origin = (x == 0) & (y == 0)
        verdict.note(origin, findings.ORIGIN)
        verdict.note(np.isnan(x) | np.isnan(y), findings.NO_COORDINATES)
        x, y = np.where(origin, np.nan, x), np.where(origin, np.nan, y)
        crs, failed = self.source, np.zeros(len(x), np.bool_)
        if self.datum in OFFSET_DATUMS:
            degrees = transform(x, y, crs, WGS84)
            crs, failed = WGS84, degrees.failed
            x, y = to_wgs84(degrees.x, degrees.y, self.datum)
        done = transform(x, y, crs, self.target)
        far = _outside(np.column_stack([done.x, done.y, done.x, done.y]), self.area)
        verdict.flag(failed | done.failed | far, findings.IMPOSSIBLE_COORDINATES, self.x)
        return point_wkb(done.x, done.y)

    def sample(self, batch: pa.RecordBatch) -> tuple[Numbers, Numbers]:
        """Return coordinates of the first batch, to see where they lie."""
        x, y = _numbers(batch, self.x)[0], _numbers(batch, self.y)[0]
        placed = (x != 0) | (y != 0)
        return x[placed], y[placed]


def _outside(bounds: Numbers, area: Extent | None) -> Mask:
    """Return which bounds (rows of xmin, ymin, xmax, ymax; NaN: none) leave ``area``."""
    if area is None:
        return np.zeros(len(bounds), np.bool_)
    low, high = np.array(area[:2]), np.array(area[2:])
    return np.asarray(((bounds[:, :2] < low) | (bounds[:, 2:] > high)).any(axis=1))


def _numbers(batch: pa.RecordBatch, column: str) -> tuple[Numbers, Mask]:
    values, bad = read_numbers(batch.column(column), integers=False)
    return values.to_numpy(zero_copy_only=False).astype(np.float64), bad


def point_wkb(x: Numbers, y: Numbers) -> pa.Array:
    """Return points as WKB; null where a coordinate is not a number.

    >>> shapely.from_wkb(point_wkb(np.array([1.0]), np.array([2.0]))[0].as_py()).wkt
    'POINT (1 2)'
    """
    points = np.empty(len(x), POINT_WKB)
    points["order"], points["type"], points["x"], points["y"] = 1, 1, x, y
    valid = ~(np.isnan(x) | np.isnan(y))
    bits = pa.py_buffer(np.packbits(valid, bitorder="little"))
    fixed = pa.FixedSizeBinaryArray.from_buffers(
        pa.binary(POINT_WKB.itemsize), len(x), [bits, pa.py_buffer(points.tobytes())]
    )
    return fixed.cast(pa.binary())
