"""The area in which rows are looked for: a polygon, or the surroundings of a place."""

import math
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError
from shapely.geometry.base import BaseGeometry

from gridloom_analytics.expressions import find_level
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.workspace import ROW_KEY, Reading, TableInfo

DEGREES = "EPSG:4326"
LEVEL_NAME = 32
"""No role has a name as long; the words of a polygon are not looked through for levels."""
SUFFIXES = (".gpkg", ".geojson", ".json", ".shp", ".fgb")
_NUMBER = r"[+-]?\d+(?:\.\d+)?"
_AROUND = re.compile(rf"({_NUMBER})\s*(km|m|公里|米)\s+of\s+(.+)", re.IGNORECASE | re.DOTALL)
_PAIR = re.compile(rf"({_NUMBER})\s*[,，\s]\s*({_NUMBER})")
_WKT = re.compile(
    r"(?:(?:SRID=|EPSG:)(\d+)\s*;)?\s*"
    r"((?:MULTI)?(?:POINT|LINESTRING|POLYGON)|GEOMETRYCOLLECTION)\b(.*)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class Area:
    """A geometry in the workspace's CRS; with ``metres``, all that lies at most so far from it."""

    geometry: BaseGeometry
    metres: float = 0.0

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """(xmin, ymin, xmax, ymax) of the area."""
        xmin, ymin, xmax, ymax = self.geometry.bounds
        reach = self.metres
        return xmin - reach, ymin - reach, xmax + reach, ymax + reach

    def holds(self, shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.bool_]:
        """Return for each shape whether the area or its edge meets it; distances exact."""
        shapely.prepare(self.geometry)
        if self.metres:
            return shapely.dwithin(self.geometry, shapes, self.metres)
        return shapely.intersects(self.geometry, shapes)


@dataclass(frozen=True)
class AreaOfLevel:
    """One area of a level of the workspace: rows lie in it by the joins that are kept."""

    level: str
    row_key: int


def read_area(text: str, store: Reading) -> Area | AreaOfLevel:
    """Read an area as a user gives it.

    - an area of a level, by its code or name: ``street 440304001``, ``街道 粤海街道``; the name of
      the level may hold spaces;

    - a polygon as WKT: ``POLYGON((114.0 22.5, …))``, with its CRS in front where wanted
      (``EPSG:4547;POLYGON((…))``);
    - a file with polygons (GeoPackage, GeoJSON, Shapefile, FlatGeobuf);
    - the surroundings of any of these, or of a point: ``500 m of 114.06,22.54``,
      ``1.5 km of EPSG:4547;LINESTRING(…)``.

    Without a CRS, coordinates within ±180, ±90 are longitude and latitude (WGS84), all others the
    workspace's own. Polygons that cross themselves are repaired. Raise ``BadInput`` for the rest.
    """
    if named := _named(text.strip(), store):
        return named
    around = _AROUND.fullmatch(text.strip())
    if around is None:
        shape = _read_shape(text.strip(), store)
        return Area(_polygons(shape, text))
    number, unit, place = around.groups()
    metres = float(number) * (1000 if unit.casefold() in ("km", "公里") else 1)
    if not 0 < metres < math.inf:
        raise _bad_area(text)
    return Area(_read_shape(place.strip(), store), metres)


def _named(text: str, store: Reading) -> AreaOfLevel | None:
    """Return the area of a level that a text names; None where it does not begin with a level."""
    table, name = _level_and_name(text, store)
    if table is None:
        return None
    fields = [field for field in ("code", "name") if table.field(field)]
    wanted = pa.array([name])
    found = {key for field in fields for key in
             store.find(table.name, field, wanted).column(ROW_KEY).to_pylist()}  # fmt: skip
    if len(found) == 1:
        return AreaOfLevel(table.name, found.pop())
    problem = (
        tr("Several areas of “{level}” are called “{name}”.", level=table.name, name=name)
        if found
        else tr("No area of “{level}” is called “{name}”.", level=table.name, name=name)
    )
    raise BadInput("unknown-area", problem, Where(layer=table.name), tr("Give its code."))


def _level_and_name(text: str, store: Reading) -> tuple[TableInfo | None, str]:
    """Return the level with the longest name that a text begins with, and what comes after it."""
    longest = max([LEVEL_NAME, *(len(name) + 2 for name in store.tables)])  # 2 for quotes
    for space in reversed([found.start() for found in re.finditer(r"\s+", text[: longest + 1])]):
        try:
            return find_level(store, text[:space].strip('"“”')), text[space:].strip()
        except BadInput as error:
            if error.code == "ambiguous-table":
                raise
    return None, ""


def _read_shape(text: str, store: Reading) -> BaseGeometry:
    if pair := _PAIR.fullmatch(text):
        return _in_workspace(shapely.Point(*map(float, pair.groups())), None, store, text)
    if wkt := _WKT.fullmatch(text):
        code, kind, rest = wkt.groups()
        try:
            shape = shapely.from_wkt(kind + rest)
        except shapely.errors.GEOSException as error:
            raise _bad_area(text) from error
        return _in_workspace(shape, f"EPSG:{code}" if code else None, store, text)
    return _read_file(text, store)


def _read_file(text: str, store: Reading) -> BaseGeometry:
    path = Path(text)
    if path.suffix.lower() not in SUFFIXES or "://" in text or text.startswith("/vsi"):
        raise _bad_area(text)
    if not path.is_file():
        raise BadInput(
            "missing-file",
            tr("There is no file “{name}”.", name=path.name),
            Where(file=text),
            tr("Check the name and the folder."),
        )
    try:
        with path.open("rb") as file:
            head = file.read(64)
        if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):  # VRT: reads other files
            raise _bad_file(path)
        frame = pyogrio.read_dataframe(path, columns=[])
    except (DataSourceError, DataLayerError, OSError, ValueError) as error:
        raise _bad_file(path) from error
    crs = frame.crs.to_wkt() if frame.crs else None
    return _in_workspace(shapely.make_valid(frame.geometry.union_all()), crs, store, text)


