"""Geometries of every bad kind, made by hypothesis: each row is loaded or set aside, told so."""

import json
import math
import struct
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyogrio
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridloom_layers.workspace import open_workspace

from .accounts import import_account
from .changes import is_told
from .children import gridloom
from .conftest import TRIALS
from .town import CRS, SOUTH, WEST

GEOMETRIES, FORMATS_TRIED = 100, 2
"""How many of each kind are tried, and in how many formats: a file of each."""
ROWS = GEOMETRIES // FORMATS_TRIED
POINT, LINE, AREA = 1, 2, 3
Place = tuple[float, ...]
Shape = tuple[int, list[list[Place]]]
"""The type and the rings (a line, a point) of a geometry, written as they are."""

near = st.tuples(st.floats(WEST, WEST + 900, width=32), st.floats(SOUTH, SOUTH + 900, width=32))
odd = st.sampled_from([math.nan, math.inf, -math.inf, 1e308, -1e308, 1e-320, 0.0])


def square(corner: Place, size: float) -> list[Place]:
    x, y = corner
    return [(x, y), (x + size, y), (x + size, y + size), (x, y + size), (x, y)]


def area(*rings: Sequence[Place]) -> Shape:
    return AREA, [list(ring) for ring in rings]


corners = st.lists(near, min_size=3, max_size=6)
sizes = st.floats(0.001, 90)
KINDS: dict[str, st.SearchStrategy[Shape]] = {
    "bow-tie": st.builds(
        lambda p, s: area([(p[0], p[1]), (p[0] + s, p[1] + s), (p[0] + s, p[1]),
                           (p[0], p[1] + s), (p[0], p[1])]), near, sizes),
    "any ring": corners.map(lambda ring: area([*ring, ring[0]])),
    "not a number": st.tuples(corners, odd, odd).map(
        lambda one: area([*one[0], (one[1], one[2]), one[0][0]])),
    "unclosed": corners.map(area),
    "empty": near.map(lambda _: area()),
    "empty ring": near.map(lambda _: area([])),
    "collapsed": near.map(lambda p: area([p, p, p, p])),
    "two corners": st.tuples(near, near).map(lambda p: area([p[0], p[1], p[0]])),
    "flat": st.tuples(near, sizes).map(
        lambda one: area([one[0], (one[0][0] + one[1], one[0][1]), one[0], one[0]])),
    "repeated corners": st.tuples(near, sizes, st.integers(2, 5)).map(
        lambda one: area([p for p in square(one[0], one[1]) for _ in range(one[2])])),
    "spike": st.tuples(near, sizes, sizes).map(
        lambda one: area([*square(one[0], one[1])[:3],
                          (one[0][0] + one[1], one[0][1] + one[1] + one[2]),
                          *square(one[0], one[1])[2:]])),
    "hole outside": st.tuples(near, near, sizes).map(
        lambda one: area(square(one[0], one[2]), square(one[1], one[2]))),
    "hole over hole": st.tuples(near, sizes, sizes).map(
        lambda one: area(square(one[0], 90), square(one[0], one[1]), square(one[0], one[2]))),
    "other type": st.one_of(
        near.map(lambda p: (POINT, [[p]])), st.lists(near, max_size=4).map(lambda p: (LINE, [p]))),
    "with heights": st.tuples(near, sizes, odd).map(
        lambda one: area([(*p, one[2]) for p in square(one[0], one[1])])),
    "far away": st.tuples(st.floats(-1e300, 1e300), st.floats(-1e300, 1e300)).map(
        lambda p: area(square(p, 50))),
    "swapped axes": st.tuples(near, sizes).map(
        lambda one: area([(y, x) for x, y in square(one[0], one[1])])),
}  # fmt: skip
KINDS["of all kinds"] = st.one_of(*KINDS.values())


def wkb(shape: Shape) -> bytes:
    """Return a geometry in binary, whatever is wrong with it."""
    kind, rings = shape
    high = any(len(place) == 3 for ring in rings for place in ring)
    head = struct.pack("<BI", 1, kind + 1000 * high)
    parts = [b"".join(struct.pack(f"<{len(p)}d", *p) for p in ring) for ring in rings]
    if kind == POINT:
        return head + parts[0]
    counted = [struct.pack("<I", len(ring)) + part for ring, part in zip(rings, parts, strict=True)]
    return head + (struct.pack("<I", len(rings)) if kind == AREA else b"") + b"".join(counted)


def write_geopackage(path: Path, shapes: list[Shape]) -> None:
    table = pa.table({"code": codes(shapes), "geometry": pa.array(map(wkb, shapes), pa.binary())})
    pyogrio.write_arrow(
        table, path, driver="GPKG", geometry_name="geometry", geometry_type="Unknown", crs=CRS
    )


def write_geojson(path: Path, shapes: list[Shape]) -> None:
    """Write GeoJSON by the letter; numbers that are none as other programs write them: NaN."""
    names = {POINT: "Point", LINE: "LineString", AREA: "Polygon"}
    inside = {POINT: lambda rings: rings[0][0], LINE: lambda rings: rings[0], AREA: list}
    features = [
        {
            "type": "Feature",
            "properties": {"code": code},
            "geometry": {"type": names[kind], "coordinates": inside[kind](rings)},
        }
        for code, (kind, rings) in zip(codes(shapes), shapes, strict=True)
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4547"}}
    document = {"type": "FeatureCollection", "crs": crs, "features": features}
    path.write_text(json.dumps(document), encoding="utf-8")


def codes(shapes: list[Shape]) -> list[str]:
    return [f"4403060096{number:05d}T017" for number in range(len(shapes))]


SOUND: Shape = area(square((WEST, SOUTH), 50))
FORMATS: dict[str, Callable[[Path, list[Shape]], None]] = {
    "a.gpkg": write_geopackage,
    "a.geojson": write_geojson,
}


@pytest.fixture(scope="module")
def empty(loaded_once: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty workspace."""
    city = tmp_path_factory.mktemp("empty") / "empty.gridloom"
    assert gridloom("create", city, "--crs", CRS, "--data-date", "2026-01-01").exit == 0
    return city


def all_sound(city: Path) -> bool:
    """Tell whether all shapes of the layer can be drawn and measured, by GEOS."""
    shapes = shapely.from_wkb(
        [one for batch in open_workspace(city).shapes("building")
         for one in batch.column("geometry").to_pylist()]
    )  # fmt: skip
    return bool(shapely.is_valid(shapes).all() and np.isfinite(shapely.bounds(shapes)).all())


@pytest.mark.parametrize("file", FORMATS)
@pytest.mark.parametrize("kind", KINDS)
@settings(
    max_examples=1,
    deadline=None,
    derandomize=True,
    suppress_health_check=[*HealthCheck],
)
@given(data=st.data())
def test_bad_geometries_are_loaded_or_set_aside_none_lost(empty, figures, file, kind, data) -> None:
    shapes = [SOUND, *data.draw(st.lists(KINDS[kind], min_size=ROWS, max_size=ROWS))]
    source = empty.parent / file
    source.unlink(missing_ok=True)
    FORMATS[file](source, shapes)
    figures.add(TRIALS)
    arguments = ("import", empty, source, "--role", "building", "--mode", "replace")
    if is_told(said := gridloom(*arguments)):
        figures.account(import_account(said, empty, "building", len(shapes)))
        assert all_sound(empty)
        figures.add("bad geometries loaded or set aside", len(shapes) - 1)
    else:
        figures.add("bad geometries in files that were refused", len(shapes) - 1)
