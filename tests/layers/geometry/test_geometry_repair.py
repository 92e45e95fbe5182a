import struct

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gridloom_layers.geometry.repair import dominant_kind, repair, repair_wkb

SQUARE = shapely.box(0, 0, 1, 1)
BOW_TIE = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])


def one(shape, kind="area"):
    done = repair([shape], kind)
    return done.shapes[0], done.reasons[0], done.rejected[0]


def test_a_good_polygon_becomes_a_multipolygon_and_nothing_is_told():
    shape, reason, rejected = one(SQUARE)
    assert shape.equals(SQUARE)
    assert (shape.geom_type, reason, rejected) == ("MultiPolygon", None, None)


def test_a_bow_tie_is_repaired_and_counted():
    shape, reason, _ = one(BOW_TIE)
    assert shape.area == pytest.approx(0.5)
    assert reason == "self-intersection"


@pytest.mark.parametrize(
    ("shape", "reason"),
    [
        (None, "no-geometry"),
        (shapely.Polygon(), "empty-geometry"),
        (shapely.Polygon([(0, 0), (1, 1), (2, 2)]), "no-area"),
        (shapely.Polygon([(0, 0), (np.inf, 0), (1, 1)]), "not-finite"),
        (shapely.Polygon([(0, 0), (np.nan, 0), (1, 1)]), "not-finite"),
        (shapely.Point(1, 1), "wrong-kind"),
        (shapely.GeometryCollection([shapely.Point(1, 1)]), "wrong-kind"),
    ],
)
def test_what_is_no_area_is_rejected_with_its_reason(shape, reason):
    assert one(shape) == (None, None, reason)


def test_a_height_is_dropped_and_told():
    shape, reason, _ = one(shapely.Point(1, 2, 3), "point")
    assert (shape.has_z, reason) == (False, "z-dropped")


def test_a_collection_keeps_its_areas():
    shape, reason, _ = one(shapely.GeometryCollection([SQUARE, shapely.Point(5, 5)]))
    assert shape.equals(SQUARE)
    assert reason == "other-parts-dropped"


def test_a_hole_stays_a_hole():
    ring = SQUARE.buffer(1) - SQUARE
    assert one(ring)[0].area == pytest.approx(ring.area)


def test_an_area_where_a_point_belongs_gives_a_point_on_it():
    shape, reason, _ = one(SQUARE, "point")
    assert SQUARE.contains(shape)
    assert reason == "point-of-area"


def test_a_lone_point_of_a_multipoint_is_taken_out():
    assert one(shapely.MultiPoint([(1, 2)]), "point")[:2] == (shapely.Point(1, 2), "single-part")


def test_several_points_are_no_point():
    assert one(shapely.MultiPoint([(1, 2), (3, 4)]), "point")[2] == "wrong-kind"


def test_a_line_becomes_a_multiline():
    assert one(shapely.LineString([(0, 0), (1, 1)]), "line")[0].geom_type == "MultiLineString"


def test_an_unclosed_ring_is_closed_and_told():
    header = struct.pack("<BIII", 1, 3, 1, 4)
    done = repair_wkb([header + struct.pack("<8d", 0, 0, 1, 0, 1, 1, 0, 1)], "area")
    assert done.shapes[0].equals(SQUARE)
    assert done.reasons.tolist() == ["unclosed-ring"]


def test_bytes_that_are_no_shape_are_unreadable():
    assert repair_wkb([b"no shape", None], "area").rejected.tolist() == [
        "unreadable", "no-geometry",
    ]  # fmt: skip


def test_what_most_shapes_are_decides_the_kind():
    assert dominant_kind([None, SQUARE, shapely.Point(0, 0), SQUARE]) == "area"
    assert dominant_kind([None]) is None


corners = st.lists(st.tuples(*[st.integers(0, 6)] * 2), min_size=3, max_size=9)


@given(st.lists(corners, max_size=5))
def test_every_shape_comes_out_valid_or_rejected(rings):
    done = repair(np.array([shapely.Polygon(ring) for ring in rings], dtype=object), "area")
    kept = np.equal(done.rejected, None)
    assert shapely.is_valid(done.shapes[kept]).all()
    assert (shapely.area(done.shapes[kept]) > 0).all()
    assert shapely.is_missing(done.shapes[~kept]).all()


@pytest.mark.parametrize(
    ("file", "invalid"),
    [("taipei/taipei_village.geojson", 2), ("shenzhen/districts_gcj02.geojson", 8)],
)
def test_the_invalid_shapes_of_real_cities_are_repaired(cities, file, invalid):
    shapes = gpd.read_file(cities / file).geometry.to_numpy()
    done = repair(shapes, "area")
    assert sum(done.counts()[0].values()) == invalid
    assert done.counts()[1] == {}
    assert shapely.is_valid(done.shapes).all()