def _in_workspace(shape: BaseGeometry, crs: str | None, store: Reading, text: str) -> BaseGeometry:
    if shape.is_empty or not np.isfinite(shape.bounds).all():
        raise _bad_area(text)
    if crs is None and _looks_swapped(shape):
        raise _swapped(text)
    source = crs or (DEGREES if _looks_like_degrees(shape) else store.crs)
    try:
        transformer = Transformer.from_crs(CRS(source), CRS(store.crs), always_xy=True)
    except CRSError as error:
        raise _bad_area(text) from error
    moved = shapely.transform(
        shape, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))
    )
    if not np.isfinite(moved.bounds).all():
        raise _swapped(text)
    return moved


def _looks_like_degrees(shape: BaseGeometry) -> bool:
    xmin, ymin, xmax, ymax = shape.bounds
    return xmin >= -180 and xmax <= 180 and ymin >= -90 and ymax <= 90


def _looks_swapped(shape: BaseGeometry) -> bool:
    """Whether the coordinates can only be latitude and longitude, as in 22.5,114."""
    xmin, ymin, xmax, ymax = shape.bounds
    return xmin >= -90 and xmax <= 90 and ymin > 90 and ymax <= 180


def _swapped(text: str) -> BadInput:
    return BadInput(
        "area-outside",
        tr("“{text}” lies where the workspace's coordinate system does not reach.",
           text=_shortened(text)),
        hint=tr("Are longitude and latitude swapped? Longitude comes first."),
    )  # fmt: skip


def _polygons(shape: BaseGeometry, text: str) -> BaseGeometry:
    whole = shapely.make_valid(shape)
    parts = [part for part in shapely.get_parts(whole) if part.area > 0]
    if not parts:
        raise BadInput(
            "no-polygon",
            tr("“{text}” is not a polygon.", text=_shortened(text)),
            hint=tr("For the surroundings of a place write: 500 m of 114.06,22.54"),
        )
    return shapely.union_all(parts)


def _bad_area(text: str) -> BadInput:
    return BadInput(
        "bad-area",
        tr("“{text}” is not an area: neither a polygon as WKT nor a file of polygons.",
           text=_shortened(text)),
        hint=tr("Write POLYGON((114.0 22.5, …)), a file such as area.geojson, or 500 m of 114.06,22.54"),  # noqa: E501
    )  # fmt: skip


def _bad_file(path: Path) -> BadInput:
    return BadInput(
        "bad-area",
        tr("The file “{name}” cannot be read as polygons.", name=path.name),
        Where(file=str(path)),
        tr("Give a GeoPackage, GeoJSON, Shapefile or FlatGeobuf file with polygons."),
    )


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
