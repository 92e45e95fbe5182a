"""An area is read from WKT, a pair of coordinates or a file; anything else is told."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from gridloom_analytics.queries import query, read_area
from gridloom_analytics.queries.area import AreaOfLevel
from gridloom_layers.errors import BadInput


def test_small_coordinates_are_longitude_and_latitude(town):
    area = read_area("500 m of 114.06,22.54", town.store)
    expected = Transformer.from_crs(4326, 4547, always_xy=True).transform(114.06, 22.54)
    np.testing.assert_allclose(area.geometry.coords[0], expected, atol=1e-6)
    assert area.metres == 500


def test_large_coordinates_are_the_workspace_s_own(town):
    area = read_area("POLYGON((0 0, 900 0, 900 900, 0 0))", town.store)
    assert area.geometry.area == 405_000


@pytest.mark.parametrize("prefix", ["EPSG:4526;", "SRID=4526;", "epsg:4526; "])
def test_a_crs_in_front_wins(town, prefix):
    area = read_area(f"{prefix}POLYGON((38500000 0, 38500900 0, 38500900 900, 38500000 0))",
                     town.store)  # fmt: skip
    np.testing.assert_allclose(area.bounds, (500_000, 0, 500_900, 900), atol=1e-3)


def test_a_polygon_that_crosses_itself_is_repaired(town):
    area = read_area("POLYGON((0 0, 800 800, 800 0, 0 800, 0 0))", town.store)
    assert area.geometry.is_valid
    assert area.geometry.area == 320_000


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".shp", ".fgb"])
def test_a_file_of_polygons(town, tmp_path, suffix):
    path = tmp_path / f"范围 area{suffix}"
    boxes = [shapely.box(0, 0, 400, 400), shapely.box(300, 0, 800, 400)]
    frame = gpd.GeoDataFrame({"n": [1, 2]}, geometry=boxes, crs=4547)
    (frame.to_crs(4326) if suffix == ".geojson" else frame).to_file(path)
    assert read_area(str(path), town.store).geometry.area == pytest.approx(320_000, rel=1e-6)


def test_the_surroundings_of_a_file(town, tmp_path):
    path = tmp_path / "road.gpkg"
    line = shapely.LineString([(0, 0), (1000, 0)])
    gpd.GeoDataFrame(geometry=[line], crs=4547).to_file(path)
    area = read_area(f"50 m of {path}", town.store)
    assert area.holds(shapely.points([[500, 50], [500, 51]])).tolist() == [True, False]


def test_a_point_on_the_edge_is_in_the_area(town):
    area = read_area("POLYGON((0 0, 400 0, 400 400, 0 400, 0 0))", town.store)
    assert area.holds(shapely.points([[400, 100], [400.001, 100]])).tolist() == [True, False]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("POINT(500 500)", "is not a polygon"),
        ("POLYGON((0 0, 1", "is not an area"),
        ("POLYGON EMPTY", "is not an area"),
        ("EPSG:999999;POLYGON((0 0, 900 0, 900 900, 0 0))", "is not an area"),
        ("500 m of 22.54,114.06", "longitude and latitude swapped"),
        ("EPSG:4326;POLYGON((1e300 0, 1e300 1, 0 1, 1e300 0))", "longitude and latitude swapped"),
        ("0 m of 114,22", "is not an area"),
        ("https://example.org/a.geojson", "is not an area"),
        ("/vsicurl/https://example.org/a.gpkg", "is not an area"),
        ("nowhere.gpkg", "There is no file “nowhere.gpkg”."),
        ("area.vrt", "is not an area"),
        ("", "is not an area"),
    ],
)
def test_what_is_no_area_is_told(town, text, said):
    with pytest.raises(BadInput, match=said):
        read_area(text, town.store)


def test_a_vrt_under_another_name_is_not_opened(town, tmp_path):
    path = tmp_path / "area.geojson"
    path.write_text("\ufeff <OGRVRTDataSource><OGRVRTLayer name='x'/></OGRVRTDataSource>")
    with pytest.raises(BadInput, match="cannot be read as polygons"):
        read_area(str(path), town.store)


def test_a_damaged_file_is_told(town, tmp_path):
    path = tmp_path / "area.gpkg"
    path.write_bytes(b"SQLite format 3\0" + b"x" * 100)
    with pytest.raises(BadInput, match="cannot be read as polygons"):
        read_area(str(path), town.store)


@given(text=st.one_of(st.text(max_size=30), st.text("POLYGNTE(),; 019.-mof", max_size=30)))
def test_no_text_raises_anything_but_bad_input(town, text):
    try:
        assert read_area(text, town.store).geometry.is_valid
    except BadInput as fault:
        assert fault.code


def test_an_area_of_a_level_goes_by_its_code(town) -> None:
    found = query(
        town.store, "person", where="household > 3", within=read_area("grid g7", town.store)
    )
    homes = town.frames["person"].merge(
        town.frames["building"]["grid_key"], left_on="building_key", right_index=True
    )
    here = town.frames["grid"].index[town.frames["grid"]["code"] == "g7"][0]
    assert found.count == ((homes["grid_key"] == here) & (homes["household"] > 3)).sum()


def test_an_area_of_a_level_that_is_not_there_is_told(town) -> None:
    with pytest.raises(BadInput, match="No area of “grid” is called “g99”"):
        read_area("grid g99", town.store)


@pytest.mark.parametrize("text", ["base grid g 7", '"base grid" g 7', "BASE  GRID  g 7"])
def test_the_name_of_a_level_and_that_of_an_area_may_hold_spaces(new_store, write, town, text):
    store = new_store()
    grid = town.frames["grid"][["code", "geometry"]].replace({"code": {"g7": "g 7"}})
    write(store, "base grid", "grid", grid)
    wanted = grid.index[grid["code"] == "g 7"][0]
    assert read_area(text, store) == AreaOfLevel("base grid", wanted)


def test_a_level_that_can_mean_two_schemes_is_told(new_store, write, town):
    store = new_store()
    for name in ("old", "new"):
        write(store, name, "grid", town.frames["grid"][["code", "geometry"]])
    with pytest.raises(BadInput, match="“grid” can mean several tables: old, new"):
        read_area("grid g7", store)
    assert read_area("old g7", store).level == "old"
