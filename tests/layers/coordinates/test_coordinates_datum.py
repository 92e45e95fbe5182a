import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS

from gridloom_layers.coordinates import from_wgs84, reproject, to_wgs84
from gridloom_layers.errors import BadInput
from gridloom_layers.geometry.repair import repair

METRES_PER_DEGREE = 111_320


def metres(pair, other):
    east = (pair[0] - other[0]) * METRES_PER_DEGREE * np.cos(np.radians(pair[1]))
    return np.hypot(east, (pair[1] - other[1]) * METRES_PER_DEGREE)


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
@given(st.floats(73.7, 134.9), st.floats(4.0, 53.5))
def test_the_inverse_is_exact_all_over_china(datum, x, y):
    back = to_wgs84(*from_wgs84([x], [y], datum), datum)
    assert metres(back, (np.array([x]), np.array([y])))[0] < 1e-5


@pytest.mark.parametrize(("datum", "expected"), [("gcj02", 606), ("bd09", 1243)])
def test_the_offset_in_shenzhen_is_as_large_as_is_known(datum, expected):
    here = np.array([114.05]), np.array([22.55])
    assert metres(from_wgs84(*here, datum), here)[0] == pytest.approx(expected, abs=15)


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_cgcs2000_is_taken_as_wgs84(x, y):
    assert to_wgs84([x], [y], "cgcs2000") == (np.array([x]), np.array([y]))


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_outside_china_there_is_no_offset(datum):
    x, y = to_wgs84([-71.06], [42.36], datum)
    assert (x[0], y[0]) == (-71.06, 42.36)


def test_one_missing_coordinate_does_not_spoil_the_others():
    alone = to_wgs84([114.05], [22.55], "gcj02")
    x, y = to_wgs84([np.nan, 114.05], [22.55, 22.55], "gcj02")
    assert np.isnan(x[0])
    assert (x[1], y[1]) == (alone[0][0], alone[1][0])


def test_an_unknown_datum_is_bad_input():
    with pytest.raises(BadInput) as told:
        to_wgs84([114.0], [22.5], "mars")
    assert told.value.code == "unknown-datum"


def overlap(left, right):
    return shapely.area(shapely.intersection(left, right)) / shapely.area(
        shapely.union(left, right)
    )


@pytest.fixture
def shenzhen(cities):
    """The city's area from the file in GCJ-02 and from the one in WGS84."""
    files = ("districts_gcj02.geojson", "districts_wgs84.geojson")
    return [
        shapely.union_all(repair(gpd.read_file(cities / "shenzhen" / file).geometry, "area").shapes)
        for file in files
    ]


def test_the_real_pair_of_shenzhen_comes_to_lie_on_itself(shenzhen):
    offset, true = shenzhen
    assert overlap(offset, true) == pytest.approx(0.939, abs=0.001)
    moved = reproject(np.array([offset]), CRS(4326), CRS(4326), "gcj02").shapes[0]
    assert overlap(moved, true) > 0.99


def test_baidu_coordinates_of_shenzhen_come_back_from_twice_the_offset(shenzhen):
    true = shenzhen[1]
    baidu = shapely.transform(true, lambda xy: np.column_stack(from_wgs84(*xy.T, "bd09")))
    moved = reproject(np.array([baidu]), CRS(4326), CRS(4326), "bd09").shapes[0]
    assert moved.equals_exact(true, 1e-9)
