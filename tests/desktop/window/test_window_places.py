"""Places and scales as they are typed, lengths and areas as they are measured."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from gridloom_desktop.window.model.measuring import Ruler, area_text, length_text
from gridloom_desktop.window.model.places import Places, parse_scale, written_scale
from gridloom_layers.errors import BadInput

CRS = "EPSG:4547"
METRES_PER_PIXEL_AT_25000 = 25_000 * 0.0254 / 96


@pytest.fixture(scope="module")
def places() -> Places:
    return Places(CRS)


@pytest.mark.parametrize(
    "text",
    ["114.0, 22.59782", "114.0 22.59782", "22.59782, 114.0", "114.0° E  22.59782° N",
     "22.59782N 114E", "东经114.0 北纬22.59782", "１１４．０，２２．５９７８２",
     "500,000.0  2,500,000.0", "500000 2500000", "500000.0；2500000.0", "(500000, 2500000)"],
)  # fmt: skip
def test_one_place_in_many_ways(places, text):
    assert places.parse(text) == pytest.approx((500_000, 2_500_000), abs=1.2)


@pytest.mark.parametrize("text", ["", "here", "114.05", "1 2 3", "114.05, 22.54 m", "nan, inf"])
def test_what_is_no_place_is_told_in_a_sentence(places, text):
    with pytest.raises(BadInput, match="is no place"):
        places.parse(text)


@given(st.floats(450_000, 560_000), st.floats(2_480_000, 2_530_000))
def test_a_place_that_was_copied_can_be_typed_again(x, y):
    written = Places(CRS).written(x, y)
    assert Places(CRS).parse(written.split("·")[0]) == pytest.approx((x, y), abs=0.06)


def test_degrees_can_be_typed_as_they_are_shown(places):
    degrees = places.written(507_000, 2_495_000).split("·")[1]
    assert places.parse(degrees) == pytest.approx((507_000, 2_495_000), abs=1.2)


@pytest.mark.parametrize("text", ["1 : 25,000", "1:25000", "25000", "1/25000", "1：2.5万", "2.5万"])
def test_one_scale_in_many_ways(text):
    assert 1 / parse_scale(text) == pytest.approx(METRES_PER_PIXEL_AT_25000)


@pytest.mark.parametrize("text", ["", "0", "1:0", "-5", "large", "1:2:3"])
def test_what_is_no_scale_is_told_in_a_sentence(text):
    with pytest.raises(BadInput, match="is no scale"):
        parse_scale(text)


def test_a_scale_is_written_with_three_digits():
    assert written_scale(1 / (23_456 * 0.0254 / 96)) == "1 : 23,500"


def test_a_kilometre_of_the_central_meridian_is_measured_as_one():
    line = [(500_000.0, 2_500_000.0), (500_000.0, 2_501_000.0)]
    assert Ruler(CRS).length(line) == pytest.approx(1000, abs=1e-3)


def test_lengths_far_from_the_meridian_are_those_on_the_ellipsoid(places):
    line = [(640_000.0, 2_500_000.0), (650_000.0, 2_500_000.0)]
    (lon, lat), (lon2, lat2) = (places.degrees(*place) for place in line)
    expected = Geod(ellps="GRS80").inv(lon, lat, lon2, lat2)[2]
    assert Ruler(CRS).length(line) == pytest.approx(expected, abs=0.01)
    assert 2 < 10_000 - expected < 4  # the plane is 0.025 % too long there


def test_an_area_is_that_of_its_ring_whichever_way_it_runs():
    ring = [(500_000.0, 2_500_000.0), (501_000.0, 2_500_000.0), (501_000.0, 2_501_000.0),
            (500_000.0, 2_501_000.0)]  # fmt: skip
    ruler = Ruler(CRS)
    assert ruler.area(ring) == pytest.approx(1e6, rel=1e-6)
    assert ruler.area(ring[::-1]) == pytest.approx(ruler.area(ring))


def test_less_than_a_line_has_no_length_and_less_than_a_triangle_no_area():
    ruler = Ruler(CRS)
    assert (ruler.length([(5e5, 2.5e6)]), ruler.area([(5e5, 2.5e6), (5.1e5, 2.5e6)])) == (0, 0)


def test_figures_come_in_the_units_that_planners_write():
    told = [length_text(999.994), length_text(1000), area_text(9999), area_text(10_000)]
    assert told == ["999.99 m", "1.000 km", "9,999.0 m²", "1.000 ha"]
