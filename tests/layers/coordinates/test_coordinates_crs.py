import numpy as np
import pytest
import shapely
from pyproj import CRS

from gridloom_layers.coordinates import area_of_use, axis_order, parse_crs, reproject, transform
from gridloom_layers.errors import BadInput

SHENZHEN = (113.7, 22.4, 114.7, 22.9)


def test_a_local_grid_can_be_given_as_a_proj_string():
    assert parse_crs("+proj=tmerc +lat_0=0 +lon_0=114 +ellps=GRS80 +units=m").is_projected


@pytest.mark.parametrize("text", ["", "EPSG:1", "somewhere", "+proj=nothing"])
def test_what_is_no_crs_is_bad_input(text):
    with pytest.raises(BadInput) as told:
        parse_crs(text)
    assert told.value.code == "unknown-crs"


def test_swapped_coordinates_fail_instead_of_becoming_infinite():
    done = transform([22.5, 114.0], [114.0, 22.5], CRS(4326), CRS(4547))
    assert done.failed.tolist() == [True, False]
    assert np.isnan(done.x[0])
    assert done.x[1] == pytest.approx(500_000)


def test_a_missing_coordinate_is_not_a_failure_of_the_system():
    done = transform([np.nan], [22.5], CRS(4326), CRS(4547))
    assert not done.failed.any()


def test_the_same_system_changes_nothing():
    assert transform([1.0], [2.0], CRS(4547), CRS(4547)).x.tolist() == [1.0]


def test_the_zone_38_form_differs_by_its_false_easting():
    plain = transform([114.0], [22.5], CRS(4490), CRS(4547))
    zoned = transform([114.0], [22.5], CRS(4490), CRS(4526))
    assert zoned.x[0] - plain.x[0] == pytest.approx(38_000_000)


def test_swapped_axes_are_seen():
    assert axis_order([22.5, 22.6], [114.0, 114.1], SHENZHEN) == "swapped"


def test_axes_in_order_are_left_alone_even_with_some_zeros():
    assert axis_order([114.0, 114.1, 0.0], [22.5, 22.6, 0.0], SHENZHEN) == "as-given"


def test_another_city_is_elsewhere():
    assert axis_order([121.5], [25.0], SHENZHEN) == "elsewhere"


def test_no_coordinates_are_taken_as_given():
    assert axis_order([np.nan], [np.nan], SHENZHEN) == "as-given"


def test_swapped_twd97_is_seen_from_the_area_of_use():
    extent = area_of_use(CRS(3826))
    assert axis_order([2_770_000.0], [305_000.0], extent, margin=0.1) == "swapped"


def test_a_proj_string_has_no_area_of_use():
    assert area_of_use(CRS("+proj=tmerc +lon_0=114 +ellps=GRS80")) is None


def test_a_shape_that_the_target_cannot_hold_fails_alone():
    shapes = np.array([shapely.Point(114, 22.5), shapely.Point(22.5, 114), None])
    done = reproject(shapes, CRS(4326), CRS(4547))
    assert done.failed.tolist() == [False, True, False]
    assert done.shapes[0].x == pytest.approx(500_000)
    assert done.shapes[1] is None


def test_gcj02_in_a_projected_system_is_taken_off_in_degrees():
    shapes = np.array([shapely.Point(114.0625, 22.543)])
    projected = reproject(shapes, CRS(4326), CRS(4547)).shapes
    direct = reproject(shapes, CRS(4326), CRS(4547), "gcj02").shapes[0]
    assert reproject(projected, CRS(4547), CRS(4547), "gcj02").shapes[0].distance(direct) < 1e-3
