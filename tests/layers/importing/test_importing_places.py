"""Coordinates and shapes: reprojected, repaired, never guessed."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

from gridloom_layers.errors import BadInput
from gridloom_layers.importing import ImportOptions, ImportReport, import_source
from gridloom_layers.workspace import FolderStore

ImportText = Callable[..., ImportReport]
HALL = (114.0579, 22.5431)
"""The civic centre of Shenzhen, longitude and latitude."""


def refusal(run: Callable[[], ImportReport]) -> BadInput:
    """Return the error with which an import is refused."""
    with pytest.raises(BadInput) as found:
        run()
    return found.value


def write(path: Path, shapes: list[Any], crs: str | None = "EPSG:4490") -> Path:
    """Write shapes with a code each."""
    codes = [f"44030300100101{n}" for n in range(len(shapes))]
    gpd.GeoDataFrame({"code": codes}, geometry=shapes, crs=crs).to_file(path)
    return path


def test_degrees_without_a_crs_are_taken_as_such_and_told(
    store: FolderStore, import_text: ImportText
) -> None:
    report = import_text(f"名称,经度,纬度\n市民中心,{HALL[0]},{HALL[1]}\n", "facility")
    expected = gpd.GeoSeries([shapely.Point(HALL)], crs=4326).to_crs(4547)[0]
    assert store.layer("facility").geometry.iloc[0].distance(expected) < 0.001
    assert (report.crs, len(report.warnings)) == ("EPSG:4326", 1)


def test_projected_coordinates_need_a_crs(import_text: ImportText) -> None:
    text = "名称,X坐标,Y坐标\n市民中心,505955,2493780\n"
    assert refusal(lambda: import_text(text, "facility")).code == "no-crs"
    assert import_text(text, "facility", crs="EPSG:4547").loaded == 1


def test_swapped_columns_are_told_with_the_remedy(import_text: ImportText) -> None:
    text = f"名称,经度,纬度\n市民中心,{HALL[1]},{HALL[0]}\n"
    error = refusal(lambda: import_text(text, "facility"))
    assert (error.code, "x=纬度" in str(error)) == ("swapped-axes", True)
    assert import_text(text, "facility", mapping={"x": "纬度", "y": "经度"}).loaded == 1


def test_a_layer_with_swapped_axes_is_told_and_can_be_swapped(
    store: FolderStore, tmp_path: Path
) -> None:
    y, x = HALL
    path = write(tmp_path / "x.gpkg", [shapely.box(x, y, x + 0.01, y + 0.01)])
    error = refusal(lambda: import_source(store, path, ImportOptions("grid")))
    assert error.code == "swapped-axes"
    swapped = ImportOptions("grid", mapping={"x": "y", "y": "x"})
    assert import_source(store, path, swapped).loaded == 1
    expected = gpd.GeoSeries([shapely.box(y, x, y + 0.01, x + 0.01)], crs=4490).to_crs(4547)[0]
    assert store.layer("grid").geometry.iloc[0].symmetric_difference(expected).area < 1


def test_a_layer_on_the_other_side_of_the_world_is_told(store: FolderStore, tmp_path: Path) -> None:
    path = write(tmp_path / "x.gpkg", [shapely.box(-71, 42, -70.9, 42.1)])
    assert refusal(lambda: import_source(store, path, ImportOptions("grid"))).code == "wrong-crs"


def test_a_layer_without_a_crs_is_told(store: FolderStore, tmp_path: Path) -> None:
    path = write(tmp_path / "x.shp", [shapely.box(*HALL, 114.1, 22.6)], crs=None)
    assert refusal(lambda: import_source(store, path, ImportOptions("grid"))).code == "no-crs"
    assert import_source(store, path, ImportOptions("grid", crs="EPSG:4490")).loaded == 1


def test_rows_without_coordinates_are_loaded_without_a_place(
    store: FolderStore, import_text: ImportText
) -> None:
    text = f"案类,经度,纬度\na,{HALL[0]},{HALL[1]}\nb,0,0\nc,,\nd,无,无\n"
    report = import_text(text, "event")
    assert (report.loaded, report.notes) == (4, {"no position (0, 0)": 1, "no coordinates": 2})
    assert store.layer("event").geometry.isna().tolist() == [False, True, True, True]


def test_coordinates_that_cannot_be_true_are_quarantined(import_text: ImportText) -> None:
    near = f"a,{HALL[0]},{HALL[1]}\n" * 9
    report = import_text(f"案类,经度,纬度\n{near}b,22.5,114.0\nc,11.4,22.5\nd,inf,1\n", "event")
    assert report.quarantined == {"impossible coordinates": 2, "unreadable number": 1}


def test_points_without_coordinate_columns_are_records(
    store: FolderStore, import_text: ImportText
) -> None:
    import_text("案类,地址\n盗窃,深南大道\n", "event")
    assert (store.table("event").geometry, store.table("event").layer) == (None, None)


def test_records_can_be_followed_by_points(store: FolderStore, import_text: ImportText) -> None:
    import_text("案类,地址\n盗窃,深南大道\n", "event", "a.csv")
    import_text(f"案类,经度,纬度\n盗窃,{HALL[0]},{HALL[1]}\n", "event", "b.csv")
    assert store.layer("event").geometry.isna().tolist() == [True, False]


def test_an_area_role_needs_outlines(import_text: ImportText) -> None:
    assert refusal(lambda: import_text("网格代码\n1\n", "grid")).code == "no-geometry"


def test_broken_shapes_are_repaired_or_set_aside(store: FolderStore, tmp_path: Path) -> None:
    x, y = HALL
    bow_tie = shapely.Polygon([(x, y), (x + 0.01, y + 0.01), (x + 0.01, y), (x, y + 0.01)])
    shapes = [bow_tie, None, shapely.Polygon(), shapely.box(x, y, x + 0.01, y + 0.01)]
    path = write(tmp_path / "x.gpkg", shapes)
    report = import_source(store, path, ImportOptions("grid"))
    assert report.repaired == {"self-intersection": 1}
    assert (report.loaded, sum(report.quarantined.values())) == (2, 2)
    assert set(report.quarantined) <= {"no-geometry", "empty-geometry"}
    assert store.layer("grid").geometry.is_valid.all()


def test_infinite_shapes_are_set_aside(store: FolderStore, tmp_path: Path) -> None:
    x, y = HALL
    endless = shapely.Polygon([(x, y), (x + 0.1, y), (x + 0.1, np.inf), (x, y)])
    path = write(tmp_path / "x.fgb", [shapely.box(x, y, x + 0.01, y + 0.01), endless])
    report = import_source(store, path, ImportOptions("grid"))
    assert (report.loaded, report.quarantined) == (1, {"not-finite": 1})
    assert np.isfinite(store.table("grid").extent or [np.nan]).all()


def test_gcj02_is_taken_off_on_import(store: FolderStore, import_text: ImportText) -> None:
    text = f"名称,经度,纬度\n市民中心,{HALL[0]},{HALL[1]}\n"
    import_text(text, "facility", datum="gcj02")
    as_given = gpd.GeoSeries([shapely.Point(HALL)], crs=4326).to_crs(4547)[0]
    moved = store.layer("facility").geometry.iloc[0].distance(as_given)
    assert 400 < moved < 800


def test_areas_become_points_where_points_belong(store: FolderStore, tmp_path: Path) -> None:
    path = write(tmp_path / "x.gpkg", [shapely.box(*HALL, HALL[0] + 0.01, HALL[1] + 0.01)])
    report = import_source(store, path, ImportOptions("facility"))
    assert (report.repaired, store.table("facility").geometry) == ({"point-of-area": 1}, "point")


def test_the_geometry_of_records_is_left_out_and_told(store: FolderStore, tmp_path: Path) -> None:
    path = write(tmp_path / "x.gpkg", [shapely.box(*HALL, 114.1, 22.6)])
    report = import_source(store, path, ImportOptions("room"))
    assert (store.table("room").geometry, len(report.warnings)) == (None, 1)


def test_a_grid_keeps_its_scheme_and_the_dates_it_is_valid_between(
    store: FolderStore, tmp_path: Path
) -> None:
    cell = shapely.box(500_000, 2_490_000, 500_100, 2_490_100)
    columns = {"网格编码": ["440303001001001"], "启用日期": ["2016-01-01"], "停用日期": [""]}
    frame = gpd.GeoDataFrame(columns, geometry=[cell], crs=4547)
    frame.to_file(tmp_path / "网格.gpkg")
    import_source(store, tmp_path / "网格.gpkg", ImportOptions("grid", scheme="基础网格"))
    rows = store.attributes("grid-基础网格", ["valid_from", "valid_to"]).to_pylist()
    assert store.table("grid-基础网格").scheme == "基础网格"
    assert rows == [{"row_key": 1, "valid_from": dt.date(2016, 1, 1), "valid_to": None}]
