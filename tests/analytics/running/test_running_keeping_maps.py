"""The map of a kept result: the same as GDAL makes of a frame, whatever its columns and shapes."""

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely
from pandas.testing import assert_frame_equal

from gridloom_analytics.keeping import PIECE_ROWS, _write_map

CRS = "EPSG:4547"


def frame(shapes: list) -> gpd.GeoDataFrame:
    count = len(shapes)
    columns = {
        "名称": [None, *(f"格{row}" for row in range(1, count))],
        "whole": pd.array([None, *range(1, count)], dtype="Int64"),
        "yes": pd.array([None, *(row % 2 == 0 for row in range(1, count))], dtype="boolean"),
        "share": [float("nan"), *(row / 7 for row in range(1, count))],
        "when": pd.to_datetime(["2025-01-01 08:30"] * count),
        "WHEN": [row * 10 for row in range(count)],
    }
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=CRS)


def square(x: float) -> shapely.Polygon:
    return shapely.box(x, 0, x + 1, 1)


SHAPES = {
    "points": [shapely.Point(row, row) for row in range(2 * PIECE_ROWS + 1)],
    "areas": [square(row) for row in range(5)],
    "mixed": [square(0), shapely.MultiPolygon([square(2), square(4)]), square(9)],
    "heights": [shapely.Point(1, 2, 3), shapely.Point(4, 5, 6)],
    "none": [],
}


@pytest.mark.parametrize("kind", SHAPES)
def test_a_map_is_what_gdal_makes_of_the_frame(kind, tmp_path):
    drawn = frame(SHAPES[kind]) if SHAPES[kind] else frame([shapely.Point(1, 1)]).iloc[:0]
    _write_map(drawn, tmp_path / "ours.gpkg")
    plain = drawn.reset_index().rename(columns={"WHEN": "WHEN_2"})
    pyogrio.write_dataframe(plain, tmp_path / "theirs.gpkg", layer="result", driver="GPKG")
    ours, theirs = (
        pyogrio.read_dataframe(tmp_path / name) for name in ("ours.gpkg", "theirs.gpkg")
    )
    assert_frame_equal(ours, theirs)
    assert ours.crs == CRS


def test_a_map_has_an_index_of_places(tmp_path):
    _write_map(frame(SHAPES["points"]), tmp_path / "map.gpkg")
    found = pyogrio.read_info(tmp_path / "map.gpkg", layer="result")
    assert found["capabilities"]["fast_spatial_filter"] and found["geometry_type"] == "Point"
